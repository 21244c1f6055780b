// What the scenarios of stipend and conduct can't show: that no order makes a difference but to an odd cent, that nothing is lost in any stream of
// events, that as many as there may be are served, and what is answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collective } from '../../src/host/collective.ts';
import { createRandom } from '../../src/testing/random.ts';
import { addDays } from '../../src/vocabulary/time.ts';
import { balances, otherOrder, plain, play, sameOrder, type Telling } from './telling.ts';

const people = 7;
const everyone = Array.from({ length: people }, (_, who) => who);

type Saying = (telling: Telling) => string;

const listOf = ({ idOf, inOrder }: Telling, those: readonly number[]): string => inOrder(those).map(idOf).join(', ');
const asks = (by: string, subcontract: string, action: string, values = ''): string => `request: { by: ${by}, subcontract: ${subcontract}, action: ${action}, with: { ${values} } }`;

/** Five months of pledges, admissions, marks, appeals, comings and goings; at noon of each second day. Five pay days. */
function story(seed: number): Saying[] {
  const random = createRandom(seed);
  const some = (): number[] => everyone.filter(() => random.chance(0.5));
  let appellant = 0;
  return Array.from({ length: 75 }, (_, place): Saying => {
    const [who, other, those, crowns, cents] = [random.int(0, people - 1), random.int(0, people - 1), some(), random.int(0, 300), random.int(10, 99)];
    const [part, last] = [random.pick(['giver', 'recipient']), appellant];
    if (place < 6) return ({ idOf }) => asks(idOf(place), 'aid', 'pledge', `monthly: "${crowns}.${cents}", income: "1200.00"`);
    if (place < 12) return ({ idOf }) => asks('ada', 'aid', 'admit', `member: ${idOf(place - 6)}`);
    switch (random.int(0, 13)) {
      case 0: return those.length === 0 ? () => '' : (telling) => `consent: { by: [${listOf(telling, those)}], subcontract: aid, part: ${part} }`;
      case 1: return ({ idOf }) => `withdraw: { by: ${idOf(who)}, subcontract: aid, part: ${part} }`;
      case 2: case 3: return ({ idOf }) => asks(idOf(who), 'aid', 'pledge', `monthly: "${crowns}.${cents}", income: "900.00"`);
      case 4: case 5: return ({ idOf }) => asks('ada', 'aid', 'admit', `member: ${idOf(who)}`);
      case 6: return ({ idOf }) => asks('ada', 'aid', 'end', `member: ${idOf(who)}`);
      case 7:
        appellant = who;
        return ({ idOf }) => asks('ada', 'rules', 'report', `member: ${idOf(who)}, reason: x`);
      case 8: case 9: return ({ idOf }) => asks(idOf(last), 'rules', 'appeal');
      case 10: case 11: return ({ idOf }) => asks(idOf(other), 'rules', crowns % 2 === 0 ? 'confirm' : 'drop', `observation: "appeal:${idOf(last)}"`);
      default: return ({ idOf }) => `income: { to: ${idOf(who)}, unit: crown, amount: "${crowns}.${cents}", reference: "r${place}" }`;
    }
  });
}

function scenario(telling: Telling, says: readonly Saying[]): string {
  const { idOf, inOrder } = telling;
  const members = ['pot, commons: true', 'ada', ...inOrder(everyone).map((who) => `${idOf(who)}, opening: { crown: "${100 + 150 * who}.00" }`)];
  const steps = says.map((say, place) => `  - at: ${addDays('2026-01-02', 2 * place)}T12:00:00+00:00\n    ${say(telling)}`);
  return `collective: { name: Court, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members:\n${members.map((id) => `  - { id: ${id} }`).join('\n')}
subcontracts:
  - { id: rules, kit: conduct, parties: { warden: ada }, terms: { marks_max: 1, window_days: 25, notice_days: 2, appeal_days: 9 } }
  - id: aid
    kit: stipend
    parties: { pot: pot, steward: ada }
    terms: { admitted_by: steward, amount: "311.00", pay_day: 31, notice_days: 10 }
    consents: [${listOf(telling, everyone.slice(1, 6))}]
timeline:\n${steps.join('\n')}\n`;
}

/** What each has in the end, by who they are in the story, and how many postings it made of it. */
function ends(telling: Telling, says: readonly Saying[]): ReadonlyMap<string, number> {
  const names = new Map(everyone.map((who) => [telling.idOf(who), String(who)]));
  return play(scenario(telling, says), (collective) => new Map([...balances(collective)].map(([account, balance]) => [names.get(account) ?? account, balance] as const).sort()));
}

/** How often something was posted or noticed with each code, in the story as it is. */
function happened(says: readonly Saying[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const heard = new Set<Collective>();
  const count = (code: string): void => { counts.set(code, (counts.get(code) ?? 0) + 1); };
  play(scenario(plain, says), (collective) => {
    if (heard.has(collective)) return;
    heard.add(collective);
    collective.listen(({ outcome: { facts } }) => { for (const fact of facts) if (fact.fact === 'posting' || fact.fact === 'notice') count(fact.fact === 'posting' ? fact.why.code : fact.code); });
  });
  return counts;
}

test('the streams bring about all that there is', () => {
  const counts = [1, 2, 3, 4].map((seed) => happened(story(seed)));
  for (const code of ['pledged', 'stipend', 'short', 'less_pledged', 'admitted', 'ended', 'will_lose', 'lost', 'restored', 'unpaid', 'paid_again', 'overturned', 'stands']) {
    assert.ok(counts.some((each) => (each.get(code) ?? 0) > 0), code);
  }
  for (const each of counts) assert.ok((each.get('stipend') ?? 0) > 8);
});

/** At most one odd cent to give, and one to get, on each pay day. */
const oddCentsMax = 2 * 5;

for (const seed of [1, 2, 3, 4]) {
  test(`no order of ids, members or consents changes who gets what but for odd cents, and nothing is lost (seed ${seed})`, () => {
    const says = story(seed);
    const told = ends(plain, says);
    for (const telling of sameOrder) assert.deepEqual(ends(telling, says), told, telling.says);
    for (const telling of otherOrder) {
      for (const [who, balance] of ends(telling, says)) assert.ok(Math.abs(balance - (told.get(who) ?? NaN)) <= oddCentsMax, `${telling.says}: ${who} has ${balance}, and not ${told.get(who)}`);
    }
  });
}

const founding = (members: readonly string[], terms = ''): string => `collective: { name: Court, zone: UTC, units: { crown: { decimals: 2 } } }
members: [ { id: pot, commons: true }, { id: ada }, ${members.map((member) => `{ ${member} }`).join(', ')} ]
subcontracts:
  - { id: rules, kit: conduct, parties: { warden: ada }, terms: { marks_max: 1 } }
  - { id: aid, kit: stipend, parties: { pot: pot, steward: ada }, terms: { admitted_by: steward, ${terms} } }
timeline:
`;
const step = (at: string, what: string): string => `  - { at: ${at}, ${what} }\n`;
const consent = (at: string, by: string, part: string): string => step(at, `consent: { by: ${by}, subcontract: aid, part: ${part} }`);

test('as many givers and recipients as there may be are served on one pay day', () => {
  const [givers, takers] = [Array.from({ length: 120 }, (_, i) => `g${100 + i}`), Array.from({ length: 200 }, (_, i) => `r${100 + i}`)];
  const asked = [...givers.map((id) => asks(id, 'aid', 'pledge', 'monthly: "20.00", income: "1000.00"')), ...takers.map((id) => asks('ada', 'aid', 'admit', `member: ${id}`))];
  const text = founding([...givers.map((id) => `id: ${id}, opening: { crown: "100.00" }`), ...takers.map((id) => `id: ${id}`)], 'amount: "10.00", recipients_max: 200')
    + consent('2026-03-01T00:00:00Z', `[${givers.join(', ')}]`, 'giver') + consent('2026-03-01T00:00:00Z', `[${takers.join(', ')}]`, 'recipient')
    + asked.map((each) => step('2026-03-01T00:00:00Z', each)).join('') + step('2026-04-01T00:01:00Z', 'expect: { refused: [], faults: [], owed: [] }');
  const all = play(text, balances);
  // 200 × 10.00 = 2000.00, of 120 givers: 16.666… each, so 16.67 of the first 80 and 16.66 of the other 40 (80 × 16.67 + 40 × 16.66 = 2000.00).
  assert.deepEqual(takers.map((id) => all.get(id)), takers.map(() => 1000));
  assert.deepEqual(givers.map((id) => all.get(id)), givers.map((_, i) => (i < 80 ? 8333 : 8334)));
  assert.equal(all.get('pot'), 0);
});

/** Gil pledged 400.00, Hal 200.00; Bo was admitted on 1 March, Cy on the 17th. */
const two = founding(['id: bo', 'id: cy', 'id: gil, opening: { crown: "1000.00" }', 'id: hal, opening: { crown: "1000.00" }'])
  + consent('2026-03-01T00:00:00Z', '[gil, hal]', 'giver') + consent('2026-03-01T00:00:00Z', '[bo, cy]', 'recipient')
  + step('2026-03-01T00:00:00Z', asks('gil', 'aid', 'pledge', 'monthly: "400.00", income: "2000.00"'))
  + step('2026-03-01T00:00:00Z', asks('hal', 'aid', 'pledge', 'monthly: "200.00", income: "2000.00"'))
  + step('2026-03-01T00:00:00Z', asks('ada', 'aid', 'admit', 'member: bo')) + step('2026-03-17T09:00:00Z', asks('ada', 'aid', 'admit', 'member: cy'));

const ahead = (text: string, by: string): unknown => play(text, (collective) => collective.ask('aid', 'ahead', by, {}));
const comes = (...lines: readonly object[]) => ({ ok: true, value: { ahead: lines } });

test('what comes next is answered to each, and to nobody what others get', () => {
  const text = two + step('2026-03-20T09:00:00Z', 'expect: {}');
  // 600.00 and 15/31 of it, 290.32, are due: 890.32, of which 600.00 are there. Bo: 600 × 600/890.32 = 404.3490…, Cy: 600 × 290.32/890.32 = 195.6509….
  assert.deepEqual(ahead(text, 'bo'), comes({ day: '2026-04-01', what: 'stipend', to: 'bo', amount: 40_435 }));
  assert.deepEqual(ahead(text, 'cy'), comes({ day: '2026-04-01', what: 'stipend', to: 'cy', amount: 19_565 }));
  assert.deepEqual(ahead(text, 'gil'), comes({ day: '2026-04-01', what: 'pledged', to: 'pot', amount: 40_000 }));
  assert.deepEqual(ahead(text, 'hal'), comes({ day: '2026-04-01', what: 'pledged', to: 'pot', amount: 20_000 }));
  assert.deepEqual(ahead(text, 'ada'), comes());
});

test('what was answered is what then comes', () => {
  const text = two + step('2026-03-20T09:00:00Z', 'expect: {}');
  const after = play(text + step('2026-04-01T00:01:00Z', 'expect: {}'), balances);
  assert.deepEqual(['bo', 'cy', 'gil', 'hal', 'pot'].map((id) => after.get(id)), [40_435, 19_565, 60_000, 80_000, 0]);
});

test('on the pay day itself what comes next is a month away', () => {
  const text = two + step('2026-04-01T00:01:00Z', 'expect: {}');
  // Both are due the same by then: 1200.00, of which 600.00 are there.
  assert.deepEqual(ahead(text, 'cy'), comes({ day: '2026-05-01', what: 'stipend', to: 'cy', amount: 30_000 }));
});

test('what counts against somebody is answered to them, until when it is lost too', () => {
  const standing = (collective: Collective): unknown => collective.ask('rules', 'standing', 'bo', {});
  const reported = two + step('2026-03-18T09:00:00Z', asks('ada', 'rules', 'report', 'member: bo, reason: x'));
  // 7 days after 18 March is the 25th; one mark may be left, but not as many as cost it: back 90 days after 18 March, 16 June.
  assert.deepEqual(play(two + step('2026-03-18T08:00:00Z', 'expect: {}'), standing), { ok: true, value: { count: 0, lost: null, restored: null, appeal: 'none' } });
  assert.deepEqual(play(reported, standing), { ok: true, value: { count: 1, lost: '2026-03-25', restored: '2026-06-16', appeal: 'none' } });
  assert.deepEqual(play(reported + step('2026-03-19T09:00:00Z', asks('bo', 'rules', 'appeal')), standing), { ok: true, value: { count: 1, lost: '2026-03-25', restored: '2026-06-16', appeal: 'open' } });
  assert.deepEqual(play(reported + step('2026-06-16T09:00:00Z', 'expect: {}'), standing), { ok: true, value: { count: 0, lost: null, restored: null, appeal: 'none' } });
});
