// What the scenarios of mutual-cover can't show: that no order makes a difference but to an odd cent, that nothing is lost in any stream of events,
// that a full cover works within an item's limits, and what is answered.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import cover from '../../kits/mutual-cover/contract.ts';
import { createRandom } from '../../src/testing/random.ts';
import { cellBytesMax } from '../../src/vocabulary/runner.ts';
import { addDays } from '../../src/vocabulary/time.ts';
import { balances, otherOrder, plain, play, sameOrder, type Telling } from './telling.ts';

const people = 7;
const everyone = Array.from({ length: people }, (_, who) => who);

type Saying = (telling: Telling) => string;

const listOf = ({ idOf, inOrder }: Telling, those: readonly number[]): string => inOrder(those).map(idOf).join(', ');
const asks = (by: string, cover: string, action: string, values: string): string => `request: { by: ${by}, subcontract: ${cover}, action: ${action}, with: { ${values} } }`;

/**
 * Ten months of incomes, claims and votes on them, comings, goings and switches between two covers; at noon of each third day. What is claimed began
 * on that very day: of claims that began on one day, the first by id would come first.
 */
function story(seed: number): Saying[] {
  const random = createRandom(seed);
  const some = (): number[] => everyone.filter(() => random.chance(0.4));
  const claimants: [[number, string], ...[number, string][]] = [[0, 'one']];
  return Array.from({ length: 100 }, (_, place): Saying => {
    const [who, other, those, cover] = [random.int(0, people - 1), random.int(0, people - 1), some(), random.pick(['one', 'two'])];
    const [day, crowns, cents] = [addDays('2026-01-02', 3 * place), random.int(0, 300), random.int(10, 99)];
    const [claimant, of] = random.pick(claimants);
    const consents = (verb: string): Saying => (those.length === 0 ? () => '' : (telling) => `${verb}: { by: [${listOf(telling, those)}], subcontract: ${cover}, part: cover }`);
    switch (random.int(0, 11)) {
      case 0: return consents('consent');
      case 1: return random.chance(0.5) ? consents('withdraw') : consents('consent');
      case 2: case 3: case 4:
        claimants.push([who, cover]);
        return ({ idOf }) => asks(idOf(who), cover, 'claim', `type: illness, since: ${day}, evidence: x`);
      case 5: case 6: case 7: return ({ idOf }) => asks(idOf(other), of, 'decide_claim', `claim: "${idOf(claimant)}:illness", decision: ${cents % 4 === 0 ? 'reject' : 'approve'}`);
      case 8: return ({ idOf }) => asks(idOf(claimant), of, 'recovered', `claim: "${idOf(claimant)}:illness", from_day: ${day}`);
      case 9: return ({ idOf }) => asks(idOf(who), 'one', 'switch_to', `to: ${idOf(who)}/two/own, last_day: ${addDays(day, 10)}`);
      case 10: return ({ idOf }) => `income: { to: ${idOf(who)}/${cover}/own, unit: crown, amount: "${crowns % 150}.${cents}", reference: "r${place}" }`;
      default: return ({ idOf }) => `income: { to: ${idOf(who)}, unit: crown, amount: "${crowns}.${cents}", reference: "r${place}" }`;
    }
  });
}

function scenario(telling: Telling, says: readonly Saying[]): string {
  const { idOf, inOrder } = telling;
  const steps = says.map((say, place) => `  - at: ${addDays('2026-01-02', 3 * place)}T12:00:00+00:00\n    ${say(telling)}`);
  const cover = (id: string, day: number): string => `  - id: ${id}
    kit: mutual-cover
    terms: { dues: "40.00", dues_day: ${day}, benefit_day: ${day}, own_max: "150.00", types: { illness: "211.00" }, waiting_days: 0, own_risk_days: 0, approvals_needed: 1, notice_days: 9 }
    consents: [${listOf(telling, everyone.slice(id === 'one' ? 0 : 4))}]\n`;
  return `collective: { name: Hof, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }
members:\n${inOrder(everyone).map((who) => `  - { id: ${idOf(who)}, opening: { crown: "120.00" } }`).join('\n')}
subcontracts:\n${cover('one', 31)}${cover('two', 15)}timeline:\n${steps.join('\n')}\n`;
}

/** What each has in each account in the end, by who they are in the story. */
function ends(telling: Telling, says: readonly Saying[]): ReadonlyMap<string, number> {
  const names = new Map(everyone.map((who) => [telling.idOf(who), String(who)]));
  const renamed = (account: string): string => account.split('/').map((name, place) => (place === 0 ? (names.get(name) ?? name) : name)).join('/');
  return play(scenario(telling, says), (collective) => new Map([...balances(collective)].map(([account, balance]) => [renamed(account), balance] as const).sort()));
}

for (const seed of [1, 2, 3, 4]) {
  test(`no order of members or consents changes who gets what, ids but an odd cent, and nothing is lost (seed ${seed})`, () => {
    const says = story(seed);
    const told = ends(plain, says);
    for (const telling of sameOrder) assert.deepEqual(ends(telling, says), told, telling.says);
    // A cent by id for each benefit that is split, and at most one claim of each is paid in each of the ten months, in two covers.
    const cents = 10 * 2 * people;
    for (const telling of otherOrder) {
      for (const [who, balance] of ends(telling, says)) assert.ok(Math.abs(balance - (told.get(who) ?? NaN)) <= cents, `${telling.says}: ${who} has ${balance}, not ${told.get(who)}`);
    }
  });
}

const founding = (members: string, terms: string, consents: string): string => `collective: { name: Hof, zone: UTC, units: { crown: { decimals: 2 } } }
members: [ ${members} ]
subcontracts:
  - { id: cover, kit: mutual-cover, terms: { ${terms} }, consents: [${consents}] }
timeline:
`;
const claims = (by: string, since: string): string => `  - { at: ${since}T09:00:00Z, request: { by: ${by}, subcontract: cover, action: claim, with: { type: illness, since: ${since}, evidence: x } } }\n`;
const approves = (by: string, claimant: string, day: string): string => `  - { at: ${day}T10:00:00Z, request: { by: ${by}, subcontract: cover, action: decide_claim, with: { claim: "${claimant}:illness", decision: approve } } }\n`;

test('two hundred members, of whom ten are ill: everyone is told, and every cent is where it belongs', () => {
  // 1990.00 for March over 199 others are 10.00 each, and 60.00 lie in each purse: each gives six shares, for the first claims by name. The first six
  // who are ill haven't given one for themselves, so that they have 10.00 left for the seventh claim; for the last three there is nothing.
  const ids = Array.from({ length: 200 }, (_, i) => `m${String(i).padStart(3, '0')}`);
  const ill = ids.slice(0, 10);
  const opening = ids.map((id) => `{ id: ${id}, opening: { crown: "60.00" } }`).join(', ');
  const told = (those: readonly string[], code: string): string[] => those.map((to) => `{ to: ${to}, about: cover, code: ${code} }`);
  const all = play(`${founding(opening, 'dues: "60.00", members_max: 200, waiting_days: 0, own_risk_days: 0, approvals_needed: 1, types: { illness: "1990.00" }', ids.join(', '))}
  - at: 2026-02-20T00:00:00Z\n${ill.map((id) => claims(id, '2026-03-01')).join('')}
  - { at: 2026-03-01T09:30:00Z, expect: { refused: [], notices: [ ${ill.flatMap(() => told(ids, 'claimed')).join(', ')} ] } }
${ill.map((id) => approves('m199', id, '2026-03-01')).join('')}
  - { at: 2026-03-31T12:00:00Z, expect: { faults: [], refused: [] } }
  - { at: 2026-04-01T00:00:00Z, expect: { faults: [], owed: [], notices: [ ${[...told(ids, 'no_dues'), ...told(ill, 'paid')].join(', ')} ] } }\n`, balances);
  assert.deepEqual(ill.map((id) => all.get(id)), [199_000, 199_000, 199_000, 199_000, 199_000, 199_000, 6000, 0, 0, 0]);
  assert.ok(ids.every((id) => all.get(`${id}/cover/own`) === 0));
});

test('the longest names that there can be are no hindrance', () => {
  const [ana, type] = ['a'.repeat(64), 'x'.repeat(40)];
  const claim = `{ at: 2026-03-01T09:00:00Z, request: { by: ${ana}, subcontract: cover, action: claim, with: { type: ${type}, since: 2026-03-01, evidence: x } } }`;
  const approval = `{ at: 2026-03-01T10:00:00Z, request: { by: bo, subcontract: cover, action: decide_claim, with: { claim: "${ana}:${type}", decision: approve } } }`;
  const all = play(`${founding(`{ id: ${ana} }, { id: bo, opening: { crown: "30.00" } }`, `waiting_days: 0, own_risk_days: 0, types: { ${type}: "31.00" }`, `${ana}, bo`)}
  - at: 2026-02-20T00:00:00Z\n  - ${claim}\n  - ${approval}\n  - { at: 2026-04-01T00:00:00Z, expect: { refused: [], faults: [] } }\n`, balances);
  assert.equal(all.get(ana), 3000);
});

const three = founding('{ id: ana, opening: { crown: "500.00" } }, { id: bo, opening: { crown: "500.00" } }, { id: cy, opening: { crown: "500.00" } }, { id: zoe }', 'dues: "90.00", own_max: "100.00", waiting_days: 0, own_risk_days: 0, approvals_needed: 1, notice_days: 10, types: { illness: "62.00" }', 'ana, bo, cy');
const asked = (says: string, question: string, by: string): unknown => play(`${three}  - at: 2026-02-20T00:00:00Z\n${says}`, (collective) => collective.ask('cover', question, by, {}));
const answer = (value: object): object => ({ ok: true, value });

test('what one is covered for, and until when, is answered', () => {
  const illness = { what: 'illness', amount: 6200, from: '2026-02-20' };
  assert.deepEqual(asked('', 'covered', 'ana'), answer({ covered: [illness] }));
  const leaves = '  - { at: 2026-03-03T09:00:00Z, withdraw: { by: ana, subcontract: cover, part: cover } }\n';
  assert.deepEqual(asked(leaves, 'covered', 'ana'), answer({ covered: [{ ...illness, until: '2026-03-13' }] }));
  assert.deepEqual(asked(`${leaves}  - at: 2026-03-14T00:00:00Z\n`, 'covered', 'ana'), answer({ covered: [] }));
  assert.deepEqual(asked('', 'covered', 'zoe'), answer({ covered: [] }));
});

test('what moves next is answered: dues, shares, the benefit, and what comes back', () => {
  // By 2 March 90.00 lie in each purse: 10.00 more fit in. The March of Bo, ill since the 2nd, is 30 of 31 days: 60.00, half of Ana, half of Cy.
  const says = `${claims('bo', '2026-03-02')}${approves('ana', 'bo', '2026-03-02')}`;
  const [dues, share] = [{ day: '2026-04-01', what: 'dues', amount: 1000 }, { day: '2026-04-01', what: 'benefit', to: 'bo' }];
  assert.deepEqual(asked(says, 'ahead', 'ana'), answer({ ahead: [{ ...dues, to: 'ana' }, { ...share, amount: 3000 }] }));
  assert.deepEqual(asked(says, 'ahead', 'bo'), answer({ ahead: [{ ...dues, to: 'bo' }, { ...share, amount: 6000 }] }));
  // Through 13 March: before the benefit is paid, so that Ana alone carries it, and Cy has all back.
  const leaves = `${says}  - { at: 2026-03-03T09:00:00Z, withdraw: { by: cy, subcontract: cover, part: cover } }\n`;
  assert.deepEqual(asked(leaves, 'ahead', 'cy'), answer({ ahead: [{ day: '2026-03-14', what: 'own_back', to: 'cy', amount: 9000 }] }));
  assert.deepEqual(asked(leaves, 'ahead', 'ana'), answer({ ahead: [{ ...dues, to: 'ana' }, { ...share, amount: 6000 }] }));
  assert.deepEqual(asked(says, 'ahead', 'zoe'), answer({ ahead: [] }));
  // Ana's own claim is of the 3rd, 29 of 31 days: 58.00. Cy carries 30.00 of Bo's, and 29.00 of hers.
  const both = `${says}${claims('ana', '2026-03-03')}${approves('cy', 'ana', '2026-03-03')}`;
  assert.deepEqual(asked(both, 'ahead', 'cy'), answer({ ahead: [{ ...dues, to: 'cy' }, { ...share, amount: 3000 }, { ...share, to: 'ana', amount: 2900 }] }));
});

test('of what moves next the claim that began earlier takes its share first', () => {
  // As in the scenario of two at once: Cy will have 200.00, of which 155.00 are for Bo's claim of the 1st, so that 45.00 are left for Ana's of the 2nd.
  const text = `${founding(['ana', 'bo', 'cy'].map((id) => `{ id: ${id}, opening: { crown: "500.00" } }`).join(', '), 'dues: "100.00", waiting_days: 0, own_risk_days: 0, approvals_needed: 1, types: { illness: "310.00" }', 'ana, bo, cy')}
  - at: 2026-02-15T00:00:00Z\n${claims('bo', '2026-03-01')}${claims('ana', '2026-03-02')}${approves('cy', 'bo', '2026-03-02')}${approves('cy', 'ana', '2026-03-02')}`;
  const moves = [['dues', 'cy', 10_000], ['benefit', 'bo', 15_500], ['benefit', 'ana', 4500]].map(([what, to, amount]) => ({ day: '2026-04-01', what, to, amount }));
  assert.deepEqual(play(text, (collective) => collective.ask('cover', 'ahead', 'cy', {})), answer({ ahead: moves }));
});

test('open claims are answered with what was said of them', () => {
  const open = { claim: 'bo:illness', by: 'bo', type: 'illness', since: '2026-03-02', amount: 6200, paid: '2026-03-02', until: '2028-03-02' };
  const rejects = '  - { at: 2026-03-02T10:00:00Z, request: { by: cy, subcontract: cover, action: decide_claim, with: { claim: "bo:illness", decision: reject } } }\n';
  assert.deepEqual(asked(claims('bo', '2026-03-02'), 'claims', 'ana'), answer({ claims: [{ ...open, votes: {}, approved: false }] }));
  assert.deepEqual(asked(claims('bo', '2026-03-02') + approves('ana', 'bo', '2026-03-02'), 'claims', 'ana'), answer({ claims: [{ ...open, votes: {}, approved: true }] }));
  assert.deepEqual(asked(claims('bo', '2026-03-02') + rejects, 'claims', 'ana'), answer({ claims: [] }));
});

test('only what is one\'s own makes a member of whom it comes to', () => {
  const day = { at: 0, day: '2026-06-01', dayStart: 0, now: 0, today: '2026-06-01' };
  const came = cover.posted?.['came'] as (now: never) => { state?: object; effects: readonly { readonly do: string }[] };
  const terms = { unit: 'crown', own_max: 60_000, claims_at_once: 10, members_max: 50, waiting_days: 30, notice_days: 30, counts_earlier: 'at_once' };
  const comes = (payer: string, code: string) => came({ terms, state: { people: {}, back: null }, event: { ...day, payer, payee: 'ana', code, ref: 'r' }, view: { balances: { own: 100 } } } as never);
  assert.deepEqual(comes('ana', 'switched').state, { people: { ana: { since: '2026-06-01', covered: '2026-06-01', last: '2026-07-01', to: null } } });
  for (const { state, effects } of [comes('bo', 'switched'), comes('ana', 'allocated')]) {
    assert.deepEqual(state, { back: { period: 0, amount: 100 } }, 'nobody comes in');
    assert.deepEqual(effects.map((effect) => effect.do), ['transfer'], 'it goes back');
  }
});

test('its cells hold the most people and claims that can be agreed on, with the longest names', () => {
  const [id, day] = [(who: number): string => String(who).padEnd(64, 'x'), '2026-01-01'];
  const join = cover.consented?.['joined'] as (now: never) => { state: { people: object } };
  const decide = cover.requested?.['decide_claim'] as (now: never) => { state: { claims: object } };
  const terms = { members_max: 200, waiting_days: 0, approvals_needed: 15 };
  const event = { today: day, day, at: 0, now: 0, dayStart: 0 };
  // All switch, and forty have left already: as many as it lets in.
  let people: object = {};
  for (let who = 0; who < 300; who++) {
    const last = who < 40 ? '2025-12-31' : '2026-12-31';
    try {
      people = { ...join({ terms, state: { people, claims: {} }, event: { ...event, member: id(who) }, view: {} } as never).state.people, [id(who)]: { since: '2025-01-01', covered: day, last, to: `${id(who)}/${id(0)}/own` } };
    } catch { break; }
  }
  assert.equal(Object.keys(people).length, 230);
  const ofOne = { by: id(299), type: 'ü'.repeat(40), since: day, amount: 10_000_000_000, paid: day, until: day, votes: {}, approved: false };
  let claims: object = Object.fromEntries(Array.from({ length: 20 }, (_, place) => [`${id(299 - place)}:${ofOne.type}`, ofOne]));
  // One vote less than approve it, and one less than reject it.
  for (const claim of Object.keys(claims)) for (let voter = 40; voter < 68; voter++) {
    ({ claims } = decide({ terms, state: { people, claims }, event: { ...event, by: id(voter), claim, decision: voter % 2 === 0 ? 'approve' : 'reject' }, view: {} } as never).state);
  }
  for (const cell of [people, claims]) assert.ok(Buffer.byteLength(JSON.stringify(cell)) <= cellBytesMax, `${Buffer.byteLength(JSON.stringify(cell))} bytes`);
});
