/** What the page tells of keys and devices, without a browser. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { softPasskey } from '../../src/testing/passkey.ts';
import { deviceName } from '../../web/src/acting/device-name.ts';
import { deviceKinds, pageKinds } from '../../web/src/acting/kinds.ts';
import { grantIn, spokenCode } from '../../web/src/acting/lost.ts';
import { charterDefaults } from '../../src/vocabulary/charter.ts';
import { speakEnglish } from './speaking.ts';

speakEnglish();

test('a device is called by its browser and its machine', () => {
  const agents: { readonly [name: string]: string } = {
    'Chrome on Android': 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
    'Safari on iPhone': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    'Firefox on Windows': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0',
    'Edge on Windows': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    'Safari on Mac': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    'A device': 'curl/8.5.0',
  };
  for (const [name, agent] of Object.entries(agents)) assert.equal(deviceName(agent), name);
});

test('the code that is said by voice is the beginning of the public half\'s SHA-256, in fours', () => {
  const { grant } = softPasskey('ana');
  const digest = createHash('sha256').update(grant.public_key).digest('hex');
  assert.equal(spokenCode(grant), `${digest.slice(0, 4)} ${digest.slice(4, 8)} ${digest.slice(8, 12)}`);
});

test('a grant is read from a link for the member alone whom it names, and what is no grant isn\'t', () => {
  const { grant } = softPasskey('ana', 'passkey-1');
  const textOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  assert.deepEqual(grantIn(textOf(grant)), grant);
  assert.deepEqual(grantIn(textOf({ ...grant, role: 'operator', expires: 5, scope: { kinds: [] } })), grant, 'nothing but what belongs there');
  const { passkey: _, ...plain } = grant;
  for (const text of ['', 'x', '{}', textOf({}), textOf(null), textOf(plain), textOf({ ...grant, owner: 'a b' }), textOf({ ...grant, public_key: 7 }), textOf(grant).slice(0, -9)]) assert.equal(grantIn(text), undefined, text);
});

test('a device that a passkey lets act says nothing that weighs; a page\'s key, of who has none, neither pays nor makes keys', () => {
  const grave = [...charterDefaults.weighty.kinds, 'key.add', 'key.revoke', 'friends'];
  assert.deepEqual(deviceKinds.filter((kind) => (grave as readonly string[]).includes(kind)), []);
  assert.deepEqual(pageKinds.filter((kind) => ['pay', 'key.add', 'key.revoke', 'friends'].includes(kind)), []);
});
