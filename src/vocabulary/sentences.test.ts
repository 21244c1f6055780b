import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentencesOf } from './sentences.ts';

test('a sentence ends with a full stop before a capital of any language, a mark that opens, or a name that is yet to be filled in', () => {
  assert.deepEqual(sentencesOf('Wer nimmt, zahlt. Über 1.50 zahlt niemand.\n  Ámbito común. Éste no.'), ['Wer nimmt, zahlt.', 'Über 1.50 zahlt niemand.', 'Ámbito común.', 'Éste no.']);
  assert.deepEqual(sentencesOf('It ends. {pile} is watched. "So" it is. ¿Y luego? ¡Ya! „Ja“ heißt ja.'), ['It ends.', '{pile} is watched.', '"So" it is.', '¿Y luego? ¡Ya! „Ja“ heißt ja.']);
});

test('within a number, a short form or a name none ends', () => {
  assert.deepEqual(sentencesOf('From 0.00, times 1. more, as e.g. this; at 10.30 it closes.'), ['From 0.00, times 1. more, as e.g. this; at 10.30 it closes.']);
});
