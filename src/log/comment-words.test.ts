import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createHasher } from '../adapters/keys/node.ts';
import { keptComment, readComment } from './comment-words.ts';

const salt = '000102030405060708090a0b0c0d0e0f';

test('what is kept is {"salt":…,"text":…} in that order, and the commitment is its SHA-256 in hex', () => {
  const kept = `{"salt":"${salt}","text":"Too \\"dear\\" for \\nmany – 50 %"}`;
  assert.deepEqual(keptComment(createHasher(), { salt, text: 'Too "dear" for \nmany – 50 %' }), { commitment: createHash('sha256').update(kept).digest('hex'), kept });
  assert.deepEqual(readComment(kept), { salt, text: 'Too "dear" for \nmany – 50 %' });
});

test('what is no comment is read as none', () => {
  for (const kept of ['', '[]', 'null', '{"text":"x"}', `{"salt":"${salt}"}`, '{"salt":"short","text":"x"}', `{"salt":"${salt}","text":7}`]) assert.equal(readComment(kept), undefined, kept);
});
