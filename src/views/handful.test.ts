import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hourMs, dayMs } from '../vocabulary/time.ts';
import type { AtMostShown, BoundCaseShown } from './bound-shown.ts';
import type { ProposalShown } from './deciding-shown.ts';
import { handfulOf, stakeIn } from './handful.ts';
import type { StakeShown } from './handful-shown.ts';
import { initialView, type View } from './view.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const noStake: StakeShown = { perMille: 0, atMost: {}, moves: {}, binds: false };

function view(): View {
  const made = initialView({ zoneRules: () => undefined });
  made.units.set('crown', { id: 'crown', decimals: 2 } as never);
  made.units.set('hour', { id: 'hour', decimals: 0 } as never);
  for (const id of ['ana', 'bo', 'cy']) made.members.set(id, { id, left: null } as never);
  return made;
}

/** What of a proposal the order goes by; `record` is its age. */
function proposal(record: number, closes: number, more: { readonly asked?: boolean; readonly said?: true; readonly confirm?: true; readonly mustAgree?: true; readonly waits?: number; readonly topic?: string; readonly ownRules?: true } = {}): ProposalShown {
  const ballot = { member: 'ana', choice: 'yes' as const, words: 'yes', reason: null };
  return {
    id: `p${record}`, record, closes, waits: more.waits ?? null, topic: more.topic ?? null, decides: more.ownRules === true ? null : { rule: 'unanimous' }, entrenched: null,
    mine: { asked: more.asked ?? true, said: more.said === true ? ballot : null, confirm: more.confirm ?? false, mustAgree: more.mustAgree ?? false, canStop: false, via: [] },
  } as unknown as ProposalShown;
}

function chosen(made: View, open: readonly ProposalShown[], stakes: { readonly [id: string]: Partial<StakeShown> } = {}): { readonly handful: string[]; readonly later: string[] } {
  const { handful, later } = handfulOf(made, open, 'ana', now, ({ id }) => ({ ...noStake, ...stakes[id] }));
  return { handful: handful.map((each) => `${each.proposal.id} ${each.why}`), later: later.map((each) => each.proposal.id) };
}

function limit(amount: string, days: number, unit = 'crown'): AtMostShown {
  return { as: 'member', name: null, unit, perEvent: amount, perPerson: { amount, days }, inTotal: null, held: false, words: '' };
}

function oneCase(before: readonly AtMostShown[], after: readonly AtMostShown[]): BoundCaseShown {
  return { option: null, subcontract: 'wood', before, after, offered: [], differs: 'same', ended: [], kept: [], over: null, words: [] };
}

test('of fourteen that are open five are chosen: what ends within a day, then one\'s own yes, then the larger stake, then what binds, then the sooner end', () => {
  const open = [
    proposal(1, now + 9 * dayMs), proposal(2, now + 8 * dayMs), proposal(3, now + 24 * hourMs), proposal(4, now + 2 * hourMs), proposal(5, now + 7 * dayMs, { mustAgree: true }),
    proposal(6, now + 6 * dayMs), proposal(7, now + 24 * hourMs + 1), proposal(8, now + 5 * dayMs), proposal(9, now + 4 * dayMs), proposal(10, now + 3 * dayMs),
    proposal(11, now + 10 * dayMs), proposal(12, now + 11 * dayMs), proposal(13, now + 12 * dayMs), proposal(14, now + 13 * dayMs),
  ];
  const { handful, later } = chosen(view(), open, { p13: { perMille: 200 }, p14: { perMille: 900 }, p12: { binds: true }, p3: { perMille: 1000 } });
  assert.deepEqual(handful, ['p4 soon', 'p3 soon', 'p5 yours', 'p14 stake', 'p13 stake']);
  assert.deepEqual(later, ['p7', 'p10', 'p9', 'p8', 'p6', 'p2', 'p1', 'p11', 'p12']);
  const fewer = open.filter(({ record }) => ![3, 4, 5, 14].includes(record));
  assert.deepEqual(chosen(view(), fewer, { p13: { perMille: 200 }, p12: { binds: true } }).handful, ['p13 stake', 'p12 binds', 'p7 deadline', 'p10 deadline', 'p9 deadline']);
});

test('equals go by their deadline, and then by their age', () => {
  const open = [proposal(3, now + 3 * dayMs), proposal(2, now + 2 * dayMs), proposal(1, now + 3 * dayMs)];
  assert.deepEqual(chosen(view(), open, { p1: { perMille: 500 }, p2: { perMille: 500 }, p3: { perMille: 500 } }).handful, ['p2 stake', 'p1 stake', 'p3 stake']);
});

test('of equal stakes, and of several that need one\'s own yes, what binds goes first', () => {
  const stakes = { p1: { perMille: 500 }, p2: { perMille: 500, binds: true }, p4: { binds: true }, p5: { perMille: 1 } };
  assert.deepEqual(chosen(view(), [proposal(1, now + 3 * dayMs), proposal(2, now + 4 * dayMs)], stakes).handful, ['p2 stake', 'p1 stake']);
  const own = [proposal(3, now + 3 * dayMs, { mustAgree: true }), proposal(4, now + 4 * dayMs, { mustAgree: true }), proposal(5, now + 5 * dayMs, { mustAgree: true })];
  assert.deepEqual(chosen(view(), own, stakes).handful, ['p5 yours', 'p4 yours', 'p3 yours']);
  assert.deepEqual(chosen(view(), [proposal(1, now + 3 * hourMs), proposal(4, now + 4 * hourMs)], stakes).handful, ['p1 soon', 'p4 soon'], 'what ends within a day goes by its end alone');
});

test('what isn\'t asked, was answered, or waits to be in force isn\'t in it; what has to be said again is', () => {
  const open = [
    proposal(1, now + dayMs * 2, { asked: false }), proposal(2, now + dayMs * 2, { said: true }), proposal(3, now + dayMs * 2, { waits: now + dayMs }), proposal(4, now + dayMs * 2, { said: true, confirm: true }),
  ];
  assert.deepEqual(chosen(view(), open), { handful: ['p4 deadline'], later: [] });
});

test('delegating a topic removes it, and delegating all removes the rest; what was answered today takes its place in the five', () => {
  const made = view();
  const open = Array.from({ length: 8 }, (_, place) => proposal(place + 1, now + (place + 2) * dayMs, place < 2 ? { topic: 'heating' } : {}));
  made.delegations.set('ana heating', { member: 'ana', to: 'bo', topic: 'heating', record: 0, recordedAt: 0 });
  assert.deepEqual(chosen(made, open), { handful: ['p3 deadline', 'p4 deadline', 'p5 deadline', 'p6 deadline', 'p7 deadline'], later: ['p8'] });
  for (const [id, by, title] of [['x', 'bo', 'A bench'], ['y', 'bo', 'A roof'], ['z', 'ana', 'A song']]) made.decided.push({ proposal: { id, by, revision: { title } }, said: { words: '' } } as never);
  const said = (id: string, record: number, recordedAt: number) => ({ proposal: id, choice: 'yes' as const, record, recordedAt });
  // Today twice to the same one, and once to another; yesterday's is of yesterday, and what one proposes oneself nobody asked.
  made.said.set('ana', [said('y', 20, now - dayMs), said('x', 21, now - 2 * hourMs), said('x', 22, now - hourMs), said('y', 23, now - hourMs), said('z', 24, now - hourMs)]);
  const shown = handfulOf(made, open, 'ana', now, () => noStake);
  assert.deepEqual(shown.handful.map(({ proposal: { id } }) => id), ['p3', 'p4', 'p5']);
  assert.deepEqual(shown.said.map(({ title, record }) => [title, record]), [['A song', 24], ['A roof', 23], ['A bench', 22]]);
  assert.deepEqual([shown.waiting, shown.delegated.map(({ proposal: { id }, to }) => `${id} ${to}`)], [6, ['p1 bo', 'p2 bo']]);
  made.delegations.set('ana *', { member: 'ana', to: 'cy', topic: null, record: 0, recordedAt: 0 });
  assert.equal(handfulOf(made, open, 'ana', now, () => noStake).waiting, 0);
});

test('a delegation on all hides neither what goes by rules of its own nor what isn\'t carried without one\'s own yes; through who has left nothing comes', () => {
  const made = view();
  made.delegations.set('ana *', { member: 'ana', to: 'bo', topic: null, record: 0, recordedAt: 0 });
  const open = [proposal(1, now + 2 * dayMs), proposal(2, now + 3 * dayMs, { ownRules: true }), proposal(3, now + 4 * dayMs, { mustAgree: true })];
  assert.deepEqual(chosen(made, open).handful, ['p3 yours', 'p2 deadline']);
  made.members.set('bo', { id: 'bo', left: { record: 9, recordedAt: now, how: 'left' } } as never);
  assert.deepEqual(chosen(made, open).handful, ['p3 yours', 'p1 deadline', 'p2 deadline']);
});

const none = { moves: [], holds: new Map<string, number>() };

test('what can be taken in 30 days is whole periods: all of one may go on its last day, and all of the next on its first; no more than from all together', () => {
  const taken = (after: AtMostShown): string | undefined => stakeIn(view(), [], [oneCase([], [after])], none, true).atMost['crown'];
  assert.equal(taken(limit('1200.00', 365)), '2400.00');
  assert.equal(taken(limit('10.00', 7)), '60.00');
  assert.equal(taken(limit('100.00', 1)), '3100.00');
  assert.equal(taken({ ...limit('100.00', 1), inTotal: { amount: '200.00', days: 30 } }), '400.00', 'two periods of what may be taken from all together');
  assert.equal(taken({ ...limit('100.00', 30), inTotal: { amount: '5000.00', days: 30 } }), '200.00');
});

test('the stake is the largest change in thousandths of what could be taken in 30 days, with it or without', () => {
  const made = view();
  // Four periods of 10 days can be touched by 30, and two of 30: 400.00, with 200.00 of another agreement 600.00. Then 800.00 instead of 400.00: 400.00 more, of 1000.00.
  const now30 = [limit('100.00', 10), limit('100.00', 30)];
  assert.deepEqual(stakeIn(made, now30, [oneCase([limit('100.00', 10)], [limit('400.00', 30)])], none, true), { perMille: 400, atMost: { crown: '400.00' }, moves: {}, binds: true });
  // Less: 400.00 of 600.00 go.
  assert.deepEqual(stakeIn(made, now30, [oneCase([limit('100.00', 10)], [])], none, false), { perMille: 667, atMost: { crown: '-400.00' }, moves: {}, binds: false });
  // Of a choice the largest counts; of another unit nothing could be taken before, so that it is all of it.
  const options = [oneCase([], []), oneCase([], [limit('3', 30, 'hour')])];
  assert.deepEqual(stakeIn(made, now30, options, none, false), { perMille: 1000, atMost: { hour: '6' }, moves: {}, binds: false });
  // 40.00 that would come to whoever holds 400.00: of 440.00. What is next to nothing is still something.
  const holds = new Map([['crown', 40000]]);
  const come = (amount: number): ReadonlyMap<string, number> => new Map([['crown', amount]]);
  assert.deepEqual(stakeIn(made, now30, [], { moves: [come(4000)], holds }, false), { perMille: 91, atMost: {}, moves: { crown: '40.00' }, binds: false });
  assert.equal(stakeIn(made, now30, [], { moves: [come(-1)], holds }, false).perMille, 1);
  assert.deepEqual(stakeIn(made, now30, [], { moves: [come(4000), new Map(), come(-10000)], holds }, false), { perMille: 250, atMost: {}, moves: { crown: '-100.00' }, binds: false });
  assert.equal(stakeIn(made, [limit('90071992547409.91', 1)], [oneCase([], [limit('90071992547409.91', 1)])], none, false).perMille, 500, 'limits that are as large as can be');
});
