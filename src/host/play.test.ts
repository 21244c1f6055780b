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

test('changed at random, a file in which members decide is read or refused with a line, and plays without a fault', () => {
  const seed = Number(process.env['SEED'] ?? 20261121);
  const random = createRandom(seed);
  const good = founding + at('09:00', dearer) + at('09:10', 'vote: { by: cy, proposal: p1, choice: yes }') + at('09:20', recoverAna('r1', 'bo')) + at('09:30', 'vote: { by: ana, proposal: r1, choice: no }')
    + at('09:40', 'friends: { by: ana, friends: [ bo ], approvals: 1 }') + at('09:50', 'means: { of: ana, crown: "800.00" }')
    + at('10:00', 'propose: { id: i1, by: operator, issue: { to: ana, unit: crown, amount: "5.00", reason: "roof" } }')
    + at('10:10', 'expect: { decision: { p1: carried }, in_force: { wood: { base_price: "2.00" } }, notices: [ { to: ana, about: null } ] }');
  const scraps = ['', ' ', ':', ', ', '{', '}', '[', ']', '"', '~', 'null', '-1', '0.1', 'key: old, ', 'key: new, ', '{}', '[]', 'operator'] as const;
  const values = [...good.matchAll(/(?<=: )(?:"[^"]*"|\w+)(?=[ ,}])/g)] as [RegExpExecArray, ...RegExpExecArray[]];
  /** The value of another key in place of one, or something in place of some characters. */
  const edited = (text: string): string => {
    const value = random.pick(values);
    if (random.chance(0.8)) return text.slice(0, value.index) + random.pick(values)[0] + text.slice(value.index + value[0].length);
    const place = random.int(0, text.length - 1);
    return text.slice(0, place) + random.pick(scraps) + text.slice(place + random.int(0, 11));
  };
  let played = 0;
  for (let i = 0; i < 600; i++) {
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
  assert.ok(played >= 20, `only ${played} of them could be played`);
});

function playOrRefuse(scenario: Parameters<typeof playScenario>[0], text: string): void {
  try {
    playScenario(scenario, text, kits, sandbox);
  } catch (error) {
    if (!(error instanceof FoundingRefused)) throw error;
  }
}
