import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KitManifest } from '../vocabulary/kit.ts';
import { readScenario } from './read.ts';
import type { Act } from './acts.ts';
import type { Problem } from './scenario.ts';

const toll: KitManifest = {
  name: 'toll', version: '1.0.0', title: 'A toll', parties: { host: { says: 'is paid' }, deputy: { says: 'when the host is away' } },
  terms: {
    unit: { type: 'unit', default: 'first' }, price: { type: 'amount', default: '1.00' }, days: { type: 'integer', min: 1, max: 10, default: 3 },
    houses: { type: 'map', keys: { type: 'subject' }, of: { type: 'member' }, countMax: 5, default: {} },
  },
  envelope: [], words: {}, text: '',
};

/** The lines of the timeline begin with the 8th of the file. */
function read(...steps: string[]): ReturnType<typeof readScenario> {
  const text = `collective:
  name: House
  zone: UTC
  units: { crown: { decimals: 2 }, hour: { decimals: 0 } }
members: [ { id: ana }, { id: bo } ]
subcontracts: [ { id: gate, kit: toll, parties: { host: bo, deputy: ana }, terms: { unit: hour, price: "2" } } ]
timeline:
${steps.map((step) => `  - { at: 2026-01-05T18:00:00Z, ${step} }\n`).join('')}`;
  return readScenario(text, { kits: new Map([['toll', toll]]), zones: ['UTC'] });
}

function acts(...steps: string[]): Act[] {
  const scenario = read(...steps);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  return scenario.value.timeline.map(({ act }) => act);
}

/** The last step's problems, each with line and path. */
function problems(...steps: string[]): Problem[] {
  const scenario = read(...steps);
  assert.ok(!scenario.ok, 'a problem was expected');
  for (const { line } of scenario.problems) assert.equal(line, 7 + steps.length);
  return [...scenario.problems];
}

function says(found: readonly Problem[], path: string, message: RegExp, nearest?: string): void {
  const problem = found.find((each) => each.path.endsWith(path) && message.test(each.message));
  assert.ok(problem !== undefined, `${path} ${String(message)} is not in ${JSON.stringify(found)}`);
  assert.equal(problem.nearest, nearest);
}

const dearer = 'propose: { id: p1, by: ana, reason: "x", adopt: { subcontract: gate, terms: { price: "3" } } }';
const recovery = 'propose: { id: r1, by: bo, reason: "x", recover: { member: ana, key: new } }';

test('each kind of proposal is read with what it names', () => {
  const [changed, fresh, recover, operator, issue] = acts(
    dearer,
    'propose: { by: ana, reason: "y", adopt: { subcontract: bridge, kit: toll, parties: { host: ana, deputy: bo } } }',
    recovery,
    'propose: { id: o1, by: operator, reason: "z", operator: new }',
    'propose: { id: i1, by: bo, issue: { to: ana, unit: crown, amount: "5.00", reason: "roof" } }',
  );
  assert.deepEqual(changed, { kind: 'propose', by: 'ana', id: 'p1', reason: 'x', change: { change: 'adopt', subcontract: 'gate', kit: 'toll', parties: {}, terms: { price: '3' } } });
  assert.deepEqual(fresh, { kind: 'propose', by: 'ana', id: 'step-2', reason: 'y', change: { change: 'adopt', subcontract: 'bridge', kit: 'toll', parties: { host: 'ana', deputy: 'bo' }, terms: {} } });
  assert.deepEqual(recover, { kind: 'propose', by: 'bo', id: 'r1', reason: 'x', change: { change: 'recover', member: 'ana' } });
  assert.deepEqual(operator, { kind: 'propose', by: 'operator', id: 'o1', reason: 'z', change: { change: 'operator' } });
  assert.deepEqual(issue, { kind: 'propose', by: 'bo', id: 'i1', reason: 'roof', change: { change: 'issue', issuing: { to: 'ana', unit: 'crown', amount: '5.00', reason: 'roof' } } });
});

test('votes, friends and declared means', () => {
  assert.deepEqual(acts(dearer, 'vote: { by: bo, proposal: p1, choice: yes }')[1], { kind: 'vote', by: ['bo'], proposal: 'p1', choice: 'yes' });
  assert.deepEqual(acts(dearer, 'vote: { by: bo, proposal: p1, choice: no }')[1], { kind: 'vote', by: ['bo'], proposal: 'p1', choice: 'no' });
  assert.deepEqual(acts('friends: { by: ana, friends: [ bo ], approvals: 1 }')[0], { kind: 'friends', by: 'ana', friends: ['bo'], approvals: 1 });
  assert.deepEqual(acts('means: { of: ana, crown: "800.00", hour: "3" }')[0], { kind: 'means', of: 'ana', by: null, means: { crown: '800.00', hour: '3' } });
  assert.deepEqual(acts('means: { of: ana, by: operator, crown: "0.00" }')[0], { kind: 'means', of: 'ana', by: 'operator', means: { crown: '0.00' } });
});

test('what is expected of terms is read as people write them, in the unit that is agreed on', () => {
  const [, expected] = acts(dearer, 'expect: { decision: { p1: waiting }, in_force: { gate: { price: 3, days: "4" } }, notices: [ { to: ana, about: null } ], postings: [ { because: null } ] }');
  assert.deepEqual(expected, {
    kind: 'expect',
    expected: {
      decision: [{ proposal: 'p1', how: 'waiting' }], inForce: [{ subcontract: 'gate', terms: { price: '3', days: 4 } }],
      notices: [{ to: 'ana', about: null }], postings: [{ because: null }],
    },
  });
  assert.deepEqual(acts('expect: { in_force: { gate: null } }')[0], { kind: 'expect', expected: { inForce: [{ subcontract: 'gate', terms: null }] } });
  says(problems('expect: { in_force: { gate: { price: "3.5" } } }'), 'gate.price', /decimals/);
  says(problems('expect: { in_force: { gate: { days: 11 } } }'), 'gate.days', /at most 10/);
  says(problems('expect: { in_force: { gate: { prize: "3" } } }'), 'gate.prize', /there is no key "prize"/, 'price');
  says(problems('expect: { in_force: { gat: { price: "3" } } }'), 'in_force.gat', /there is no subcontract "gat"/, 'gate');
  says(problems(dearer, 'expect: { decision: { p2: carried } }'), 'decision.p2', /there is no proposal "p2"/, 'p1');
  says(problems(dearer, 'expect: { decision: { p1: caried } }'), 'decision.p1', /there is no decision "caried"/, 'carried');
});

test('a proposal is about one thing, with a name of its own and a reason', () => {
  says(problems('propose: { by: ana, reason: "x" }'), 'propose', /about one thing: adopt, terms, retire, stop, resume, pilot, act, spend, admit, exclude, charter, sensing, resolution, ratify, choice, recover, operator, issue$/);
  says(problems('propose: { by: ana, reason: "x", operator: new, recover: { member: bo, key: new } }'), 'propose', /not about recover and operator$/);
  says(problems('propose: { by: ana, operator: new }'), 'propose', /"reason" is missing/);
  says(problems('propose: { by: ana, reason: "x", adpot: { subcontract: gate } }'), 'propose.adpot', /there is no key "adpot"/, 'adopt');
  says(problems('propose: { by: anna, reason: "x", operator: new }'), 'propose.by', /there is no member "anna"/, 'ana');
  says(problems('propose: { by: ana, reason: "x", operator: nwe }'), 'propose.operator', /there is no key "nwe"/, 'new');
  says(problems(dearer, dearer), 'propose.id', /two proposals called "p1"/);
});

test('what is to be agreed on is checked like the founding\'s agreements', () => {
  const adopt = (what: string): Problem[] => problems(`propose: { by: ana, reason: "x", adopt: { ${what} } }`);
  says(adopt('subcontract: gat, terms: { price: "3" }'), 'adopt.subcontract', /there is no subcontract "gat"; a new one names its kit/, 'gate');
  says(adopt('subcontract: bridge, kit: tol'), 'adopt.kit', /there is no kit "tol"/, 'toll');
  says(adopt('subcontract: bridge, kit: toll, parties: { host: ana }'), 'adopt.parties', /needs its party "deputy"/);
  says(adopt('subcontract: bridge, kit: toll'), 'adopt', /needs its party "host"/);
  says(adopt('subcontract: gate, kit: tolls'), 'adopt.kit', /gate is of the kit toll/);
  says(adopt('subcontract: gate, parties: { hst: ana }'), 'parties.hst', /there is no key "hst"/, 'host');
  says(adopt('subcontract: gate, parties: { host: anna }'), 'parties.host', /there is no member "anna"/, 'ana');
  says(adopt('subcontract: gate, terms: { prce: "3" }'), 'terms.prce', /there is no key "prce"/, 'price');
  says(adopt('subcontract: gate, terms: { price: "3.50" }'), 'terms.price', /decimals/);
  says(adopt('subcontract: gate, trems: {}'), 'adopt.trems', /there is no key "trems"/, 'terms');
  assert.equal(acts('propose: { by: ana, reason: "x", adopt: { subcontract: gate, terms: { unit: crown, price: "3.50" } } }').length, 1, 'in the unit that is named beside it');
});

test('a later step may name what a proposal above would bring, and nothing else', () => {
  const bridge = 'propose: { id: b1, by: ana, reason: "x", adopt: { subcontract: bridge, kit: toll, parties: { host: ana, deputy: bo } } }';
  assert.equal(acts(bridge, 'expect: { in_force: { bridge: null } }', 'propose: { by: bo, reason: "y", adopt: { subcontract: bridge, terms: { days: 1 } } }').length, 3);
  says(problems('expect: { in_force: { bridge: null } }'), 'in_force.bridge', /there is no subcontract/);
  says(problems('vote: { by: bo, proposal: p1, choice: yes }'), 'vote.proposal', /there is no proposal "p1"/);
  says(problems(dearer, 'vote: { by: bo, proposal: p11, choice: yes }'), 'vote.proposal', /there is no proposal "p11"/, 'p1');
  says(problems(dearer, 'vote: { by: bo, proposal: p1, choice: yse }'), 'vote.choice', /there is no choice "yse"/, 'yes');
});

test('only who is to get another key has an old and a new one', () => {
  assert.deepEqual(acts(recovery, 'request: { by: ana, key: old, action: pay, with: { to: bo, unit: crown, amount: "1.00" } }')[1],
    { kind: 'request', by: 'ana', key: 'old', subcontract: null, action: 'pay', with: { to: 'bo', unit: 'crown', amount: '1.00' } });
  says(problems('friends: { by: ana, key: old, friends: [ bo ], approvals: 1 }'), 'friends.key', /ana has one key/);
  says(problems(recovery, 'vote: { by: bo, key: new, proposal: r1, choice: yes }'), 'vote.key', /bo has one key/);
  says(problems(recovery, 'vote: { by: ana, key: odl, proposal: r1, choice: yes }'), 'vote.key', /there is no key "odl"/, 'old');
});

test('money, means and friends name what there is', () => {
  says(problems('propose: { by: ana, issue: { to: anna, unit: crown, amount: "1.00", reason: "x" } }'), 'issue.to', /no member "anna"/, 'ana');
  says(problems('propose: { by: ana, issue: { to: ana, unit: crwn, amount: "1.00", reason: "x" } }'), 'issue.unit', /no unit "crwn"/, 'crown');
  says(problems('propose: { by: ana, issue: { to: ana, unit: crown, amount: "1.001", reason: "x" } }'), 'issue.amount', /decimals/);
  says(problems('propose: { by: ana, issue: { to: ana, unit: crown, reason: "x" } }'), 'issue', /"amount" is missing/);
  says(problems('propose: { by: ana, reason: "x", recover: { member: boo, key: new } }'), 'recover.member', /no member "boo"/, 'bo');
  says(problems('propose: { by: ana, reason: "x", recover: { member: bo } }'), 'recover', /"key" is missing/);
  says(problems('means: { of: ana }'), 'means', /what is declared is missing, as `crown: "800.00"`/);
  says(problems('means: { of: ana, crwn: "1.00" }'), 'means.crwn', /no unit "crwn"/, 'crown');
  says(problems('means: { of: ana, crown: "-1.00" }'), 'means.crown', /can't be negative/);
  says(problems('friends: { by: ana, friends: [ boo ], approvals: 1 }'), 'friends.friends[0]', /no member "boo"/, 'bo');
  says(problems('friends: { by: ana, friends: [ bo ], approvals: 0 }'), 'friends.approvals', /whole number from 1/);
});
