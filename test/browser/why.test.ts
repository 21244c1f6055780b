/** Which sentence of an agreement the why quotes, without a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentencesOf } from '../../src/vocabulary/sentences.ts';
import { clauseOf } from '../../web/src/why/clause.ts';

const text = `Whoever takes wood from woodpile pays 1.50 crown a piece, times what their declared means say: from 0.00, times 1.
  A taking counts when the sensors are at least 0.9 sure that it happened. Pieces put back within 10 minutes are paid back.
  On a day on which fewer than 20 pieces lay there and a house was below 16.0 °C, the provider pays that house's member 10.00 crown, once.`;

test('a taking, what was put back, and a cold house find their sentence; what shares nothing finds none', () => {
  const sentences = sentencesOf(text);
  assert.equal(clauseOf(sentences, 'Ana took 4 pieces (8400 g) at 1.50 each', ['1.50']), 0);
  assert.equal(clauseOf(sentences, 'Ana put back 2 pieces, paid back at 3.00 each', ['3.00']), 2);
  assert.equal(clauseOf(sentences, 'house-a was cold and the pile was low on 2026-01-05', ['10.00']), 3);
  assert.equal(clauseOf(sentences, 'xyz', []), undefined);
});
