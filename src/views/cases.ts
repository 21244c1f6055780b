/**
 * Cases for calibration: each observation that was made from readings, with what became of it. A person's decision counts wherever there is one.
 * What somebody was charged or told for counts as true when nobody contested it for as long as it can be disputed (the charter's `late_days`):
 * what nobody noticed says nothing, nor does what was doubted and never decided. Whether it was the person whom it names is decided with it: what is so
 * is so of them, unless whoever decides names somebody else; what isn't so says nothing of who it would have been.
 */
import type { Entry } from '../vocabulary/entries.ts';
import type { Fact, ItemOutcome } from '../vocabulary/outcomes.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import type { CaseHow, CaseShown } from './sensing-shown.ts';
import type { ObservationShown } from './shown.ts';
import type { View } from './view.ts';

/** Of one binding, and of all: the latest; calibration looks at a rolling window of far fewer. */
export const casesOfBindingMax = 2000;
export const casesKeptMax = 50_000;

export type CaseView = {
  readonly said: Omit<CaseShown, 'truth' | 'how' | 'person'>;
  /** Null: it names nobody. */
  readonly named: string | null;
  /** Whom the review names that it waits in; left out: it waits in none. */
  readonly reviewed?: string | null;
  readonly recordedAt: Instant;
  /** Somebody was charged, owes or was told because of it. */
  readonly acted: boolean;
  /** It went to review, or was disputed. */
  readonly doubted: boolean;
  readonly decided: { readonly truth: boolean; readonly how: Exclude<CaseHow, 'uncontested'>; readonly person: boolean | null } | null;
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
    const { id, device, event, at, record, recordedAt, from, p, values: { by } } = observation;
    const said = { observation: id, binding: device, event, raw: from.raw, p: { event: Number(p.event), person: Number(p.person) }, at, record };
    add(view, { said, named: typeof by === 'string' && from.raw.person !== undefined ? by : null, recordedAt, acted: false, doubted: false, decided: null });
  }
}

/** What a fact says of a case; whom a decision names says its entry. */
export function followCase(view: View, fact: Fact, entry: Entry): void {
  if (view.cases.size === 0) return;
  switch (fact.fact) {
    case 'posting': return change(view, fact.ref, () => ({ acted: true }));
    case 'owed': return change(view, fact.obligation.ref, () => ({ acted: true }));
    // A notice names what it is about in its data.
    case 'notice': return typeof fact.data['observation'] === 'string' ? change(view, fact.data['observation'], () => ({ acted: true })) : undefined;
    case 'review': return change(view, fact.review.id, () => ({ doubted: true, reviewed: fact.review.by }));
    case 'disputed': return change(view, fact.observation, () => ({ doubted: true }));
    case 'review.closed': return fact.how === 'expired' ? undefined : decide(view, fact.id, fact.how, fact.how === 'confirmed', ({ reviewed }) => namedIn(entry, fact.id) ?? reviewed);
    case 'judged': return fact.how === 'expired' ? undefined : decide(view, fact.observation, fact.how, fact.how === 'held', ({ named }) => namedIn(entry, fact.observation) ?? named);
    default: return;
  }
}

function truthOf({ charter, recordedAt: now }: View, { decided, named, acted, doubted, recordedAt }: CaseView): Pick<CaseShown, 'truth' | 'how' | 'person'> {
  if (decided !== null) return decided;
  const isOver = now >= recordedAt + (charter?.late_days ?? 0) * dayMs;
  return acted && !doubted && isOver ? { truth: true, how: 'uncontested', person: named === null ? null : true } : { truth: null, how: null, person: null };
}

/** @param was who it was by this decision; null or undefined: it doesn't say */
function decide(view: View, id: string, how: NonNullable<CaseView['decided']>['how'], truth: boolean, was: (known: CaseView) => string | null | undefined): void {
  change(view, id, (known) => ({ decided: { truth, how, person: truth && known.named !== null ? isSame(known.named, was(known)) : null } }));
}

function isSame(named: string, was: string | null | undefined): boolean | null {
  return was === null || was === undefined ? null : was === named;
}

/** Whom the entry names that decides on an observation; undefined: nobody. */
function namedIn(entry: Entry, observation: string): string | undefined {
  if (entry.kind === 'judge') return entry.body.observation === observation ? entry.body.by : undefined;
  if (entry.kind !== 'request' || entry.body.with['observation'] !== observation) return undefined;
  const { by } = entry.body.with;
  return typeof by === 'string' ? by : undefined;
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
