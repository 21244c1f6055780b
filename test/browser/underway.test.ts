// What a newer version of the app waits for, without a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, serve } from './fake-browser.ts';
import { sealByPasskey } from '../../web/src/acting/passkeys.ts';
import { asPost, exchange } from '../../web/src/api/exchange.ts';
import { hold, isUnderway, underway } from '../../web/src/api/underway.ts';
import { speakEnglish } from './speaking.ts';

speakEnglish();

test('from the tap to the answer, through all that is asked in between, something is being done', async () => {
  const seen: boolean[] = [];
  serve(() => {
    seen.push(isUnderway());
    return json({});
  });
  await exchange('/api/collective', {});
  await exchange('/api/entries', asPost({}));
  await underway(() => exchange('/api/collective', {}));
  assert.deepEqual([seen, isUnderway()], [[false, true, true], false]);
  await assert.rejects(underway(() => Promise.reject(new Error('fails'))));
  assert.equal(isUnderway(), false);
});

test('as long as somebody is asked for their passkey something is being done', async () => {
  const seen: boolean[] = [];
  Object.defineProperty(navigator, 'credentials', { configurable: true, value: { get: () => {
    seen.push(isUnderway());
    return Promise.resolve(null);
  } } });
  await sealByPasskey('a message');
  assert.deepEqual([seen, isUnderway()], [[true], false]);
});

test('what is held stays so until it is let go of, by each who holds it', () => {
  const [first, second] = [hold(), hold()];
  first();
  assert.equal(isUnderway(), true);
  second();
  assert.equal(isUnderway(), false);
});
