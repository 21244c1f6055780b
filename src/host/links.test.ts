import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';
import { dayMs } from '../vocabulary/time.ts';
import { linksPath, makeLink, openLinkBook, readLinks, renewLink, revokeLink } from './links.ts';
import { fitsHash, makeSecret, nameIn } from './secrets.ts';

const at = Date.parse('2026-01-05T12:00:00Z');

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-links-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function failsWith(code: string): (error: unknown) => boolean {
  return (error) => error instanceof Error && 'code' in error && error.code === code && 'hint' in error && String(error.hint).length > 0;
}

test('a secret has 256 random bits, is found by its name, and fits its hash alone', () => {
  const made = Array.from({ length: 200 }, () => makeSecret());
  assert.equal(new Set(made.map(({ secret }) => secret)).size, 200);
  for (const { id, secret, hash } of made) {
    assert.equal(Buffer.from(secret.slice(id.length + 1), 'base64url').length, 32);
    assert.equal(nameIn(secret), id);
    assert.equal(fitsHash(secret, hash), true);
    assert.equal(fitsHash(`${secret.slice(0, -2)}${secret.endsWith('AA') ? 'BB' : 'AA'}`, hash), false);
  }
  for (const none of ['', 'a', '.', 'a.b', '__proto__', `${'x'.repeat(70)}.${'y'.repeat(43)}`, `a.${'y'.repeat(42)}`, `a.${'y'.repeat(43)}\n`]) assert.equal(nameIn(none), '', none);
  // FIPS 180-4's own example: the hash is SHA-256 of the whole secret.
  assert.equal(fitsHash('abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'), true);
});

test('the file is its owner\'s alone, holds no secret, and nothing unfinished is left', (t) => {
  const folder = folderFor(t);
  const { link, secret } = makeLink(folder, { label: 'for grandmother', scope: 'read', days: 90 }, at);
  assert.deepEqual({ ...link, id: '', hash: '' }, { id: '', label: 'for grandmother', scope: 'read', created: at, expires: at + 90 * dayMs, revoked: null, hash: '' });
  const text = readFileSync(linksPath(folder), 'utf8');
  assert.ok(!text.includes(secret) && !text.includes(secret.slice(link.id.length + 1)));
  assert.equal(statSync(linksPath(folder)).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder), ['links.json']);
  assert.deepEqual(readLinks(folder), [link]);
});

test('a link is given another secret: the one before opens nothing; one that is over stays over', (t) => {
  const folder = folderFor(t);
  const { link, secret } = makeLink(folder, { label: 'scale', scope: 'devices', days: 2 }, at);
  const renewed = renewLink(folder, link.id, at + dayMs) ?? assert.fail('it is open');
  const [now] = readLinks(folder);
  assert.deepEqual([nameIn(renewed), { ...now, hash: '' }], [link.id, { ...link, hash: '' }], 'the same one, for as long as before');
  assert.deepEqual([secret, renewed].map((each) => fitsHash(each, now?.hash ?? '')), [false, true]);
  assert.equal(renewLink(folder, link.id, at + 2 * dayMs), undefined);
  revokeLink(folder, link.id, at);
  assert.equal(renewLink(folder, link.id, at + 1), undefined);
  assert.throws(() => renewLink(folder, 'nobody', at), failsWith('unknown_link'));
});

test('a link opens until its time is over or it is revoked, and a running server notices', async (t) => {
  const folder = folderFor(t);
  let now = at;
  const book = openLinkBook(folder, () => now, (message) => assert.fail(message));
  assert.equal(book.find('nobody.x'), undefined);
  const first = makeLink(folder, { label: '', scope: 'read', days: 1 }, at);
  const second = makeLink(folder, { label: '', scope: 'log', days: 2 }, at);
  await nextTurn();
  assert.deepEqual(book.find(first.secret), first.link);
  assert.deepEqual(book.find(second.secret), second.link);
  // The right name with another's secret is nobody's.
  assert.equal(book.find(first.link.id + second.secret.slice(second.link.id.length)), undefined);
  now = at + dayMs - 1;
  assert.equal(book.isOpen(first.link.id), true);
  now = at + dayMs;
  assert.equal(book.isOpen(first.link.id), false);
  assert.equal(book.isOpen(second.link.id), true);
  assert.equal(revokeLink(folder, second.link.id, now).revoked, now);
  await nextTurn();
  assert.equal(book.isOpen(second.link.id), false);
  assert.equal(revokeLink(folder, second.link.id, now + 5).revoked, now, 'the first time stands');
  assert.equal(revokeLink(folder, first.link.id, now + 5).revoked, null, 'it was over by itself');
  assert.throws(() => revokeLink(folder, 'nobody', now), failsWith('unknown_link'));
});

test('a file that can\'t be read opens nothing, is told once, and is never overwritten', async (t) => {
  const folder = folderFor(t);
  const told: string[] = [];
  const book = openLinkBook(folder, () => at, (message) => told.push(message));
  const { link, secret } = makeLink(folder, { label: '', scope: 'read', days: 1 }, at);
  const good = readFileSync(linksPath(folder), 'utf8');
  for (const bad of ['', '{', '[]', '{"links":{}}', good.replace('"read"', '"all"'), good.replace(/"expires": \d+/, '"expires": null'), good.replace(link.hash, 'x'), good.replace(/"revoked": null,?/, '')]) {
    writeFileSync(linksPath(folder), bad);
    await nextTurn();
    const before = told.length;
    assert.equal(book.find(secret), undefined, bad);
    await nextTurn();
    assert.equal(book.isOpen(link.id), false);
    assert.equal(told.length, before + 1, bad);
    assert.throws(() => makeLink(folder, { label: '', scope: 'read', days: 1 }, at), failsWith('malformed'));
    assert.equal(readFileSync(linksPath(folder), 'utf8'), bad);
    assert.deepEqual(readdirSync(folder), ['links.json']);
  }
  writeFileSync(linksPath(folder), good);
  await nextTurn();
  assert.deepEqual(book.find(secret), link);
});

test('while another writes, one waits, and leaves what the other has begun alone', (t) => {
  const folder = folderFor(t);
  writeFileSync(`${linksPath(folder)}.unfinished`, 'half');
  assert.throws(() => makeLink(folder, { label: '', scope: 'read', days: 1 }, at), failsWith('busy'));
  assert.equal(readFileSync(`${linksPath(folder)}.unfinished`, 'utf8'), 'half');
  assert.deepEqual(readLinks(folder), []);
});

test('links that are long over make room; with 1,000 left there is no other', (t) => {
  const folder = folderFor(t);
  const { link } = makeLink(folder, { label: 'old', scope: 'read', days: 1 }, at);
  const made = makeLink(folder, { label: 'new', scope: 'read', days: 1 }, at + 91 * dayMs - 1);
  assert.deepEqual(readLinks(folder).map(({ label }) => label), ['old', 'new']);
  makeLink(folder, { label: 'newer', scope: 'read', days: 1 }, at + 91 * dayMs);
  assert.deepEqual(readLinks(folder).map(({ label }) => label), ['new', 'newer']);
  writeFileSync(linksPath(folder), JSON.stringify({ links: Array.from({ length: 1000 }, (_, count) => ({ ...made.link, id: `l${count}` })) }));
  assert.throws(() => makeLink(folder, { label: '', scope: 'read', days: 1 }, at), failsWith('too_many'));
  assert.ok(link.id !== made.link.id);
});
