import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createHasher } from '../adapters/keys/node.ts';
import { keptComment, readComment } from './comment-words.ts';

const salt = '000102030405060708090a0b0c0d0e0f';

test('what is kept is {"by":…,"salt":…,"text":…} in that order, and the commitment is its SHA-256 in hex', () => {
  const kept = `{"by":"ana","salt":"${salt}","text":"Too \\"dear\\" for \\nmany – 50 %"}`;
  assert.deepEqual(keptComment(createHasher(), { by: 'ana', salt, text: 'Too "dear" for \nmany – 50 %' }), { commitment: createHash('sha256').update(kept).digest('hex'), kept });
  assert.deepEqual(readComment(kept), { by: 'ana', salt, text: 'Too "dear" for \nmany – 50 %' });
});

test('what is no comment is read as none', () => {
  for (const kept of ['', '[]', 'null', '{"text":"x"}', `{"by":"ana","salt":"${salt}"}`, '{"by":"ana","salt":"short","text":"x"}', `{"by":"ana","salt":"${salt}","text":7}`, `{"salt":"${salt}","text":"x"}`]) assert.equal(readComment(kept), undefined, kept);
});
