/** What a scenario's collective did, as far as its file may expect it. */
import type { Actual } from '../scenario/expect.ts';
import type { Shown } from '../turn.ts';
import type { Observation } from '../vocabulary/entries.ts';
import type { Fact, ItemOutcome } from '../vocabulary/outcomes.ts';

export type Refused = { readonly step: number; readonly code: string; readonly detail: string };

/** Since the last expectation. */
type Since = { readonly [key in 'postings' | 'notices' | 'refused' | 'faults' | 'looks' | 'observed']: Actual[key][number][] };

function nothing(): Since {
  return { postings: [], notices: [], refused: [], faults: [], looks: [], observed: [] };
}

export class Heard {
  readonly allRefused: Refused[] = [];
  postings = 0;
  #since: Since = nothing();

  get since(): Readonly<Since> {
    return this.#since;
  }

  take({ record, outcome }: Shown): void {
    for (const fact of outcome.facts) this.#fact(fact, record.seq);
    if (record.entry.kind === 'observe') this.#observed(record.entry.body.observations, outcome.items);
  }

  refused(step: number, code: string, detail: string): void {
    this.#since.refused.push({ step, code });
    this.allRefused.push({ step, code, detail });
  }

  /** Of one subcontract. */
  fault(step: number, subcontract: string, code: string): void {
    this.#since.faults.push({ step, subcontract, code });
  }

  /** Also one that was refused; who is measured sees it. */
  look(look: Actual['looks'][number]): void {
    this.#since.looks.push(look);
  }

  /** An expectation has been checked. */
  forget(): void {
    this.#since = nothing();
  }

  /** What was made from readings and wasn't refused as a whole. */
  #observed(observations: readonly Observation[], items: readonly ItemOutcome[]): void {
    for (const [place, { device = '', event, subject, p, values, from }] of observations.entries()) {
      const by = values['by'];
      if (from !== undefined && items[place]?.status === 'done') this.#since.observed.push({ binding: device, event, subject, p: Number(p?.event ?? 1), raw: from.raw.event, by: typeof by === 'string' ? by : null });
    }
  }

  #fact(fact: Fact, turn: number): void {
    if (fact.fact === 'posting') {
      const { from, to, unit, amount, because } = fact;
      this.postings += 1;
      this.#since.postings.push({ from, to, unit, amount, because });
    }
    if (fact.fact === 'notice') this.#since.notices.push({ to: fact.to, about: fact.because, code: fact.code, turn });
  }
}
