import assert from 'node:assert/strict';
import { test } from 'node:test';
import { charterNow, historyNow } from '../host/charter.ts';
import { proposalNow, proposalsNow } from '../host/proposals.ts';
import { testManifest } from '../testing/kernel-bench.ts';
import { Watched } from '../testing/watched.ts';
import type { Charter } from '../vocabulary/charter.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { EntryKind } from '../vocabulary/entries.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { CharterShown, SubcontractHistory } from './charter-shown.ts';
import { delegationsOf } from './charter.ts';
import { termsShown } from './say.ts';
import { membersOf, noticesOf, overviewOf, postingsOf, subcontractOf } from './queries.ts';

const half = { numerator: 1, denominator: 2 };
const people = [{ id: 'ana', name: 'Ana', opening: { crown: '20.00' } }, { id: 'bo', name: 'Bo' }, { id: 'cy' }];

function charterIn(watched: Watched): CharterShown {
  const shown = charterNow(watched.view, watched.state);
  assert.ok(shown !== undefined);
  return shown;
}

function history(watched: Watched, id: string): SubcontractHistory {
  const shown = historyNow(watched.view, watched.state, id);
  assert.ok(shown !== undefined);
  return shown;
}

const rules: Partial<Charter> = {
  matters: [
    { name: 'prices', changes: ['terms'], subcontracts: ['wood'], asked: 'bound', rule: { rule: 'majority', yes: { at_least: { numerator: 3, denominator: 5 } }, quorum: 2 }, days: 14, days_min: 3 },
    { name: 'members', changes: ['admit', 'exclude'], asked: 'group:north', rule: { rule: 'consensus', assents: 2 }, days: 1 },
  ],
  amending: { rule: { rule: 'threshold', yes: { more_than: half } }, days: 7, confirm_days: 1 }, windows: { every: 'month', on: 1 }, groups: { north: ['ana', 'bo'] },
  entrenched: {
    share: { says: 'the most that is taken from a giver', cap: { term: 'share', kit: 'pledge', at_most: '30' }, way: { consent: 'group:north', votes: 2, apart_days: 30 } },
    founding: { says: 'who decides', cap: { charter: ['decide', 'matters'] }, way: { consent: ['cy'], votes: 1, apart_days: 0 } },
  },
};

test('where each payment weighs, no amount is named from which it does', () => {
  const weighing = (kinds: readonly EntryKind[]): string => charterIn(new Watched(people, { weighty: { kinds } })).rules.find(({ part }) => part === 'weighty')?.words ?? '';
  assert.match(weighing(['pay', 'ballot']), /, pay, vote\.$/);
  assert.match(weighing(['ballot']), /, vote, pay more than 100 crown a day\.$/);
});

test('the charter in plain words: matters, amendments, windows with the next one, groups, what stands fast and by whose yes it moves', () => {
  const shown = charterIn(new Watched(people, rules));
  assert.deepEqual(shown.matters.map(({ words }) => words), [
    'prices: on changing their terms of wood those whom it binds decide, by this rule: at least 60 % of those who say yes or no, and 2 must vote. Open for 14 days, and at least 3 days.',
    'members: on admitting members, excluding members the group north decides, by this rule: nobody objects, and at least 2 say yes. Open for a day.',
  ]);
  assert.equal(shown.otherwise.words, 'On all else everyone decides, by this rule: more than half of all who may vote say yes. Open for 30 days.');
  assert.equal(shown.amending.words, 'An amendment to an open proposal is voted on for 7 days, and taken in by more than half of all who may vote say yes; then who had said yes has a day to say so again.');
  assert.deepEqual([shown.windows?.words, shown.windows?.nextDay, shown.windows?.next], ['What is decided about agreements and charter comes into force at the beginning of day 1 of each month.', '2026-02-01', Date.UTC(2026, 1, 1)]);
  assert.deepEqual(shown.groups, [{ group: 'north', members: ['ana', 'bo'] }]);
  assert.deepEqual(shown.entrenched.map(({ name, cap, consent, way }) => [name, cap, consent, way]), [
    ['founding', 'of the charter stand fast: decide, matters', ['cy'], 'It takes the yes of cy, and one vote.'],
    ['share', 'the term share of every pledge is at most 30', ['ana', 'bo'], 'It takes the yes of the group north, and 2 votes, 30 days apart.'],
  ]);
  assert.deepEqual(shown.rules.map(({ words }) => words), [
    'Members are admitted by decision.', 'New units are issued by the operator.', 'What follows from somebody\'s means is attested by the operator.', 'Which streams become observations is said by the operator.', 'The books with the outside world are kept by the operator.', 'What waits for a decision is decided by any third member.',
    'In a calendar month at most 100.00 crown may be issued.', 'What is reported more than 30 days late goes to review.', 'A sender\'s clock may be ahead by 120 seconds.',
    'For a lost key 3 friends vouch, and its owner has 72 hours to stop it.', 'Whoever has a passkey needs it to make and revoke keys, name friends, propose and vote on lost keys and the operator, ask an agreement for what they pay later, vote, propose, amend, delegate, sign the founding, consent, accept an agreement, leave, admit, invite, issue, put down income, take back what was put down, pay more than 100 crown a day.',
    'What is handed to any node must be in the log within 10 seconds.',
  ]);
});

test('where nothing may be issued, nobody is said to issue', () => {
  const said = (issue_per_month: Charter['issue_per_month']): string[] => {
    const { rules: besides, ownRules } = charterIn(new Watched(people, { issue_per_month, alone_max: { crown: '5.00' } }));
    return [...besides.map(({ words }) => words), ...ownRules].filter((words) => /issu/i.test(words) && !words.includes('passkey'));
  };
  assert.deepEqual(said({}), ['Nothing may be issued.']);
  assert.deepEqual(said({ crown: '0.00' }), ['Nothing may be issued.']);
  assert.deepEqual(said({ crown: '10.00' }), [
    'New units are issued by the operator.', 'In a calendar month at most 10.00 crown may be issued.', 'One person alone issues at most 5.00 crown at a time.',
    'Issuing more than one may alone: a second person.',
  ]);
});

test('a cap on a term says what the kit calls it, where there is an agreement of that kit', () => {
  const cap = (name: string): Charter['entrenched'] => ({ cheap: { says: 'it stays cheap', cap: { term: 'price', kit: name, at_most: '2.00' }, way: { consent: ['cy'], votes: 1, apart_days: 0 } } });
  const said = (name: string): string | undefined => {
    const watched = new Watched(people, { entrenched: cap(name) ?? {} });
    watched.adopt('wood', testManifest({ terms: { unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: 'here' }, price: { type: 'amount', default: '1.50', label: 'Price of a piece' } } }));
    return charterIn(watched).entrenched[0]?.cap;
  };
  assert.equal(said('test'), 'the term price (Price of a piece) of every test is at most 2.00');
  assert.equal(said('other'), 'the term price of every other is at most 2.00');
});

test('its history names what differed and who proposed it', () => {
  const watched = new Watched(people);
  const id = watched.propose('ana', { change: 'charter', set: { decide: { more_than: { numerator: 2, denominator: 3 }, days: 30 } } }, { title: 'Two thirds' });
  watched.vote('bo', id);
  const { history: versions, otherwise } = charterIn(watched);
  assert.equal(otherwise.rule, 'more than two thirds of all who may vote say yes');
  assert.deepEqual(versions.map(({ record, proposal, differences }) => [record, proposal, differences.map(({ place, after }) => [place.join('.'), after])]), [
    [2, { id, title: 'Two thirds', by: 'ana' }, [['decide.days', '30'], ['decide.more_than', '2/3']]], [0, null, []],
  ]);
});

const priced = testManifest({ terms: { unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: 'here' }, price: { type: 'amount', default: '1.50' } } });

test('a subcontract\'s history: its versions with the terms that differed and who decided; stopped, going on, ending, ended', () => {
  const watched = new Watched(people);
  watched.adopt('wood', priced);
  const decide = (change: Change, more: { readonly title?: string } = {}): string => {
    const id = watched.propose('ana', change, more);
    watched.vote('bo', id);
    return id;
  };
  const dearer = decide({ change: 'terms', subcontract: 'wood', terms: { price: '1.75' } }, { title: 'Dearer' });
  assert.deepEqual(history(watched, 'wood').versions.map(({ record, version, proposal, terms }) => [record, version, proposal, terms]), [
    [3, '1.0.0', { id: dearer, title: 'Dearer', by: 'ana' }, [{ term: 'price', before: '1.50', after: '1.75' }]],
    [1, '1.0.0', null, [{ term: 'unit', before: null, after: 'crown' }, { term: 'here', before: null, after: 'here' }, { term: 'price', before: null, after: '1.50' }]],
  ]);
  assert.deepEqual(watched.view.subcontracts.get('wood')?.agreed, { price: '1.75' });
  assert.deepEqual([termsShown(watched.view, 'wood', 1)?.version, termsShown(watched.view, 'wood', 3)?.version], ['1.0.0', '1.0.0']);
  const states = (): unknown[] => [history(watched, 'wood').standing.state, history(watched, 'wood').standing.record, history(watched, 'wood').bound];
  assert.deepEqual(states(), ['in_force', 1, ['ana', 'bo', 'cy']]);
  decide({ change: 'stop', subcontract: 'wood' });
  assert.deepEqual([states(), history(watched, 'wood').standing.why, subcontractOf(watched.view, 'wood')?.standing.words], [['stopped', 5, ['ana', 'bo', 'cy']], 'decided', 'stopped by decision: what is pending waits']);
  decide({ change: 'adopt', subcontract: 'wood', manifest: { ...priced, version: '2.0.0' }, code: 'wood', parties: {}, terms: { price: '1.75', here: 'shed' } });
  assert.deepEqual(states(), ['stopped', 5, ['ana', 'bo', 'cy']], 'another version lets nothing go on');
  assert.deepEqual([termsShown(watched.view, 'wood', 3)?.version, termsShown(watched.view, 'wood', 7)?.version], ['1.0.0', '2.0.0']);
  decide({ change: 'terms', subcontract: 'wood', terms: { price: '2.00' } });
  assert.deepEqual(watched.view.subcontracts.get('wood')?.agreed, { price: '2.00', here: 'shed' });
  decide({ change: 'resume', subcontract: 'wood' });
  assert.deepEqual(states(), ['in_force', 11, ['ana', 'bo', 'cy']]);
  decide({ change: 'retire', subcontract: 'wood' });
  assert.deepEqual([states(), subcontractOf(watched.view, 'wood')], [['retired', 13, []], undefined]);
});

test('while something is owed under it, it is ending; stopped meanwhile it goes on ending, and what was said under it keeps its words', () => {
  const watched = new Watched(people);
  watched.adopt('wood', testManifest({ words: { test: '{from} for a log' }, values: { from: { type: 'member' } } }), () => ({
    effects: [{ do: 'charge', from: 'ana', to: 'bo', unit: 'crown', amount: 2500, ref: 'log', why: { code: 'test', from: 'ana' } }],
  }));
  watched.observe('ana');
  const decide = (change: Change): void => watched.vote('bo', watched.propose('cy', change));
  const state = (): string => history(watched, 'wood').standing.state;
  decide({ change: 'retire', subcontract: 'wood' });
  assert.equal(state(), 'retiring');
  decide({ change: 'stop', subcontract: 'wood' });
  decide({ change: 'resume', subcontract: 'wood' });
  assert.equal(state(), 'retiring');
  watched.say('bo', { kind: 'pay', body: { to: 'ana', unit: 'crown', amount: '5.00' } });
  assert.equal(state(), 'retired');
  assert.deepEqual(postingsOf(watched.view, undefined, 1).map(({ why, terms }) => [why, terms?.version]), [['paid by Ana on what Ana owes Bo since 2026-01-05, due 2026-01-05: Ana for a log', '1.0.0']]);
});

test('a party that leaves: it is stopped and those who are bound are told; who left is shown as gone, and counts no more', () => {
  const watched = new Watched(people);
  watched.adopt('wood', testManifest({ parties: { provider: { says: 'brings it' } } }), () => ({}), { provider: 'bo' });
  watched.say('bo', { kind: 'leave', body: {} });
  assert.deepEqual([history(watched, 'wood').standing.state, history(watched, 'wood').standing.why, history(watched, 'wood').bound], ['stopped', 'party_left', ['ana', 'cy']]);
  assert.deepEqual(noticesOf(watched.view, 'ana').map(({ words }) => words), ['Bo has left and was a party of wood: it is held until another one is agreed on']);
  assert.deepEqual(membersOf(watched.view).map(({ id, left }) => [id, left?.record ?? null, left?.how ?? null]), [['ana', null, null], ['bo', 2, 'left'], ['cy', null, null]]);
  assert.equal(overviewOf(watched.view, { now: 0, factor: 1, root: '', stopped: null }).memberCount, 2);
});

test('a trial ends by itself and opens the vote with what it measured', () => {
  const watched = new Watched(people);
  const manifest = testManifest({ name: 'sauna', parts: {}, envelope: [{ debit: 'members', per_event: '30.00', per_person: { amount: '400.00', days: 30 } }] });
  // Of the same code, and hears of nothing itself.
  const elsewhere = testManifest({ terms: { unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: 'there' } } });
  watched.adopt('heat', elsewhere, () => ({ effects: [{ do: 'charge', from: 'ana', to: 'bo', unit: 'crown', amount: 250, ref: 'heat', why: { code: 'test' } }] }));
  const id = watched.propose('ana', { change: 'pilot', subcontract: 'sauna', manifest, code: 'heat', parties: {}, terms: {}, days: 60, volunteers_min: 1, stop: [] });
  watched.vote('bo', id);
  watched.say('ana', { kind: 'accept', body: { subcontract: 'sauna' } });
  watched.observe('ana');
  watched.observe('ana');
  assert.deepEqual(history(watched, 'sauna').standing.trial?.measured.slice(0, 2).map(({ measure, value }) => [measure, value]), [['postings', '2'], ['paid', '5.00 crown']]);
  watched.until(watched.bench.now + 60 * dayMs);
  const [open] = proposalsNow(watched.view, watched.state).open;
  assert.deepEqual([open?.change, open?.subcontract, open?.by, history(watched, 'sauna').standing.state], ['adopt', 'sauna', 'ana', 'retired']);
  assert.deepEqual(proposalNow(watched.view, watched.state, open?.id ?? '', () => undefined)?.measured?.map(({ words, value }) => `${words}: ${value}`), [
    'payments: 2', 'paid in all: 5.00 crown', 'became owed in all: 0.00 crown', 'went to review: 0', 'refused: 0', 'marks made: 0',
  ]);
});

test('delegations: one\'s own, and those that come to one; of who has left none counts', () => {
  const watched = new Watched(people);
  watched.say('bo', { kind: 'delegate', body: { topic: 'money', to: 'ana' } });
  watched.say('cy', { kind: 'delegate', body: { topic: null, to: 'ana' } });
  assert.deepEqual(delegationsOf(watched.view, 'ana')?.received.map(({ member, topic, record }) => [member, topic, record]), [['bo', 'money', 1], ['cy', null, 2]]);
  assert.deepEqual(delegationsOf(watched.view, 'bo')?.given.map(({ to, topic }) => [to, topic]), [['ana', 'money']]);
  watched.say('bo', { kind: 'delegate', body: { topic: 'money', to: null } });
  watched.say('cy', { kind: 'leave', body: {} });
  assert.deepEqual([delegationsOf(watched.view, 'ana')?.received, delegationsOf(watched.view, 'zed')], [[], undefined]);
});

test('an agreement with others, once ratified, with its proposal', () => {
  const watched = new Watched(people);
  const id = watched.propose('ana', { change: 'ratify', agreement: 'c'.repeat(64), with: 'the other house' }, { title: 'The path' });
  watched.vote('bo', id);
  assert.deepEqual(charterIn(watched).agreements.map(({ agreement, with: others, record, proposal }) => [agreement, others, record, proposal?.title]), [['c'.repeat(64), 'the other house', 2, 'The path']]);
});
