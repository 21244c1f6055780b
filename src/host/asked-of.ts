/** What waits for a member: each with what it is about, so that it is one tap from where it is done. */
import { isBound } from '../kernel/bound.ts';
import type { KernelState } from '../kernel/state.ts';
import { answerBy } from '../views/awaited.ts';
import { foundingOf } from '../views/charter.ts';
import { reviewsOf } from '../views/queries.ts';
import { payoutsOf } from '../views/outside.ts';
import { disputesOf } from '../views/sensing.ts';
import type { AskedOfShown } from '../views/today-shown.ts';
import { decimalsOf, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { Collective } from './collective.ts';
import { handfulNow } from './handful.ts';

type State = Readonly<KernelState>;
type Deciding = Pick<Collective, 'state' | 'foresee'>;
type Asked = Pick<AskedOfShown, 'what' | 'id' | 'words'> & Partial<AskedOfShown>;

/** By when it ends, what has no end last. Of votes as many as are asked for in a day. */
export function askedOf(view: View, collective: Deciding, member: string, now: Instant): AskedOfShown[] {
  const { state } = collective;
  const all: Asked[] = [
    ...signatures(view, member), ...votes(view, collective, member, now), ...reviews(view, member), ...disputes(view, member), ...debts(view, member),
    ...acceptances(view, state, member), ...payouts(view, member),
  ];
  return all.map((each) => ({ own: false, subcontract: null, until: null, moved: null, who: null, count: 1, ...each })).sort((a, b) => (a.until ?? Infinity) - (b.until ?? Infinity));
}

function signatures(view: View, member: string): Asked[] {
  const { missing } = foundingOf(view);
  return missing.includes(member) ? [{ what: 'sign', id: '', words: view.charter?.name ?? '', own: true }] : [];
}

function votes(view: View, collective: Deciding, member: string, now: Instant): Asked[] {
  const handful = handfulNow(view, collective.state, member, now, (asking) => collective.foresee(asking))?.handful ?? [];
  return handful.map(({ proposal }) => {
    const { id, change, subcontract, title, words, by, mine } = proposal;
    return { what: change === 'recover' ? 'recover' : mine?.confirm === true ? 'confirm' : 'vote', id, subcontract, words: title === '' ? words : title, own: title !== '', until: answerBy(proposal), who: by };
  });
}

function reviews(view: View, member: string): Asked[] {
  return reviewsOf(view).filter(({ by, parties, deciders }) => (deciders === null ? member !== by && !parties.includes(member) : deciders.includes(member)))
    .map(({ id, subcontract, reason, expires, by }) => ({ what: 'review', id, subcontract, words: reason, until: expires, who: by }));
}

function disputes(view: View, member: string): Asked[] {
  return disputesOf(view).filter(({ end, by, deciders, disputed }) => end === null && member !== by && disputed?.values['by'] !== member && deciders?.includes(member) !== false)
    .map(({ observation, reason, expires, by }) => ({ what: 'judge', id: observation, words: reason, own: true, until: expires, who: by }));
}

/** What is due now, with what is owed to the same one under the same agreement in one line: that is how it is paid. */
function debts(view: View, member: string): Asked[] {
  const due = [...view.obligations.values()].filter(({ obligation }) => obligation.debtor === member && obligation.due <= view.recordedAt);
  return [...Map.groupBy(due, ({ obligation: { because, creditor, unit } }) => `${because} ${creditor} ${unit}`).values()].flatMap((group): Asked[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { id, because, creditor: who, unit } = first.obligation;
    const amount = formatDecimal(group.reduce((sum, { obligation }) => sum + BigInt(obligation.left), 0n), decimalsOf(view, unit));
    return [{ what: 'debt', id: String(id), subcontract: because, words: first.why, count: group.length, moved: { unit, amount }, who }];
  });
}

/** What a newcomer has yet to accept, and trials that look for volunteers. Whoever has gone out of one isn't asked again. */
function acceptances(view: View, state: State, member: string): Asked[] {
  const known = state.members.get(member);
  if (known === undefined || known.left !== null || known.commons) return [];
  return [...state.subcontracts.values()].flatMap((subcontract): Asked[] => {
    const { id } = subcontract;
    const shown = view.subcontracts.get(id);
    const trial = view.pilots.get(id);
    const isOpen = trial === undefined ? !state.retiring.has(id) : trial.began === null;
    if (shown === undefined || !isOpen || state.accepted.has(`${id} ${member}`) || isBound(state, subcontract, member)) return [];
    return [{ what: 'accept', id, subcontract: id, words: shown.manifest.title, until: trial?.ends ?? null }];
  });
}

function payouts(view: View, member: string): Asked[] {
  if (view.charter?.rights.bank?.includes(member) !== true) return [];
  return payoutsOf(view).map(({ id, unit, amount, member: who, reason }) => ({ what: 'settle', id, words: reason ?? '', own: true, moved: { unit, amount }, who }));
}
