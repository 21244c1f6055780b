import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../testing/random.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { createCodeSandbox } from './codes.ts';
import { FoundingRefused } from './founding.ts';
import { loadKits } from './kits.ts';
import { playScenario, StepFailed, type Played } from './play.ts';
import { readScenario, zoneNames } from './scenarios.ts';

const kits = loadKits();
const known = { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
const sandbox = await createCodeSandbox();

const founding = `collective: { name: House, zone: UTC, units: { crown: { decimals: 2 } }, recovery: { approvals: 1, wait_hours: 1 } }
members: [ { id: ana, opening: { crown: "10.00" } }, { id: bo }, { id: cy } ]
subcontracts: [ { id: wood, kit: firewood, parties: { provider: bo } } ]
timeline:
`;

/** A step at an hour of one day. */
function at(time: string, what: string): string {
  return `  - { at: 2026-01-05T${time}:00Z, ${what} }\n`;
}

function play(steps: string, box: CodeSandbox = sandbox): Played {
  const scenario = readScenario(founding + steps, known);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  return playScenario(scenario.value, founding + steps, kits, box);
}

const pay = 'action: pay, with: { to: cy, unit: crown, amount: "1.00" }';
const dearer = 'propose: { id: p1, by: bo, reason: "x", adopt: { subcontract: wood, terms: { base_price: "2.00" } } }';
const recoverAna = (id: string, by: string): string => `propose: { id: ${id}, by: ${by}, reason: "x", recover: { member: ana, key: new } }`;

test('an expectation of a decision or of terms that doesn\'t hold says where, what was expected and what is', () => {
  const { failures } = play(at('09:00', dearer) + at('09:01', 'expect: { decision: { p1: carried }, in_force: { wood: { base_price: "2.00", review_days: 14 } }, postings: [ { amount: "1.50" } ] }')
    + at('09:02', 'propose: { id: box, by: bo, reason: "x", adopt: { subcontract: box, kit: cash-box, parties: { owner: bo } } }')
    + at('09:03', 'expect: { in_force: { box: { loan_days: 30 }, wood: null } }'));
  assert.deepEqual(failures.map(({ step, path, expected, actual }) => [step, path, expected, path === 'in_force.wood' ? '…' : actual]), [
    [2, 'postings', [{ amount: '1.50' }], []],
    [2, 'decision.p1', 'carried', 'open'],
    [2, 'in_force.wood.base_price', '2.00', '1.00'],
    [4, 'in_force.box', { loan_days: 30 }, null],
    [4, 'in_force.wood', null, '…'],
  ]);
});

test('a proposal that could not be made stands as nothing, and can\'t be voted on', () => {
  const { failures, refused } = play(at('09:00', 'propose: { id: p1, by: operator, reason: "x", operator: new }') + at('09:01', 'vote: { by: bo, proposal: p1, choice: yes }') + at('09:02', 'expect: { decision: { p1: open } }'));
  assert.deepEqual(refused.map(({ step, code }) => [step, code]), [[1, 'not_permitted'], [2, 'unknown_proposal']]);
  assert.deepEqual(failures, [{ step: 3, path: 'decision.p1', expected: 'open', actual: null }]);
});

test('of two recoveries the one that was made first may be carried last: its key is then the newest, the other the old one', () => {
  const { failures, refused } = play(
    at('09:00', recoverAna('first', 'operator')) // refused: a key was made for nothing
    + at('09:01', 'friends: { by: ana, friends: [ bo, cy ], approvals: 2 }')
    + at('09:02', recoverAna('one', 'bo')) + at('09:03', recoverAna('two', 'bo'))
    + at('09:04', `request: { by: ana, key: old, ${pay} }`) // none went out of force: the one that is in force
    + at('10:00', 'vote: { by: cy, proposal: two, choice: yes }') + at('11:00', 'expect: { decision: { two: carried, one: open } }')
    + at('11:01', `request: { by: ana, ${pay} }`) + at('12:00', 'vote: { by: cy, proposal: one, choice: yes }')
    + at('13:00', 'expect: { decision: { one: carried } }')
    + at('13:01', `request: { by: ana, ${pay} }`) + at('13:02', `request: { by: ana, key: old, ${pay} }`) + at('13:03', `request: { by: ana, key: new, ${pay} }`)
    + at('13:04', 'expect: { balances: { ana: { crown: "7.00" }, cy: { crown: "3.00" } } }'));
  assert.deepEqual(failures, []);
  assert.deepEqual(refused.map(({ step, code }) => [step, code]), [[1, 'not_permitted'], [12, 'revoked_key'], [13, 'revoked_key']]);
});

test('what fails in a step names the step and its line', () => {
  const { runner } = sandbox;
  const broken: CodeSandbox = {
    ...sandbox, runner: {
      has: (code) => runner.has(code),
      run: (batch) => {
        if (batch.calls.some(({ group }) => group === 'observed')) throw new Error('the sandbox is gone');
        return runner.run(batch);
      },
    },
  };
  assert.throws(() => play(at('09:00', `request: { by: ana, ${pay} }`) + at('09:01', 'observe: { subject: woodpile, event: taken, by: ana, count: 1 }'), broken),
    (error) => error instanceof StepFailed && error.step === 2 && error.line === 6 && error.message === 'the sandbox is gone');
});

test('an expectation of deciding together that doesn\'t hold says where, what was expected and what is', () => {
  const { failures } = play(at('09:00', 'propose: { id: p1, by: ana, reason: "x", resolution: true, text: { a: "One.", b: "Two." } }')
    + at('09:01', 'comment: { by: bo, proposal: p1, paragraph: b, text: "Hm" }') + at('09:02', 'amend: { id: a1, by: bo, proposal: p1, reason: "y", text: { b: "Zwei." } }')
    + at('09:03', 'pilot: { id: t1, by: ana, reason: "x", subcontract: pile, kit: firewood, parties: { provider: bo }, days: 5, volunteers_min: 1 }')
    + at('09:04', 'vote: { by: bo, proposal: t1, choice: yes }')
    + at('09:05', `expect: { decision: { a1: rival }, standing: { wood: retired, pile: trial }, bound: { wood: [ana] }, members: [ana], founded: false, charter: { late_days: 3, windows: day }, revision: { p1: 2 },
      unconfirmed: { p1: [bo] }, winner: { p1: yes }, tied: { p1: [yes] }, count: { p1: { yes: 2, no: 0, all: { yes: 1 } }, t1: { yes: 1 } }, comments: { p1: [ { by: ana, text: "Hm", stands: gone } ] },
      measured: { pile: { paid: "1.00", postings: 0 }, wood: { paid: "0.00" } }, ratified: [ "${'0'.repeat(64)}" ] }`));
  const everyone = ['ana', 'bo', 'cy'];
  assert.deepEqual(failures.map(({ step, path, expected, actual }) => [step, path, expected, actual]), [
    [6, 'decision.a1', 'rival', 'open'],
    [6, 'standing.wood', 'retired', 'in_force'],
    [6, 'standing.pile', 'trial', 'gathering'],
    [6, 'bound.wood', ['ana'], everyone],
    [6, 'members', ['ana'], everyone],
    [6, 'founded', false, true],
    [6, 'charter.late_days', 3, 30],
    [6, 'charter.windows', { every: 'day' }, null],
    [6, 'revision.p1', 2, 1],
    [6, 'unconfirmed.p1', ['bo'], []],
    [6, 'winner.p1', 'yes', null],
    [6, 'tied.p1', ['yes'], []],
    [6, 'count.p1.yes', 2, 1],
    [6, 'count.p1.all', { yes: 1 }, null],
    [6, 'count.t1.yes', 1, 2],
    [6, 'comments.p1[0].by', 'ana', 'bo'],
    [6, 'comments.p1[0].stands', 'gone', 'same'],
    [6, 'measured.pile.paid', '1.00', '0.00'],
    [6, 'measured.wood.paid', '0.00', null],
    [6, 'ratified', ['0'.repeat(64)], []],
  ]);
});

test('a founding that waits for a signature stands still, however much time passes, and then what was due is done', () => {
  const waiting = founding.replace('zone: UTC,', 'zone: UTC, founders: all, signed: [ ana, bo ],')
    .replace('kit: firewood, parties: { provider: bo }', 'kit: pledge, parties: { giver: ana }, terms: { recipients: { bo: 1 }, least_per_month: "3.00" }');
  const text = `${waiting}${at('09:00', 'recorded_at: 2026-01-05T09:00:00Z')}  - { at: 2026-03-05T09:00:00Z, expect: { founded: false, balances: { bo: { crown: "0.00" } } } }
  - { at: 2026-03-05T09:01:00Z, sign: { by: cy } }\n  - { at: 2026-03-05T09:02:00Z, expect: { founded: true, balances: { bo: { crown: "3.00" } } } }\n`;
  const scenario = readScenario(text, known);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  assert.deepEqual(playScenario(scenario.value, text, kits, sandbox).failures, []);
});

const seed = Number(process.env['SEED'] ?? 20261121);
const scraps = ['', ' ', ':', ', ', '{', '}', '[', ']', '"', '~', 'null', '-1', '0.1', 'key: old, ', 'key: new, ', '{}', '[]', 'operator'] as const;

/** Files of this one with one or two places changed, of which at least so many can be played: each is read or refused with a line, and plays without a fault. */
function changedAtRandom(good: string, files: number, least: number): void {
  const random = createRandom(seed);
  const values = [...good.matchAll(/(?<=: )(?:"[^"]*"|\w+)(?=[ ,}])/g)] as [RegExpExecArray, ...RegExpExecArray[]];
  /** The value of another key in place of one, or something in place of some characters. */
  const edited = (text: string): string => {
    const value = random.pick(values);
    if (random.chance(0.8)) return text.slice(0, value.index) + random.pick(values)[0] + text.slice(value.index + value[0].length);
    const place = random.int(0, text.length - 1);
    return text.slice(0, place) + random.pick(scraps) + text.slice(place + random.int(0, 11));
  };
  let played = 0;
  for (let i = 0; i < files; i++) {
    let text = good;
    for (let edits = random.int(1, 2); edits > 0; edits--) text = edited(text);
    const again = `SEED=${seed}, file ${i}:\n${text}`;
    const scenario = readScenario(text, known);
    if (!scenario.ok) assert.ok(scenario.problems.length > 0 && scenario.problems.every(({ line, message }) => line >= 1 && message !== ''), again);
    else {
      played += 1;
      assert.doesNotThrow(() => playOrRefuse(scenario.value, text), again);
    }
  }
  assert.ok(played >= least, `only ${played} of them could be played`);
}

test('changed at random, a file in which members decide is read or refused with a line, and plays without a fault', () => {
  changedAtRandom(founding + at('09:00', dearer) + at('09:10', 'vote: { by: cy, proposal: p1, choice: yes }') + at('09:20', recoverAna('r1', 'bo')) + at('09:30', 'vote: { by: ana, proposal: r1, choice: no }')
    + at('09:40', 'friends: { by: ana, friends: [ bo ], approvals: 1 }') + at('09:50', 'means: { of: ana, crown: "800.00" }')
    + at('10:00', 'propose: { id: i1, by: operator, issue: { to: ana, unit: crown, amount: "5.00", reason: "roof" } }')
    + at('10:10', 'expect: { decision: { p1: carried }, in_force: { wood: { base_price: "2.00" } }, notices: [ { to: ana, about: null } ] }'), 600, 20);
});

test('the same of one in which they amend, choose, delegate, try, stop, come and go', () => {
  changedAtRandom(founding.replace('zone: UTC,', 'zone: UTC, groups: { north: [ ana, bo ] }, matters: [ { name: words, changes: [ resolution ], asked: chosen, rule: { majority: { at_least: "60%", quorum: 1 } }, days: 3 }, { name: picks, changes: [ choice ], asked: all, rule: { score: { max: 5, quorum: 1 } }, days: 2 } ], windows: { every: week, on: 3 }, entrenched: { cap: { says: "x", term: base_price, kit: firewood, at_most: "3.00", consent: party:provider, votes: 2, apart_days: 3 } },')
    + at('09:00', 'propose: { id: p1, by: ana, reason: "x", resolution: true, asked: all, text: { a: "One.", b: "Two." } }')
    + at('09:01', 'amend: { id: a1, by: bo, proposal: p1, reason: "y", text: { b: null, c: { after: a, text: "Three." } } }') + at('09:02', 'vote: { by: ana, proposal: a1, choice: yes }')
    + at('09:03', 'comment: { by: cy, proposal: p1, paragraph: b, text: "z" }') + at('09:04', 'delegate: { by: cy, to: bo, topic: soil }')
    + at('09:05', 'propose: { id: c1, by: ana, reason: "x", choice: [ { id: q, says: "Q" }, { id: r, says: "R", terms: { subcontract: wood, terms: { base_price: "2.00" } } } ] }')
    + at('09:06', 'vote: { by: bo, proposal: c1, scores: { q: 3, r: 5 } }')
    + at('09:07', 'pilot: { id: t1, by: ana, reason: "x", subcontract: pile, kit: cash-box, parties: { owner: bo }, days: 1, volunteers_min: 1 }') + at('09:08', 'vote: { by: cy, proposal: t1, choice: yes }')
    + at('09:09', 'join: { id: kim, name: "Kim", accepts: all }') + at('09:10', 'stop: { id: s1, by: bo, subcontract: wood, reason: "x" }') + at('09:11', 'vote: { by: ana, proposal: s1, choice: yes }')
    + at('09:12', 'propose: { id: d1, by: cy, reason: "x", charter: { late_days: 3 } }') + at('09:13', 'withdraw: { by: cy, proposal: d1 }') + at('09:14', 'leave: { by: kim }')
    + '  - { at: 2026-01-20T09:00:00Z, volunteer: { by: cy, subcontract: pile } }\n  - { at: 2026-01-25T09:00:00Z, expect: { decision: { p1: carried, a1: adopted, t1.vote: open }, winner: { c1: r }, members: [ ana, bo, cy ], standing: { wood: stopped } } }\n', 600, 20);
});

function playOrRefuse(scenario: Parameters<typeof playScenario>[0], text: string): void {
  try {
    playScenario(scenario, text, kits, sandbox);
  } catch (error) {
    if (!(error instanceof FoundingRefused)) throw error;
  }
}

test('a binding that can\'t be used, or has no model, observes nothing: the first step that comes to it says why, once; what may not be kept leads to what it leads to', () => {
  const sensor = 'keep_days: 0, streams: [ { stream: smoke, as: sensor } ]';
  const { refused, failures } = play(
    at('09:00', `bind: { id: broken, subject: hall, method: event, ${sensor} }`)
    + at('09:00', `bind: { id: learned, subject: hall, method: event, model: ${'a'.repeat(64)}, ${sensor}, settings: { event: fire } }`)
    + at('09:00', `bind: { id: good, subject: hall, method: event, ${sensor}, settings: { event: fire } }`)
    + at('09:01', 'reading: { stream: smoke, value: true }') + at('09:02', 'reading: { stream: smoke, value: false }')
    + at('09:03', 'expect: { observed: [ { binding: good, event: fire } ], readings: { smoke: 2 } }') + at('11:00', 'expect: { readings: { smoke: 0 } }'));
  assert.deepEqual(failures, []);
  assert.deepEqual(refused.map(({ step, code }) => [step, code]), [[2, 'missing_value'], [4, 'unknown_value']]);
  assert.match(refused[0]?.detail ?? '', /^broken: .*event/);
  assert.equal(refused[1]?.detail, `learned: the model ${'a'.repeat(64)} is not here, or its file was altered`);
});
