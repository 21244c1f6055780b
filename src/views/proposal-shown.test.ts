import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proposalNow, proposalsNow } from '../host/proposals.ts';
import { Watched } from '../testing/watched.ts';
import type { Charter, Matter } from '../vocabulary/charter.ts';
import type { Change, Edit } from '../vocabulary/changes.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { DifferenceShown, ProposalDetail } from './deciding-shown.ts';

const majority: readonly Matter[] = [{ name: 'words', changes: ['resolution', 'charter'], asked: 'all', rule: { rule: 'majority', yes: { more_than: { numerator: 1, denominator: 2 } }, quorum: 20 }, days: 30 }];

function people(count: number): { id: string }[] {
  return Array.from({ length: count }, (_, i) => ({ id: `m${i}` }));
}

function detail(house: Watched, id: string, member?: string, words: { readonly [commitment: string]: string } = {}): ProposalDetail {
  const shown = proposalNow(house.view, house.state, id, (commitment) => words[commitment], member);
  assert.ok(shown !== undefined);
  return shown;
}

function amend(house: Watched, by: string, proposal: string, edit: Edit): string {
  const { facts } = house.say(by, { kind: 'amend', body: { proposal, revision: detail(house, proposal).revision.digest, edits: [edit], reason: 'better so' } });
  const amended = facts.find((fact) => fact.fact === 'amended');
  return amended?.fact === 'amended' ? amended.amendment.id : '';
}

function all(house: Watched, proposal: string, choice: 'yes' | 'no', from: number, to: number, revision?: string): void {
  for (let i = from; i <= to; i++) house.vote(`m${i}`, proposal, choice, revision === undefined ? {} : { revision });
}

const said = ({ what, place, before, after }: DifferenceShown): unknown[] => [what, place.join('.'), before, after];

/** A park for forty people: a garden that 6 want and 22 don't, equipment that 31 want and 4 don't, and a rival to that. */
function park(): { readonly house: Watched; readonly id: string; readonly garden: string; readonly slide: string; readonly rival: string } {
  const house = new Watched(people(40), { matters: majority });
  const id = house.propose('m0', { change: 'resolution' }, { title: 'A park', text: [{ id: 'p1', text: 'We want a park.' }, { id: 'p3', text: 'With a playground.' }, { id: 'p4', text: 'With two swings.' }] });
  all(house, id, 'yes', 1, 17);
  house.vote('m18', id, 'object', { reason: 'too loud' });
  house.say('m20', { kind: 'comment', body: { proposal: id, paragraph: 'p1', commitment: '1'.repeat(64) } });
  house.say('m21', { kind: 'comment', body: { proposal: id, paragraph: 'p4', answers: '1'.repeat(64), commitment: '4'.repeat(64) } });
  const garden = amend(house, 'm30', id, { edit: 'paragraph', id: 'p3', before: 'With a playground.', after: 'With a garden.' });
  all(house, garden, 'yes', 31, 35);
  all(house, garden, 'no', 0, 21);
  const slide = amend(house, 'm22', id, { edit: 'paragraph', id: 'p4', before: 'With two swings.', after: 'With two swings and a slide.' });
  all(house, slide, 'yes', 0, 21);
  all(house, slide, 'yes', 23, 30);
  all(house, slide, 'no', 36, 39);
  const rival = amend(house, 'm29', id, { edit: 'paragraph', id: 'p4', before: 'With two swings.', after: null });
  return { house, id, garden, slide, rival };
}

test('a proposal in full: who is asked, by which rule, what was said and why, what it lacks, and what it is to the one who looks', () => {
  const { house, id } = park();
  const shown = detail(house, id, 'm3');
  assert.deepEqual([shown.title, shown.matter, shown.asked, shown.rule, shown.words], ['A park', 'words', { whom: 'all', words: 'everyone', count: 40 }, 'more than half of those who say yes or no, and 20 must vote', 'a resolution']);
  assert.deepEqual(shown.ballots.find(({ member }) => member === 'm18'), { member: 'm18', choice: 'object', words: 'objects', reason: 'too loud' });
  assert.deepEqual(shown.count?.bodies.map(({ voters, lines }) => [voters, lines]), [[40, [
    '18 yes, 0 yes with a concern, 0 no, 1 with an objection, 0 abstain, 21 have said nothing: 40 in all.', '19 of 40 voted, and at least 20 must: not enough.',
    'More than half of 19 is 10 in whole people, and 18 say yes: enough.', 'So nothing is decided.',
  ]]]);
  assert.deepEqual(shown.lacks, ['1 more must vote.']);
  assert.deepEqual([shown.open?.yes, shown.open?.no, shown.open?.of, shown.open?.outlook, shown.open?.inForce], [18, 1, 40, 'open', shown.openedAt + 30 * dayMs]);
  assert.deepEqual(shown.open?.mine, { asked: true, said: { member: 'm3', choice: 'yes', words: 'yes', reason: null }, confirm: false, mustAgree: false, canStop: false, via: [] });
  const [brief] = proposalsNow(house.view, house.state, 'm39').open;
  assert.deepEqual([brief?.amendments, brief?.comments, brief?.unconfirmed, brief?.mine?.said], [3, 2, 0, null]);
});

test('amendments show their rivals and their counts; the votes make the revision, and 18 are asked again', () => {
  const { house, id, garden, slide, rival } = park();
  const before = detail(house, id);
  assert.deepEqual(before.amendments.map((each) => [each.id, each.by, each.revision, each.rivals]), [[garden, 'm30', 1, []], [slide, 'm22', 1, [rival]], [rival, 'm29', 1, [slide]]]);
  assert.deepEqual(before.amendments[1]?.edits.map(said), [['paragraph', 'p4', 'With two swings.', 'With two swings and a slide.']]);
  house.until(house.bench.now + 7 * dayMs);
  const after = detail(house, id, 'm3');
  assert.deepEqual(after.amendments.map((each) => [each.id, each.end?.how, each.end?.words]), [
    [garden, 'rejected', 'not taken in: not enough were for it'], [slide, 'adopted', 'taken in'], [rival, 'rejected', 'not taken in: not enough were for it'],
  ]);
  assert.deepEqual(after.amendments[1]?.count?.bodies.map(({ lines }) => lines), [[
    '31 yes, 0 yes with a concern, 4 no, 0 with an objection, 0 abstain, 5 have said nothing: 40 in all.', '35 of 40 voted, and at least 2 must: enough.',
    'At least 60 % of 35 is 21 in whole people, and 31 say yes: enough.', 'So it is yes.',
  ]]);
  assert.deepEqual(after.revisions.map(({ number, amendments, differences }) => [number, amendments, differences.map(said)]), [
    [1, [], []], [2, [slide], [['paragraph', 'p4', 'With two swings.', 'With two swings and a slide.']]],
  ]);
  assert.deepEqual(after.text.map(({ text }) => text), ['We want a park.', 'With a playground.', 'With two swings and a slide.']);
  assert.deepEqual([after.revision.number, after.unconfirmed.length, after.open?.mine?.confirm, after.ballots.map(({ member }) => member)], [2, 18, true, ['m18']]);
  assert.deepEqual(after.lacks, ['19 more must vote.', 'As it stands 1 must say yes, and 0 do.', '18 who said yes to an earlier revision have yet to say whether they still do.']);
});

test('a comment stays with its paragraph, says whether that still stands, and is told from one that was erased or is another\'s', () => {
  const { house, id } = park();
  const kept = (by: string, text: string): string => JSON.stringify({ by, salt: '0'.repeat(32), text });
  house.until(house.bench.now + 7 * dayMs);
  house.say('m5', { kind: 'comment', body: { proposal: id, paragraph: 'p4', commitment: '5'.repeat(64) } });
  const words = { ['1'.repeat(64)]: kept('m20', 'Where?'), ['5'.repeat(64)]: kept('m6', 'Not mine.') };
  assert.deepEqual(detail(house, id, undefined, words).commented.map(({ by, paragraph, place, revision, answers, text }) => [by, paragraph, place, revision, answers, text]), [
    ['m20', 'p1', 'stands', 1, null, 'Where?'], ['m21', 'p4', 'changed', 1, '1'.repeat(64), null], ['m5', 'p4', 'stands', 2, null, null],
  ]);
});

test('a comment on an amendment stands with it; a paragraph that was taken away is gone', () => {
  const house = new Watched(people(3), { matters: majority });
  const id = house.propose('m0', { change: 'resolution' }, { text: [{ id: 'p1', text: 'One.' }] });
  house.say('m1', { kind: 'comment', body: { proposal: id, paragraph: 'p1', commitment: 'a'.repeat(64) } });
  const amendment = amend(house, 'm2', id, { edit: 'paragraph', id: 'p1', before: 'One.', after: null });
  house.say('m1', { kind: 'comment', body: { proposal: amendment, commitment: 'b'.repeat(64) } });
  house.vote('m1', amendment);
  house.until(house.bench.now + 7 * dayMs);
  assert.deepEqual(detail(house, id).commented.map(({ amendment: on, paragraph, place }) => [on, paragraph, place]), [[null, 'p1', 'gone'], [amendment, null, null]]);
});

test('each revision names the amendments that made it, and those alone', () => {
  const house = new Watched(people(3), { matters: majority });
  const id = house.propose('m0', { change: 'resolution' }, { title: 'One', text: [{ id: 'p1', text: 'One.' }] });
  const takenIn = (edit: Edit): string => {
    const amendment = amend(house, 'm1', id, edit);
    house.vote('m2', amendment);
    house.until(house.bench.now + 7 * dayMs);
    return amendment;
  };
  const [first, second] = [takenIn({ edit: 'title', before: 'One', after: 'Two' }), takenIn({ edit: 'paragraph', id: 'p1', before: 'One.', after: 'Two.' })];
  assert.deepEqual(detail(house, id).revisions.map(({ number, amendments, differences }) => [number, amendments, differences.length]), [[1, [], 0], [2, [first], 1], [3, [second], 1]]);
  assert.equal(detail(house, id).title, 'Two');
});

test('decided, it keeps how it ended and by which count', () => {
  const { house, id } = park();
  house.until(house.bench.now + 7 * dayMs);
  const { digest } = detail(house, id).revision;
  house.vote('m0', id, 'concern', { revision: digest, reason: 'mind the trees' });
  all(house, id, 'yes', 1, 17, digest);
  all(house, id, 'yes', 19, 24, digest); // m18's objection was to what it said before, and stands
  const { closes } = detail(house, id).open ?? { closes: 0 };
  house.until(closes);
  const shown = detail(house, id);
  assert.deepEqual([shown.open, shown.end?.how, shown.end?.words, shown.end?.recordedAt], [null, 'carried', 'carried, with 24 yes and 1 no of 40', closes]);
  assert.deepEqual(shown.count?.bodies[0]?.winners, ['yes']);
  assert.deepEqual(proposalsNow(house.view, house.state).decided.map(({ id: each, title, end, ballots }) => [each, title, end.how, ballots]), [[id, 'A park', 'carried', 25]]);
});

test('with monthly windows it says in which it would be in force', () => {
  const house = new Watched(people(3), { windows: { every: 'month', on: 1 } });
  const id = house.propose('m0', { change: 'charter', set: { late_days: 14 } });
  const shown = detail(house, id);
  assert.equal(new Date(shown.open?.closes ?? 0).toISOString(), '2026-02-04T12:00:00.000Z');
  assert.equal(new Date(shown.open?.inForce ?? 0).toISOString(), '2026-03-01T00:00:00.000Z');
  assert.deepEqual(shown.changes.map(said), [['charter', 'late_days', '30', '14']]);
  house.vote('m1', id);
  assert.equal(new Date(detail(house, id).open?.waits ?? 0).toISOString(), '2026-02-01T00:00:00.000Z', 'carried at once, it waits for the next one');
});

test('what is entrenched says which cap, whose yes, which vote of how many, and what the votes before came to', () => {
  const entrenched: NonNullable<Charter['entrenched']> = { quorum: { says: 'who decides how', cap: { charter: ['decide'] }, way: { consent: ['m1'], votes: 2, apart_days: 30 } } };
  const house = new Watched(people(3), { entrenched });
  const change: Change = { change: 'charter', set: { decide: { more_than: { numerator: 2, denominator: 3 }, days: 30 } } };
  const id = house.propose('m0', change);
  house.vote('m2', id);
  const first = detail(house, id);
  assert.deepEqual([first.entrenched?.names, first.entrenched?.vote, first.entrenched?.votes, first.lacks], [['quorum'], 1, 2, ['m1 must say yes.']]);
  assert.deepEqual(first.changes.map(said), [['charter', 'decide.days', null, '30'], ['charter', 'decide.more_than', null, '2/3']]);
  house.vote('m1', id);
  const second = detail(house, id);
  assert.deepEqual(second.ballots, []);
  assert.deepEqual([second.entrenched?.vote, second.votes.map(({ vote, count }) => [vote, count.bodies[0]?.winners])], [2, [[1, ['yes']]]]);
  assert.equal(second.lacks[0], 'Vote 2 of 2 begins at Wed 4 Feb 2026, 12:00 (UTC).');
});

test('votes that come through others say through whom', () => {
  const house = new Watched(people(4));
  house.say('m1', { kind: 'delegate', body: { topic: null, to: 'm2' } });
  house.say('m2', { kind: 'delegate', body: { topic: 'money', to: 'm3' } });
  const id = house.propose('m3', { change: 'resolution' }, { topic: 'money' });
  assert.deepEqual(detail(house, id).via, [{ member: 'm1', through: ['m2', 'm3'] }, { member: 'm2', through: ['m3'] }]);
  const decided = detail(house, id);
  assert.deepEqual([decided.end?.how, decided.end?.words], ['carried', 'carried, with 3 yes and 0 no of 4']);
});

test('a choice shows each option, what it would change, and which one won', () => {
  const house = new Watched(people(3), { matters: [{ name: 'several', changes: ['choice', 'charter', 'resolution'], asked: 'all', rule: { rule: 'approval', winners: 1, quorum: 1 }, days: 7 }] });
  const options = [{ id: 'longer', says: 'a month more', change: { change: 'charter' as const, set: { late_days: 60 } } }, { id: 'talk', says: 'talk first' }];
  const id = house.propose('m0', { change: 'choice', options });
  const open = detail(house, id);
  assert.deepEqual(open.options.map(({ id: option, words, changes }) => [option, words, changes.map(said)]), [['longer', 'another charter: late days', [['charter', 'late_days', '30', '60']]], ['talk', null, []]]);
  for (const member of ['m0', 'm1']) house.vote(member, id, { approve: ['talk'] });
  house.until(house.bench.now + 7 * dayMs);
  assert.deepEqual([detail(house, id).end?.winner, detail(house, id).end?.words, house.view.charter?.late_days], ['talk', 'carried: talk', 30]);
});
