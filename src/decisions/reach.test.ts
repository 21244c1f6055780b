import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Charter, Matter } from '../vocabulary/charter.ts';
import type { Choice, DecisionRule, Measure } from '../vocabulary/deciding.ts';
import { count } from './count.ts';
import { yesOrNo } from './decision.ts';
import { outOfReach, type OutOfReach } from './reach.ts';
import { isMultiOption } from './refusals.ts';

const members = ['ana', 'bo', 'cy'];
const groups = { stove: ['ana', 'bo', 'gone'], empty: [], gone: ['gone'] };
const half = { more_than: { numerator: 1, denominator: 2 } };
/** By which three members can take amendments in. */
const amending: NonNullable<Charter['amending']> = { rule: { rule: 'majority', yes: half, quorum: 3 }, days: 3, confirm_days: 3 };

function matter(rule: DecisionRule, asked: Matter['asked'] = 'all'): Matter {
  return { name: 'm', changes: ['resolution'], asked, rule, days: 3 };
}

function found(rule: DecisionRule, asked?: Matter['asked']): readonly OutOfReach[] {
  return outOfReach({ matters: [matter(rule, asked)], groups, amending }, members);
}

const of = (takes: number, there: number, group: string | null = null): readonly OutOfReach[] => [{ matter: 'm', group, takes, there }];

test('three members can\'t make up a quorum of four, give four assents, or be four people; three of each they can', () => {
  const rules = (people: number): readonly DecisionRule[] => [
    { rule: 'consensus', assents: people }, { rule: 'majority', yes: half, quorum: people }, { rule: 'threshold', yes: { people } },
    { rule: 'approval', winners: 1, quorum: people }, { rule: 'score', max: 5, quorum: people }, { rule: 'instant_runoff', quorum: people }, { rule: 'schulze', quorum: people },
  ];
  for (const rule of rules(4)) assert.deepEqual(found(rule), of(4, 3), rule.rule);
  for (const rule of rules(3)) assert.deepEqual(found(rule), [], rule.rule);
});

test('a part of all who may vote, and all of them, can always be had, where there is somebody', () => {
  for (const rule of [{ rule: 'unanimous' }, { rule: 'threshold', yes: { at_least: { numerator: 1, denominator: 1 } } }, { rule: 'threshold', yes: { more_than: { numerator: 99, denominator: 100 } } }] as const) {
    assert.deepEqual([found(rule), found(rule, 'group:empty'), found(rule, 'group:gone')], [[], of(1, 0, 'empty'), of(1, 0, 'gone')], rule.rule);
  }
});

test('of a group those count who are members by now; of those who are bound, of parties and of whom a proposal chooses, at the most all members', () => {
  const rule: DecisionRule = { rule: 'consensus', assents: 3 };
  assert.deepEqual(found(rule, 'group:stove'), of(3, 2, 'stove'));
  for (const asked of ['bound', 'parties', 'chosen'] as const) assert.deepEqual([found(rule, asked), found({ rule: 'consensus', assents: 4 }, asked)], [[], of(4, 3)], asked);
});

test('of several classes each by itself; one of nobody stops nothing, unless there is nobody in any', () => {
  const quorum = (people: number): DecisionRule => ({ rule: 'majority', yes: half, quorum: people });
  assert.deepEqual(found({ rule: 'each', of: { all: quorum(4), stove: quorum(3), bound: quorum(3), gone: quorum(1) } }), [...of(4, 3), ...of(3, 2, 'stove')]);
  assert.deepEqual(found({ rule: 'each', of: { all: quorum(3), bound: quorum(1) } }, 'group:stove'), of(3, 2, 'stove'), 'all who are asked');
  assert.deepEqual(found({ rule: 'each', of: { all: quorum(1), bound: quorum(4), parties: quorum(3) } }), of(4, 3), 'at the most all members');
  assert.deepEqual(found({ rule: 'each', of: { empty: quorum(2), gone: quorum(1) } }), [...of(2, 0, 'empty'), ...of(1, 0, 'gone')]);
});

test('amendments go by a rule as well; of what the charter leaves to the default nothing is said', () => {
  assert.deepEqual([outOfReach({ amending }, ['ana', 'bo']), outOfReach({ amending }, members), outOfReach({}, ['ana'])], [[{ matter: null, group: null, takes: 3, there: 2 }], [], []]);
});

// What is said to be out of reach is what the rules themselves don't let pass when everyone says yes to the same.
const people = fc.integer({ min: 0, max: 6 });
const part = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constant(5)).map(([numerator, denominator]) => ({ numerator, denominator }));
const measure = fc.oneof<fc.Arbitrary<Measure>[]>(part.map((more_than) => ({ more_than })), people.map((least) => ({ people: Math.max(1, least) })));
const simple = fc.oneof<fc.Arbitrary<Exclude<DecisionRule, { rule: 'each' }>>[]>(
  people.map((assents) => ({ rule: 'consensus', assents })), fc.tuple(part, people).map(([more_than, quorum]) => ({ rule: 'majority', yes: { more_than }, quorum })),
  measure.map((yes) => ({ rule: 'threshold', yes })), fc.constant({ rule: 'unanimous' }),
);
const several = people.chain((quorum) => fc.constantFrom<DecisionRule>({ rule: 'approval', winners: 1, quorum }, { rule: 'score', max: 3, quorum }, { rule: 'instant_runoff', quorum }, { rule: 'schulze', quorum }));
const each = fc.record({ all: fc.option(simple, { nil: undefined }), stove: simple, yard: simple }).map(({ all, ...own }): DecisionRule => ({ rule: 'each', of: { ...(all === undefined ? {} : { all }), ...own } }));
const yesTo: { readonly [rule: string]: Choice } = { approval: { approve: ['a'] }, score: { scores: { a: 3 } }, instant_runoff: { ranking: [['a']] }, schulze: { ranking: [['a']] } };

test('whatever the rule, the people and the groups: it is out of reach exactly when it doesn\'t pass though everyone says yes', () => {
  const few = (from: string): fc.Arbitrary<string[]> => fc.integer({ min: 0, max: 5 }).map((size) => Array.from({ length: size }, (_, i) => `${from}${i}`));
  fc.assert(fc.property(fc.oneof(simple, several, each), few('m'), few('m'), few('m'), (rule, all, stove, yard) => {
    const inside = (group: readonly string[]): string[] => group.filter((member) => all.includes(member));
    const eligible = { all, classes: { stove: inside(stove), yard: inside(yard) } };
    const ballots = Object.fromEntries(all.map((member) => [member, yesTo[rule.rule] ?? 'yes']));
    const { winners: [winner] } = count(rule, eligible, ballots, isMultiOption(rule) ? ['a', 'b'] : yesOrNo);
    assert.equal(outOfReach({ matters: [matter(rule)], groups: { stove, yard } }, all).length === 0, winner === 'a' || winner === 'yes');
  }), { seed: 20260105, numRuns: 2000 });
});
