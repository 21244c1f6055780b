import assert from 'node:assert/strict';
import { test } from 'node:test';
import { charterNow } from '../host/charter.ts';
import { proposalNow } from '../host/proposals.ts';
import { Watched } from '../testing/watched.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Charter, Matter } from '../vocabulary/charter.ts';

const half = { more_than: { numerator: 1, denominator: 2 } };
const quorum = (name: string, people: number, more: Partial<Matter> = {}): Matter => ({ name, changes: ['resolution'], asked: 'all', rule: { rule: 'majority', yes: half, quorum: people }, days: 3, ...more });
const members = [...['ana', 'bo', 'cy'].map((id) => ({ id })), { id: 'pot', commons: true as const }];

function house(rules: Partial<Charter>): Watched {
  return new Watched(members, rules);
}

function notesNow(watched: Watched): readonly string[] | undefined {
  return charterNow(watched.view, watched.state)?.notes;
}

function notesOf(watched: Watched, change: Change): readonly string[] | undefined {
  const id = watched.propose('ana', change);
  return proposalNow(watched.view, watched.state, id, () => undefined)?.notes;
}

test('what three members can\'t decide by the charter is said of it; what all hold in common is nobody, and with a fourth member it can be', () => {
  const stove: Matter = quorum('stove', 2, { asked: 'group:stove' });
  const watched = house({ groups: { stove: ['ana'], attic: [] }, matters: [quorum('words', 4), stove, quorum('attic', 1, { asked: 'group:attic' }), quorum('rest', 3)] });
  assert.deepEqual(notesNow(watched), [
    'Nothing can be decided at present in the matter words: it takes 4 members, and there are 3.',
    'Nothing can be decided at present in the matter stove: it takes 2 of the group stove, and there is one.',
    'Nothing can be decided at present in the matter attic: it takes 1 of the group attic, and there is nobody.',
  ]);
  watched.say('operator', { kind: 'admit', body: { member: { id: 'dee' }, keys: [] } });
  assert.equal(notesNow(watched)?.length, 2);
  watched.say('ana', { kind: 'leave', body: {} });
  assert.deepEqual(notesNow(watched)?.slice(0, 2), [
    'Nothing can be decided at present in the matter words: it takes 4 members, and there are 3.',
    'Nothing can be decided at present in the matter stove: it takes 2 of the group stove, and there is nobody.',
  ]);
});

test('who changes how is decided, or whom a group has, is told what couldn\'t be by that; of other parts nothing is said, nor of what is taken away', () => {
  const watched = house({ groups: { stove: ['ana', 'bo'] }, matters: [quorum('stove', 2, { asked: 'group:stove' }), quorum('words', 9)] });
  const words = 'Nothing can be decided at present in the matter words: it takes 9 members, and there are 3.';
  assert.deepEqual(notesOf(watched, { change: 'charter', set: { name: 'Elsewhere' } }), []);
  assert.deepEqual(notesOf(watched, { change: 'resolution' }), []);
  assert.deepEqual(notesOf(watched, { change: 'charter', set: { groups: { stove: ['bo'] } } }), ['Nothing can be decided at present in the matter stove: it takes 2 of the group stove, and there is one.', words]);
  const amending: Charter['amending'] = { rule: { rule: 'consensus', assents: 4 }, days: 3, confirm_days: 3 };
  assert.deepEqual(notesOf(watched, { change: 'charter', set: { amending } }), [words, 'No amendment can be taken in at present: it takes 4 members, and there are 3.']);
  assert.deepEqual(notesOf(watched, { change: 'charter', set: { matters: null } }), []);
});

test('of several it is said which', () => {
  const watched = house({ matters: [] });
  const option = (id: string, people: number): { id: string; says: string; change: Change & { change: 'charter' } } => ({ id, says: id, change: { change: 'charter', set: { matters: [quorum('words', people)] } } });
  assert.deepEqual(notesOf(watched, { change: 'choice', options: [option('few', 3), option('many', 4)] }), ['many: Nothing can be decided at present in the matter words: it takes 4 members, and there are 3.']);
});

test('of a collective that nobody belongs to yet nothing is said, and nothing of a proposal that is decided', () => {
  assert.deepEqual(notesNow(new Watched([], { matters: [quorum('words', 4)] })), []);
  const watched = house({ matters: [quorum('words', 4)] });
  const id = watched.propose('ana', { change: 'charter', set: { matters: [quorum('words', 5)] } });
  watched.vote('bo', id);
  const detail = proposalNow(watched.view, watched.state, id, () => undefined);
  assert.deepEqual([detail?.end?.how, detail?.notes], ['carried', []]);
});
