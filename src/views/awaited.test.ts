import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerBy, isAwaited, leftTo, type Voting } from './awaited.ts';
import type { MineShown } from './deciding-shown.ts';
import { initialView, type View } from './view.ts';

const now = Date.parse('2026-03-10T12:00:00Z');
const ballot = { member: 'ana', choice: 'yes', words: 'yes', reason: null } as const;

/** Bo belongs, Cy has left. */
function view(): View {
  const made = initialView({ zoneRules: () => undefined });
  for (const id of ['ana', 'bo']) made.members.set(id, { id, name: id, since: 0, sinceAt: 0, commons: false, left: null });
  made.members.set('cy', { id: 'cy', name: 'cy', since: 0, sinceAt: 0, commons: false, left: { record: 5, recordedAt: 0, how: 'left' } });
  return made;
}

function voting({ mine, ...more }: Partial<Omit<Voting, 'mine'>> & { readonly mine?: Partial<MineShown> } = {}): Voting {
  return {
    topic: null, decides: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } } } as never, closes: now + 1, waits: null, entrenched: null,
    mine: { asked: true, said: null, confirm: false, mustAgree: false, canStop: false, via: [], ...mine }, ...more,
  };
}

const awaited = (made: View, each: Voting): boolean => isAwaited(made, each, 'ana', now);

test('a vote waits for whoever is asked and hasn\'t answered what it is by now, until its end', () => {
  assert.equal(awaited(view(), voting()), true);
  assert.equal(awaited(view(), { ...voting(), mine: null }), false, 'nobody looks');
  assert.equal(awaited(view(), voting({ mine: { asked: false } })), false);
  assert.equal(awaited(view(), voting({ mine: { said: ballot } })), false);
  assert.equal(awaited(view(), voting({ mine: { said: ballot, confirm: true } })), true);
  assert.equal(awaited(view(), voting({ closes: now })), false, 'the kernel answers too_late from that instant on');
});

test('a second vote waits for nobody before it begins', () => {
  assert.equal(awaited(view(), voting({ entrenched: { begins: now + 1 } })), false);
  assert.equal(awaited(view(), voting({ entrenched: { begins: now } })), true);
});

test('what was carried waits for nobody, but for the one whose keys it would give anew: they can stop it until then', () => {
  assert.equal(awaited(view(), voting({ waits: now + 1 })), false);
  const own = voting({ waits: now + 1, closes: now - 1, decides: null, mine: { canStop: true } });
  assert.deepEqual([awaited(view(), own), answerBy(own)], [true, now + 1]);
  assert.equal(awaited(view(), { ...own, waits: now }), false);
  assert.equal(answerBy(voting()), now + 1);
});

test('what is left to somebody who belongs waits for nobody else; what follows no delegation, or was left to who has left, waits', () => {
  const made = view();
  const leave = (topic: string | null, to: string): void => { made.delegations.set(`ana ${topic ?? '*'}`, { member: 'ana', to, topic, record: 0, recordedAt: 0 }); };
  leave(null, 'bo');
  assert.deepEqual([leftTo(made, voting(), 'ana'), awaited(made, voting())], ['bo', false], 'also while Bo hasn\'t voted');
  assert.deepEqual([leftTo(made, voting({ decides: null }), 'ana'), awaited(made, voting({ decides: null }))], [undefined, true], 'by rules of its own');
  assert.deepEqual([leftTo(made, voting({ mine: { mustAgree: true } }), 'ana'), awaited(made, voting({ mine: { mustAgree: true } }))], [undefined, true]);
  leave('fuel', 'cy');
  assert.equal(leftTo(made, voting({ topic: 'fuel' }), 'ana'), undefined, 'a topic\'s own goes before one on all, also where it leads nowhere');
  assert.equal(leftTo(made, voting({ topic: 'roof' }), 'ana'), 'bo');
  leave(null, 'cy');
  assert.deepEqual([leftTo(made, voting(), 'ana'), awaited(made, voting())], [undefined, true]);
});
