import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { election, said } from '../testing/elections.ts';
import type { ByOption, Choice, CountResult, DecisionRule } from '../vocabulary/deciding.ts';
import { count, outlook } from './count.ts';
import { yesOrNo, type Ballots, type Eligible } from './decision.ts';
import { choiceRefusal, isMultiOption } from './refusals.ts';

const half = { more_than: { numerator: 1, denominator: 2 } };
const majority: DecisionRule = { rule: 'majority', yes: half, quorum: 3 };
const consensus: DecisionRule = { rule: 'consensus', assents: 3 };
const yesNoRules: readonly DecisionRule[] = [
  consensus, majority, { rule: 'majority', yes: { at_least: { numerator: 2, denominator: 3 } }, quorum: 2 },
  { rule: 'threshold', yes: half }, { rule: 'threshold', yes: { people: 2 } }, { rule: 'unanimous' },
  { rule: 'each', of: { all: majority, bound: { rule: 'unanimous' } } }, { rule: 'each', of: { all: consensus, nobody: { rule: 'unanimous' } } },
];
const optionRules: readonly DecisionRule[] = [
  { rule: 'approval', winners: 2, quorum: 1 }, { rule: 'score', max: 3, quorum: 1 }, { rule: 'instant_runoff', quorum: 1 }, { rule: 'schulze', quorum: 1 },
];
const members = ['ana', 'bo', 'cy', 'dee', 'eve'];
const eligible: Eligible = { all: members, classes: { bound: ['bo', 'dee'] } };
const options = ['park', 'pond', 'shed', 'well'];

const saying = fc.constantFrom<Choice>('yes', 'no', 'concern', 'object', 'abstain');
const preferring = (rule: DecisionRule): fc.Arbitrary<Choice> => {
  switch (rule.rule) {
    case 'approval': return fc.subarray(options).map((approve) => ({ approve }));
    case 'score': return fc.dictionary(fc.constantFrom(...options), fc.integer({ min: 0, max: 3 }), { noNullPrototype: true }).map((scores) => ({ scores }));
    default: return fc.shuffledSubarray(options, { minLength: 1 }).map((order) => ({ ranking: order.map((option) => [option]) }));
  }
};

function ballotsOf(choice: fc.Arbitrary<Choice>, voters = members): fc.Arbitrary<Ballots> {
  return fc.tuple(...voters.map((member) => fc.tuple(fc.constant(member), fc.option(choice)))).map((pairs) =>
    Object.fromEntries(pairs.filter((pair): pair is [string, Choice] => pair[1] !== null)));
}

function passes(rule: DecisionRule, ballots: Ballots): boolean {
  return count(rule, eligible, ballots, yesOrNo).winners.includes('yes');
}

test('two groups ratify the same text, each by its own rule: one objection blocks the first, 60 % carry the second', () => {
  const first = election([[9, 'yes'], [1, 'object']]);
  const second = said(6, 4);
  assert.deepEqual(count({ rule: 'consensus', assents: 6 }, first.eligible, first.ballots, yesOrNo).winners, ['no']);
  assert.deepEqual(count(majority, second.eligible, second.ballots, yesOrNo).winners, ['yes']);
});

test('2 of 3 districts agree', () => {
  const districts = (...choices: Choice[]): readonly string[] => {
    const { eligible: three, ballots } = election(choices.map((choice) => [1, choice]), 3 - choices.length);
    return count({ rule: 'threshold', yes: { at_least: { numerator: 2, denominator: 3 } } }, three, ballots, yesOrNo).winners;
  };
  assert.deepEqual(districts('yes', 'yes', 'no'), ['yes']);
  assert.deepEqual(districts('yes', 'no'), ['no']);
});

test('ballots of others, and such as do not fit, are as if they had not been cast', () => {
  const cast: Ballots = { ana: 'yes', bo: 'yes', cy: 'no' };
  const stray: Ballots = { ...cast, zoe: 'no', yan: 'object', dee: { approve: ['yes'] }, eve: { ranking: [['no']] } };
  assert.deepEqual(count(majority, eligible, stray, yesOrNo), count(majority, eligible, cast, yesOrNo));
  assert.equal(outlook({ rule: 'unanimous' }, eligible, { ...cast, cy: 'yes', dee: { approve: ['yes'] } }, yesOrNo), 'open');
});

test('who is silent could still carry it, until too many have said no', () => {
  const unanimous: DecisionRule = { rule: 'unanimous' };
  assert.equal(outlook(unanimous, eligible, {}, yesOrNo), 'open');
  assert.equal(outlook(unanimous, eligible, { ana: 'abstain' }, yesOrNo), 'lost');
  assert.equal(outlook(unanimous, eligible, Object.fromEntries(members.map((member) => [member, 'yes'])), yesOrNo), 'passes');
  // 2 yes and 2 no, one silent: 3 of 5 could be for it.
  assert.equal(outlook(majority, eligible, { ana: 'yes', bo: 'yes', cy: 'no', dee: 'no' }, yesOrNo), 'open');
  assert.equal(outlook(majority, eligible, { ana: 'yes', bo: 'no', cy: 'no', dee: 'no' }, yesOrNo), 'lost');
  assert.equal(outlook({ rule: 'schulze', quorum: 0 }, eligible, {}, options), 'open');
});

test('the outlook is what trying everything that the silent could say comes to', () => {
  const choices: readonly (Choice | null)[] = ['yes', 'no', 'concern', 'object', 'abstain', null];
  const canPass = (rule: DecisionRule, ballots: Ballots, silent: readonly string[]): boolean => {
    const [member, ...others] = silent;
    if (member === undefined) return passes(rule, ballots);
    return choices.some((choice) => canPass(rule, choice === null ? ballots : { ...ballots, [member]: choice }, others));
  };
  const seen = new Map<string, number>();
  fc.assert(fc.property(fc.constantFrom(...yesNoRules), ballotsOf(saying), (rule, ballots) => {
    const silent = members.filter((member) => ballots[member] === undefined);
    fc.pre(silent.length <= 3);
    const expected = passes(rule, ballots) ? 'passes' : canPass(rule, ballots, silent) ? 'open' : 'lost';
    seen.set(expected, (seen.get(expected) ?? 0) + 1);
    assert.equal(outlook(rule, eligible, ballots, yesOrNo), expected);
  }), { seed: 5, numRuns: 800 });
  assert.ok(['passes', 'open', 'lost'].every((each) => (seen.get(each) ?? 0) > 20), JSON.stringify([...seen]));
});

test('the order of ballots, of people and of options never matters', () => {
  for (const rule of [...yesNoRules, ...optionRules]) {
    const among = isMultiOption(rule) ? options : yesOrNo;
    const choice = isMultiOption(rule) ? fc.oneof(preferring(rule), fc.constant<Choice>('abstain')) : saying;
    const [ofPeople, ofOptions] = [fc.shuffledSubarray(members, { minLength: members.length }), fc.shuffledSubarray([...among], { minLength: among.length })];
    fc.assert(fc.property(ballotsOf(choice), ofPeople, ofOptions, (ballots, people, order) => {
      const turned: Eligible = { all: people, classes: { bound: (eligible.classes['bound'] ?? []).toReversed() } };
      const shuffled = Object.fromEntries(people.flatMap((member) => (ballots[member] === undefined ? [] : [[member, ballots[member]]])));
      assert.equal(JSON.stringify(count(rule, turned, shuffled, order)), JSON.stringify(count(rule, eligible, ballots, among)));
    }), { seed: 6, numRuns: 100 });
  }
});

test('the names of options never matter: with other names the same win, and the same are tied', () => {
  // Turned round in the order of ids.
  const renamed: { readonly [option: string]: string } = { park: 'z4', pond: 'z3', shed: 'z2', well: 'z1' };
  const rename = (names: readonly string[]): string[] => names.map((name) => renamed[name] ?? '');
  const choose = (choice: Choice): Choice => {
    if (typeof choice !== 'object') return choice;
    if ('approve' in choice) return { approve: rename(choice.approve) };
    if ('scores' in choice) return { scores: Object.fromEntries(Object.entries(choice.scores).map(([name, points]) => [renamed[name] ?? '', points])) };
    return { ranking: choice.ranking.map(rename) };
  };
  for (const rule of optionRules) {
    fc.assert(fc.property(ballotsOf(preferring(rule)), (ballots) => {
      const { winners, tied } = count(rule, eligible, ballots, options);
      const other = count(rule, eligible, Object.fromEntries(Object.entries(ballots).map(([member, choice]) => [member, choose(choice)])), rename(options));
      assert.deepEqual([rename(winners).toSorted(), rename(tied).toSorted()], [other.winners, other.tied]);
    }), { seed: 7, numRuns: 200 });
  }
});

test('a vote more for what carries never makes it fail: yes or no', () => {
  fc.assert(fc.property(fc.constantFrom(...yesNoRules), ballotsOf(saying), fc.constantFrom(...members), (rule, ballots, member) => {
    if (passes(rule, ballots)) assert.ok(passes(rule, { ...ballots, [member]: 'yes' }));
  }), { seed: 8, numRuns: 500 });
});

test('a vote more for what wins never makes it lose: approvals and points', () => {
  const ahead = ({ winners, tied }: CountResult): readonly string[] => [...winners, ...tied];
  for (const rule of optionRules.slice(0, 2)) {
    fc.assert(fc.property(ballotsOf(preferring(rule)), fc.constantFrom(...members), (ballots, member) => {
      const before = count(rule, eligible, ballots, options);
      for (const option of ahead(before)) {
        const own = ballots[member];
        const more: Choice = rule.rule === 'approval'
          ? { approve: [...new Set([...(typeof own === 'object' && 'approve' in own ? own.approve : []), option])] }
          : { scores: { ...(typeof own === 'object' && 'scores' in own ? own.scores : {}), [option]: 3 } };
        const after = count(rule, eligible, { ...ballots, [member]: more }, options);
        assert.ok((before.winners.includes(option) ? after.winners : ahead(after)).includes(option));
      }
    }), { seed: 9, numRuns: 300 });
  }
});

test('what is counted is JSON, whatever options are called', () => {
  const odd = ['__proto__', '10', '9', 'constructor'];
  const choices: { readonly [rule: string]: Choice } = { approval: { approve: ['__proto__', '10'] }, score: { scores: JSON.parse('{"__proto__":3,"9":1}') as ByOption } };
  for (const rule of optionRules) {
    const choice = choices[rule.rule] ?? { ranking: [['__proto__'], ['9']] };
    assert.equal(choiceRefusal(rule, choice, odd), null);
    const result = count(rule, eligible, { ana: choice }, odd);
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
    assert.deepEqual(result.winners, rule.rule === 'approval' ? ['10', '__proto__'] : ['__proto__']);
  }
});
