/** What a scenario's collective did, as far as its file may expect it. */
import type { Actual } from '../scenario/expect.ts';
import type { Shown } from '../turn.ts';
import type { Fact } from '../vocabulary/outcomes.ts';

export type Refused = { readonly step: number; readonly code: string; readonly detail: string };

/** Since the last expectation. */
type Since = { readonly [key in 'postings' | 'notices' | 'refused']: Actual[key][number][] };

export class Heard {
  readonly allRefused: Refused[] = [];
  postings = 0;
  #since: Since = { postings: [], notices: [], refused: [] };

  get since(): Readonly<Since> {
    return this.#since;
  }

  take({ record, outcome }: Shown): void {
    for (const fact of outcome.facts) this.#fact(fact, record.seq);
  }

  refused(step: number, code: string, detail: string): void {
    this.#since.refused.push({ step, code });
    this.allRefused.push({ step, code, detail });
  }

  /** An expectation has been checked. */
  forget(): void {
    this.#since = { postings: [], notices: [], refused: [] };
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
