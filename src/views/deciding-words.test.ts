import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count } from '../decisions/count.ts';
import type { Ballots } from '../decisions/decision.ts';
import type { DecisionRule, WorkingStep } from '../vocabulary/deciding.ts';
import { sayAsked, sayChoice, sayLacking, sayRule, sayWorking } from './deciding-words.ts';

const half = { numerator: 1, denominator: 2 };
const names: { readonly [id: string]: string } = { ana: 'Ana', bo: 'Bo', cy: 'Cy' };
const name = (id: string): string => names[id] ?? id;

function lines(rule: DecisionRule, all: readonly string[], ballots: Ballots, options: readonly string[] = ['yes', 'no'], classes: { readonly [name: string]: readonly string[] } = {}): string[] {
  return sayWorking(count(rule, { all, classes }, ballots, options), name);
}

test('each rule is said so that one can go by it', () => {
  const said: readonly [DecisionRule, string][] = [
    [{ rule: 'majority', yes: { at_least: { numerator: 3, denominator: 5 } }, quorum: 20 }, 'at least 60 % of those who say yes or no, and 20 must vote'],
    [{ rule: 'majority', yes: { more_than: half }, quorum: 0 }, 'more than half of those who say yes or no'],
    [{ rule: 'threshold', yes: { at_least: { numerator: 2, denominator: 3 } } }, 'at least two thirds of all who may vote say yes'],
    [{ rule: 'threshold', yes: { more_than: { numerator: 4, denominator: 7 } } }, 'more than 4/7 of all who may vote say yes'],
    [{ rule: 'threshold', yes: { people: 5 } }, '5 of all who may vote say yes'],
    [{ rule: 'consensus', assents: 6 }, 'nobody objects, and at least 6 say yes'],
    [{ rule: 'consensus', assents: 0 }, 'nobody objects'],
    [{ rule: 'unanimous' }, 'everyone who may vote says yes'],
    [{ rule: 'each', of: { bound: { rule: 'unanimous' }, all: { rule: 'threshold', yes: { more_than: half } } } }, 'each by itself: everyone: more than half of all who may vote say yes; those whom it binds: everyone who may vote says yes'],
    [{ rule: 'approval', winners: 2, quorum: 3 }, 'the 2 options that most can live with, and 3 must vote'],
    [{ rule: 'score', max: 5, quorum: 0 }, 'the option with the most points, 0 to 5 from each'],
    [{ rule: 'instant_runoff', quorum: 4 }, 'instant run-off: the option that the fewest put first goes out, until one has more than half, and 4 must vote'],
    [{ rule: 'schulze', quorum: 1 }, 'each option against each other one, by the strongest paths (Schulze)'],
  ];
  for (const [rule, words] of said) assert.equal(sayRule(rule), words);
});

test('who is asked, and what somebody said', () => {
  assert.deepEqual(
    [sayAsked('all', null), sayAsked('group:north', null), sayAsked('bound', 'wood'), sayAsked('parties', 'wood'), sayAsked('parties', null)],
    ['everyone', 'the group north', 'those whom wood binds', 'the parties of wood', 'the parties of it'],
  );
  assert.deepEqual(
    [sayChoice('object'), sayChoice('concern'), sayChoice({ approve: ['a', 'b'] }), sayChoice({ approve: [] }), sayChoice({ scores: { a: 3, b: 0 } }), sayChoice({ ranking: [['trams'], ['buses', 'bicycles']] })],
    ['objects', 'yes, with a concern', 'approves of a, b', 'approves of none', 'a 3, b 0', 'trams before buses and bicycles'],
  );
});

test('a majority of 4 to 2 with an abstention, of ten: 60 % of the six is 3.6, so 4', () => {
  const all = Array.from({ length: 10 }, (_, i) => `m${i}`);
  const ballots: Ballots = { m0: 'yes', m1: 'yes', m2: 'yes', m3: 'concern', m4: 'no', m5: 'no', m6: 'abstain' };
  const rule: DecisionRule = { rule: 'majority', yes: { at_least: { numerator: 3, denominator: 5 } }, quorum: 8 };
  assert.deepEqual(lines(rule, all, ballots), [
    '3 yes, 1 yes with a concern, 2 no, 0 with an objection, 1 abstain, 3 have said nothing: 10 in all.',
    '7 of 10 voted, and at least 8 must: not enough.',
    'At least 60 % of 6 is 4 in whole people, and 4 say yes: enough.',
    'So nothing is decided.',
  ]);
  assert.equal(lines({ ...rule, quorum: 7 }, all, ballots).at(-1), 'So it is yes.');
});

test('consensus names who objects and who has a concern', () => {
  assert.deepEqual(lines({ rule: 'consensus', assents: 2 }, ['ana', 'bo', 'cy'], { ana: 'yes', bo: 'concern', cy: 'object' }).slice(1), [
    'With a concern: Bo.', 'With an objection: Cy.', '2 must say yes, and 2 do: enough.', 'So it is no.',
  ]);
});

test('classes are counted each by itself; one of nobody stops nothing', () => {
  const rule: DecisionRule = { rule: 'each', of: { all: { rule: 'threshold', yes: { more_than: half } }, bound: { rule: 'unanimous' }, north: { rule: 'unanimous' } } };
  assert.deepEqual(lines(rule, ['ana', 'bo', 'cy'], { ana: 'yes', bo: 'yes' }, ['yes', 'no'], { bound: ['cy'], north: [] }), [
    'Everyone, 3 in number:',
    '  2 yes, 0 yes with a concern, 0 no, 0 with an objection, 0 abstain, 1 have said nothing: 3 in all.',
    '  More than half of 3 is 2 in whole people, and 2 say yes: enough.',
    '  So it is yes.',
    'Those whom it binds, 1 in number:',
    '  0 yes, 0 yes with a concern, 0 no, 0 with an objection, 0 abstain, 1 have said nothing: 1 in all.',
    '  All of 1 is 1 in whole people, and 0 say yes: not enough.',
    '  So it is no.',
    'The group north, 0 in number:',
    '  Nobody is in it: it stops nothing.',
    'So it is no.',
  ]);
});

test('approvals and points', () => {
  assert.deepEqual(lines({ rule: 'approval', winners: 1, quorum: 0 }, ['ana', 'bo', 'cy'], { ana: { approve: ['trams', 'buses'] }, bo: { approve: ['trams'] }, cy: { approve: ['buses', 'trams'] } }, ['trams', 'buses']).slice(-3), [
    'Can live with: buses 2, trams 3.', 'For the one place it takes 3.', 'So it is trams.',
  ]);
  assert.deepEqual(lines({ rule: 'score', max: 5, quorum: 0 }, ['ana', 'bo'], { ana: { scores: { trams: 5, buses: 1 } }, bo: { scores: { trams: 2, buses: 4 } } }, ['trams', 'buses']).slice(-3), [
    'Points in all: buses 5, trams 7.', 'The most are 7.', 'So it is trams.',
  ]);
});

test('instant run-off round by round: of 5, 2 and 2 and 1 put first; the last one goes, and its ballot goes to trams', () => {
  const ballots: Ballots = {
    m0: { ranking: [['trams']] }, m1: { ranking: [['trams']] }, m2: { ranking: [['buses']] }, m3: { ranking: [['buses']] }, m4: { ranking: [['bicycles'], ['trams']] },
  };
  assert.deepEqual(lines({ rule: 'instant_runoff', quorum: 0 }, Object.keys(ballots), ballots, ['trams', 'buses', 'bicycles']).slice(1), [
    'Round 1: bicycles 1, buses 2, trams 2. It takes 3.', 'Round 1: bicycles goes out, with the fewest.', 'Round 2: buses 2, trams 3. It takes 3.', 'So it is trams.',
  ]);
});

test('Schulze: each two against each other, the strongest paths, and who beats whom', () => {
  const ballots: Ballots = { m0: { ranking: [['a'], ['b']] }, m1: { ranking: [['a'], ['b']] }, m2: { ranking: [['b'], ['a']] } };
  assert.deepEqual(lines({ rule: 'schulze', quorum: 0 }, Object.keys(ballots), ballots, ['a', 'b']).slice(1), [
    'a above b: 2; b above a: 1.', 'The strongest path from a to b: a over b, at its weakest 2 to 1.', 'a beats b.', 'b beats none.', 'So it is a.',
  ]);
});

test('what is lacking is said for each body by its name, and nothing where it passes', () => {
  const turnout: WorkingStep = { step: 'turnout', eligible: 50, came: 12, quorum: 20, reached: false };
  const needed: WorkingStep = { step: 'needed', measure: { more_than: half }, of: 12, needed: 7, yes: 5, reached: false };
  assert.deepEqual(sayLacking([turnout, needed], name), ['8 more must vote.', 'As it stands 7 must say yes, and 5 do.']);
  assert.deepEqual(sayLacking([{ step: 'objections', by: ['ana', 'bo'] }], name), ['Ana and Bo object.']);
  assert.deepEqual(sayLacking([{ step: 'class', class: 'bound', eligible: 3, winners: [], working: [turnout] }, { step: 'class', class: 'all', eligible: 9, winners: ['yes'], working: [] }], name), ['Those whom it binds: 8 more must vote.']);
  assert.deepEqual(sayLacking([{ ...turnout, reached: true }, { ...needed, reached: true }], name), []);
});
