/**
 * Cases for calibration: each observation that was made from readings, with what became of it. A person's decision counts wherever there is one.
 * What somebody was charged or told for counts as true when nobody contested it for as long as it can be disputed (the charter's `late_days`):
 * what nobody noticed says nothing, nor does what was doubted and never decided.
 */
import type { Fact, ItemOutcome } from '../vocabulary/outcomes.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import type { CaseHow, CaseShown } from './sensing-shown.ts';
import type { ObservationShown } from './shown.ts';
import type { View } from './view.ts';

/** Of one binding, and of all: the latest; calibration looks at a rolling window of far fewer. */
export const casesOfBindingMax = 2000;
export const casesKeptMax = 50_000;

export type CaseView = {
  readonly said: Omit<CaseShown, 'truth' | 'how'>;
  readonly recordedAt: Instant;
  /** Somebody was charged, owes or was told because of it. */
  readonly acted: boolean;
  /** It went to review, or was disputed. */
  readonly doubted: boolean;
  readonly decided: { readonly truth: boolean; readonly how: Exclude<CaseHow, 'uncontested'> } | null;
};

/** Those of a binding, or all; the oldest first. */
export function casesOf(view: View, binding?: string): CaseShown[] {
  const ids = binding === undefined ? [...view.cases.keys()] : (view.casesOf.get(binding) ?? []);
  return ids.flatMap((id) => caseOf(view, id) ?? []);
}

/** What is known of one observation; undefined: it wasn't made from readings, or lies too far back. */
export function caseOf(view: View, observation: string): CaseShown | undefined {
  const known = view.cases.get(observation);
  return known === undefined ? undefined : { ...known.said, ...truthOf(view, known) };
}

/** What was refused before anyone heard it is no case. */
export function noteCases(view: View, observations: ReadonlyMap<string, ObservationShown>, items: readonly ItemOutcome[]): void {
  let item = 0;
  for (const observation of observations.values()) {
    const outcome = items[item];
    item += 1;
    if (observation.from === null || outcome?.status !== 'done') continue;
    const { id, device, event, at, record, recordedAt, from, p } = observation;
    const said = { observation: id, binding: device, event, raw: from.raw, p: { event: Number(p.event), person: Number(p.person) }, at, record };
    add(view, { said, recordedAt, acted: false, doubted: false, decided: null });
  }
}

/** What a fact says of a case. */
export function followCase(view: View, fact: Fact): void {
  if (view.cases.size === 0) return;
  switch (fact.fact) {
    case 'posting': return change(view, fact.ref, () => ({ acted: true }));
    case 'owed': return change(view, fact.obligation.ref, () => ({ acted: true }));
    // A notice names what it is about in its data.
    case 'notice': return typeof fact.data['observation'] === 'string' ? change(view, fact.data['observation'], () => ({ acted: true })) : undefined;
    case 'review': return change(view, fact.review.id, () => ({ doubted: true }));
    case 'disputed': return change(view, fact.observation, () => ({ doubted: true }));
    case 'review.closed': return decide(view, fact.id, fact.how === 'expired' ? null : { truth: fact.how === 'confirmed', how: fact.how });
    case 'judged': return decide(view, fact.observation, fact.how === 'expired' ? null : { truth: fact.how === 'held', how: fact.how });
    default: return;
  }
}

function truthOf({ charter, recordedAt: now }: View, { decided, acted, doubted, recordedAt }: CaseView): Pick<CaseShown, 'truth' | 'how'> {
  if (decided !== null) return decided;
  const isOver = now >= recordedAt + (charter?.late_days ?? 0) * dayMs;
  return acted && !doubted && isOver ? { truth: true, how: 'uncontested' } : { truth: null, how: null };
}

function decide(view: View, id: string, decided: CaseView['decided']): void {
  change(view, id, (known) => ({ decided: decided ?? known.decided }));
}

function change(view: View, id: string, to: (known: CaseView) => Partial<CaseView>): void {
  const known = view.cases.get(id);
  if (known !== undefined) view.cases.set(id, { ...known, ...to(known) });
}

function add(view: View, added: CaseView): void {
  const { observation, binding } = added.said;
  const own = view.casesOf.get(binding) ?? [];
  view.cases.set(observation, added);
  view.casesOf.set(binding, own);
  own.push(observation);
  if (own.length > casesOfBindingMax) view.cases.delete(own.shift() ?? '');
  if (view.cases.size <= casesKeptMax) return;
  const [oldest] = view.cases.values();
  if (oldest === undefined) return;
  view.cases.delete(oldest.said.observation);
  // The oldest of all is the oldest of its binding.
  view.casesOf.get(oldest.said.binding)?.shift();
}
