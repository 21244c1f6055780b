import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { grantOf, KeyFileError, newKeyFile, parseKeyFile, readKeyFile, sealerOf, writeKeyFile } from './files.ts';
import { createSealVerifier } from './node.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-keys-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

function failsWith(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof KeyFileError, String(error));
    assert.equal(error.code, code);
    assert.ok(error.hint.length > 0);
    return true;
  };
}

test('a key file is written for its owner alone, and read back', (t) => {
  const path = join(folderFor(t), 'ana-1.json');
  const file = newKeyFile('ana-1', 'member', 'ana');
  writeKeyFile(path, file);
  assert.deepEqual(readKeyFile(path), file);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(join(path, '..')), ['ana-1.json']);
  for (const role of ['operator', 'log', 'device', 'gateway'] as const) assert.deepEqual(parseKeyFile(JSON.stringify(newKeyFile('k', role, 'o')))?.role, role);
  assert.equal(createSealVerifier().verify(file.public_key, 'pay', sealerOf(file).sign('pay')), true);
});

test('the grant holds no secret', () => {
  assert.deepEqual(Object.keys(grantOf(newKeyFile('ana-1', 'member', 'ana'))), ['id', 'role', 'owner', 'public_key']);
});

test('a key is never overwritten', (t) => {
  const path = join(folderFor(t), 'key.json');
  const first = newKeyFile('ana-1', 'member', 'ana');
  writeKeyFile(path, first);
  assert.throws(() => writeKeyFile(path, newKeyFile('ana-1', 'member', 'ana')), failsWith('exists'));
  assert.deepEqual(readKeyFile(path), first);
  assert.deepEqual(readdirSync(join(path, '..')), ['key.json']);
});

test('what is wrong with a key file is said', (t) => {
  const folder = folderFor(t);
  const path = join(folder, 'key.json');
  assert.throws(() => readKeyFile(path), failsWith('missing'));
  assert.throws(() => readKeyFile(folder), failsWith('io'));
  assert.throws(() => writeKeyFile(join(folder, 'no', 'key.json'), newKeyFile('a', 'member', 'a')), failsWith('io'));
  writeKeyFile(path, newKeyFile('ana-1', 'member', 'ana'));
  chmodSync(path, 0o640);
  assert.throws(() => readKeyFile(path), failsWith('too_open'));
});

test('a changed key file is refused', (t) => {
  const path = join(folderFor(t), 'key.json');
  const file = newKeyFile('ana-1', 'member', 'ana');
  writeKeyFile(path, file);
  const text = readFileSync(path, 'utf8');
  const other = newKeyFile('ana-1', 'member', 'ana');
  const changes = ['', '{', '[]', text.slice(0, 40), text.replace('member', 'boss'), text.replace('"ana"', '"a b"'),
    text.replace(file.public_key, other.public_key), text.replace(file.seed, other.seed), text.replace(file.seed, ''),
    text.replace(file.seed, `${file.seed}\\n`)];
  for (const change of changes) {
    writeFileSync(path, change);
    assert.throws(() => readKeyFile(path), failsWith('malformed'), change);
  }
});
