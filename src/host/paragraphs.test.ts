import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedParagraphs, paragraphEdits, paragraphsIn } from './paragraphs.ts';

const text = ['The park gets a playground.', 'The hut stays where it is.', 'The money comes from the common purse.'];

test('blank lines divide paragraphs, and a line break within one stays', () => {
  assert.deepEqual(paragraphsIn('\n\none\r\ntwo\r\n\r\n  \nthree\n\n\n'), ['one\ntwo', 'three']);
  assert.deepEqual(namedParagraphs(['one', 'three']), [{ id: 'p1', text: 'one' }, { id: 'p2', text: 'three' }]);
});

test('a paragraph that changes keeps its name, one that is new stands behind the one before it, the rest is left alone', () => {
  const before = namedParagraphs(text);
  const after = ['The park gets a large playground.', 'Dogs stay on the lead.', text[1] ?? '', text[2] ?? ''];
  assert.deepEqual(paragraphEdits(before, after), [
    { edit: 'paragraph', id: 'p1', before: text[0], after: after[0] },
    { edit: 'paragraph', id: 'p4', before: null, after: 'Dogs stay on the lead.', behind: 'p1' },
  ]);
});

test('what is gone is removed last, so that what was put in its place can stand behind its neighbour; the first stands first of all', () => {
  const before = namedParagraphs(text);
  assert.deepEqual(paragraphEdits(before, ['Something else entirely, with no word of it.', text[2] ?? '']), [
    { edit: 'paragraph', id: 'p4', before: null, after: 'Something else entirely, with no word of it.', behind: null },
    { edit: 'paragraph', id: 'p1', before: text[0], after: null },
    { edit: 'paragraph', id: 'p2', before: text[1], after: null },
  ]);
  assert.deepEqual(paragraphEdits(before, text), []);
  assert.deepEqual(paragraphEdits([], []), []);
});

test('of several that are alike the one that is the most so is the same', () => {
  const before = [{ id: 'p1', text: 'a b c d' }, { id: 'p7', text: 'a b c e' }];
  assert.deepEqual(paragraphEdits(before, ['a b c e f']), [
    { edit: 'paragraph', id: 'p7', before: 'a b c e', after: 'a b c e f' },
    { edit: 'paragraph', id: 'p1', before: 'a b c d', after: null },
  ]);
});
