import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DecisionRule } from '../vocabulary/deciding.ts';
import { choiceRefusal, isMultiOption, ruleRefusal } from './refusals.ts';

const half = { numerator: 1, denominator: 2 };
const majority: DecisionRule = { rule: 'majority', yes: { more_than: half }, quorum: 3 };
const everyRule: readonly DecisionRule[] = [
  { rule: 'consensus', assents: 0 }, majority, { rule: 'majority', yes: { at_least: { numerator: 1, denominator: 1 } }, quorum: 0 },
  { rule: 'threshold', yes: { more_than: { numerator: 0, denominator: 1_000_000 } } }, { rule: 'threshold', yes: { people: 1 } }, { rule: 'unanimous' },
  { rule: 'each', of: { all: majority, bound: { rule: 'unanimous' } } }, { rule: 'approval', winners: 20, quorum: 0 }, { rule: 'score', max: 10, quorum: 0 },
  { rule: 'instant_runoff', quorum: 5 }, { rule: 'schulze', quorum: 5 },
];

test('every rule, well written, is taken', () => {
  for (const rule of everyRule) assert.equal(ruleRefusal(rule), null, JSON.stringify(rule));
});

const wrongRules: readonly (readonly [unknown, RegExp])[] = [
  [null, /a decision rule is consensus or majority/],
  [[], /a decision rule is/],
  [{ quorum: 3 }, /there is no decision rule nothing; there are consensus, majority/],
  [{ rule: 'majorty', quorum: 3 }, /there is no decision rule "majorty".*did you mean "majority"\?/],
  [{ rule: 'constructor' }, /there is no decision rule "constructor"/],
  [{ ...majority, quorm: 3 }, /majority has no quorm; did you mean "quorum"\?/],
  [{ rule: 'majority', quorum: 3 }, /majority: yes is missing/],
  [{ ...majority, quorum: 2.5 }, /majority: quorum must be a whole number from 0 to 1000000, and is 2\.5/],
  [{ ...majority, quorum: -1 }, /and is -1/],
  [{ ...majority, quorum: '3' }, /and is "3"/],
  [{ ...majority, quorum: 1_000_001 }, /and is 1000001/],
  [{ rule: 'consensus', assents: null }, /consensus: assents must be a whole number/],
  [{ ...majority, yes: { more_than: { numerator: 1, denominator: 1 } } }, /majority: yes more_than must be a part from 0\/1 to below 1\/1/],
  [{ ...majority, yes: { more_than: { numerator: 3, denominator: 2 } } }, /more_than must be a part/],
  [{ ...majority, yes: { more_than: { numerator: -1, denominator: 2 } } }, /more_than must be a part/],
  [{ ...majority, yes: { at_least: { numerator: 0, denominator: 2 } } }, /at_least must be a part from above 0\/1 to 1\/1/],
  [{ ...majority, yes: { at_least: { numerator: 0.5, denominator: 1 } } }, /at_least must be a part/],
  [{ ...majority, yes: { at_least: { numerator: 0, denominator: 0 } } }, /at_least must be a part/],
  [{ ...majority, yes: { at_least: { numerator: 1, denominator: 1_000_001 } } }, /a denominator of at most 1000000/],
  [{ ...majority, yes: { at_least: 0.6 } }, /at_least must be a part/],
  [{ ...majority, yes: { at_least: { numerator: 1, denominator: 2, of: 3 } } }, /at_least must be a part/],
  [{ ...majority, yes: { people: 3 } }, /majority: yes must say more_than or at_least, one of them/],
  [{ ...majority, yes: { more_than: half, at_least: half } }, /one of them/],
  [{ ...majority, yes: {} }, /one of them/],
  [{ rule: 'threshold', yes: { people: 0 } }, /threshold: yes people must be a whole number from 1/],
  [{ rule: 'each', of: {} }, /each: of must name 1 to 20 classes/],
  [{ rule: 'each', of: [majority] }, /must name 1 to 20 classes/],
  [{ rule: 'each', of: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`c${i}`, majority])) }, /must name 1 to 20 classes/],
  [{ rule: 'each', of: { 'no name': majority } }, /each: of names "no name": is no name of a class/],
  [{ rule: 'each', of: { all: { rule: 'each', of: { all: majority } } } }, /a class is counted by one rule/],
  [{ rule: 'each', of: { all: { rule: 'schulze', quorum: 0 } } }, /a class says yes or no, and schulze chooses between options/],
  [{ rule: 'each', of: { bound: { rule: 'majority', yes: { more_than: half } } } }, /each: of names "bound": majority: quorum is missing/],
  [{ rule: 'approval', winners: 0, quorum: 0 }, /approval: winners must be a whole number from 1 to 20/],
  [{ rule: 'approval', winners: 21, quorum: 0 }, /and is 21/],
  [{ rule: 'score', max: 0, quorum: 0 }, /score: max must be a whole number from 1 to 1000/],
];

test('what is wrong with a rule is said with the part that it is wrong in', () => {
  for (const [rule, says] of wrongRules) assert.match(ruleRefusal(rule) ?? 'taken', says, JSON.stringify(rule));
});

test('any JSON gets an answer, and a short one', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.constantFrom(...everyRule), (value, rule) => {
    const [part = 'rule'] = Object.keys(rule).filter((name) => name !== 'rule');
    assert.ok((ruleRefusal(value) ?? '').length < 400);
    assert.ok((ruleRefusal({ ...rule, [part]: value }) ?? '').length < 400);
    assert.ok((choiceRefusal(rule, value, ['a', 'b']) ?? '').length < 400);
    for (const form of ['approve', 'scores', 'ranking']) assert.ok((choiceRefusal(rule, { [form]: value }, ['a', 'b']) ?? '').length < 400);
  }), { seed: 3, numRuns: 500 });
});

const options = ['park', 'pond', 'shed'];
const approval: DecisionRule = { rule: 'approval', winners: 1, quorum: 0 };
const score: DecisionRule = { rule: 'score', max: 5, quorum: 0 };
const runoff: DecisionRule = { rule: 'instant_runoff', quorum: 0 };
const schulze: DecisionRule = { rule: 'schulze', quorum: 0 };

test('each rule takes its own form of ballot, and abstentions', () => {
  const taken: readonly (readonly [DecisionRule, unknown])[] = [
    ...everyRule.map((rule) => [rule, 'abstain'] as const),
    ...everyRule.filter((rule) => !isMultiOption(rule)).flatMap((rule) => ['yes', 'no', 'concern', 'object'].map((choice) => [rule, choice] as const)),
    [approval, { approve: [] }], [approval, { approve: options }], [score, { scores: {} }], [score, { scores: { park: 0, pond: 5 } }],
    [runoff, { ranking: [['shed'], ['park']] }], [schulze, { ranking: [['shed', 'park'], ['pond']] }],
  ];
  for (const [rule, choice] of taken) assert.equal(choiceRefusal(rule, choice, options), null, `${rule.rule} ${JSON.stringify(choice)}`);
});

test('a ballot that does not fit is refused with what would', () => {
  const refused: readonly (readonly [DecisionRule, unknown, RegExp])[] = [
    [majority, { ranking: [['park']] }, /by majority one says yes, no, concern, object or abstain/],
    [majority, 'perhaps', /one says yes/],
    [approval, 'yes', /by approval one gives approve: the options/],
    [approval, { approve: ['park'], scores: {} }, /one gives approve/],
    [approval, { approve: 'park' }, /approve must be a list/],
    [approval, { approve: ['lake'] }, /there is no option "lake"; the options are park, pond, shed/],
    [approval, { approve: ['prak'] }, /did you mean "park"\?/],
    [approval, { approve: [3] }, /there is no option 3/],
    [approval, { approve: ['park', 'park'] }, /the option "park" is named twice/],
    [score, { scores: { park: 6 } }, /a score must be a whole number from 0 to 5, and that of park is 6/],
    [score, { scores: { park: -1 } }, /and that of park is -1/],
    [score, { scores: { park: 2.5 } }, /and that of park is 2\.5/],
    [score, { scores: { lake: 1 } }, /there is no option "lake"/],
    [score, { scores: ['park'] }, /scores must give points to options/],
    [runoff, { approve: ['park'] }, /by instant_runoff one gives ranking/],
    [runoff, { ranking: [['park', 'pond']] }, /each place has one option/],
    [runoff, { ranking: ['park', 'pond'] }, /ranking must be a list of places/],
    [schulze, { ranking: [] }, /who has none to name abstains/],
    [schulze, { ranking: [['park'], []] }, /needs an option at each place/],
    [schulze, { ranking: [['park'], ['pond', 'park']] }, /the option "park" is named twice/],
    [schulze, { ranking: [['park'], ['lake']] }, /there is no option "lake"/],
  ];
  for (const [rule, choice, says] of refused) assert.match(choiceRefusal(rule, choice, options) ?? 'taken', says, `${rule.rule} ${JSON.stringify(choice)}`);
});
