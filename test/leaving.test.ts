// Leaving with everything, going on under another operator, and the way back for a folder that was cut, emptied or restored.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { sealEntry } from '../src/host/sealing.ts';
import { openWitnessKey } from '../src/host/witness-key.ts';
import { createArchiveWriter } from '../src/log/archive.ts';
import { toHex } from '../src/log/bytes.ts';
import { recordBytes } from '../src/log/record.ts';
import type { MemberFile } from '../src/log/member-file.ts';
import type { LogRecord } from '../src/vocabulary/records.ts';
import { signAnew } from './forger.ts';
import { call, founded, pay, place, receipt, says, served, signerAt } from './trust-house.ts';

const refused = (code: string) => (error: unknown): boolean => error instanceof Error && (error as Error & { code?: string }).code === code;

test('a receipt: got beside a server, kept, and checked offline by a policy or by one\'s own copy', async (t) => {
  const data = await founded('receipts');
  const serving = await served(t, data);
  const seq = await pay(data);
  const file = await receipt(data, seq, place('one.receipt'));
  says(await call('receipt', 'policy', '--url', serving.link, '--out', place('linden.policy')), 0, /Compare it with another member's/);
  says(await call('receipt', 'check', file, '--policy', place('linden.policy')), 0,
    new RegExp(`^record ${seq} of frankpledge/[0-9a-f]{16}: ana said "pay" at .*sealed with member-ana; recorded at .*\\n {2}\\{"amount":"1\\.00","to":"bo","unit":"crown"\\}\\n {2}under the head of ${seq + 1} records, root .*, signed by the log's key\\n {2}cosigned by no witness, since the members have agreed on none`));
  const first = await call('receipt', '0', '--data', data, '--out', place('zero.receipt'));
  says(first, 0, /^record 0 of .*operator said "found"[^]*… \(\d+ characters; `receipt check` with --json prints them all\)\n/);
  assert.ok(first.stdout.length < 2500, `${first.stdout.length} characters`);
  const text = readFileSync(file, 'utf8');
  const { entry } = JSON.parse(Buffer.from(/^extra (.*)$/m.exec(text)?.[1] ?? '', 'base64').toString()) as LogRecord;
  const byId = await call('receipt', entry.id, '--url', serving.link, '--out', place('by-id.receipt'));
  says(byId, 0, new RegExp(`^record ${seq} of`));
  says(await call('receipt', 'no-such-entry', '--url', serving.link), 2, /^$/, /there is no record whose entry is no-such-entry/);
  says(await call('receipt', '9999', '--data', data), 2, /^$/, /there is no record 9999: the log has/);
  await serving.stop();
  says(await call('receipt', 'check', file, '--data', data), 0, /^record/);
  says(await call('receipt', entry.id, '--data', data, '--out', place('offline.receipt')), 0, new RegExp(`^record ${seq} of`));
  const later = await pay(data);
  says(await call('receipt', String(later), '--data', data), 2, /^$/, new RegExp(`no signed head covers record ${later} yet \\[unsigned\\]\\n {2}A running server signs`));

  const extra = Buffer.from(/^extra (.*)$/m.exec(text)?.[1] ?? '', 'base64').toString();
  writeFileSync(place('other.receipt'), text.replace(/^extra .*$/m, `extra ${Buffer.from(extra.replace('"1.00"', '"9.00"')).toString('base64')}`));
  says(await call('receipt', 'check', place('other.receipt'), '--policy', place('linden.policy')), 1, /^$/, /PROVES NOTHING: .*does not prove that this is entry .*\[not_in_log\]/);
  writeFileSync(place('bare.receipt'), text.replace(/^extra .*\n/m, ''));
  says(await call('receipt', 'check', place('bare.receipt'), '--policy', place('linden.policy')), 2, /^$/, /doesn't carry the record .*\[malformed\]/);
  says(await call('receipt', 'check', place('linden.policy'), '--policy', place('linden.policy')), 2, /^$/, /\[malformed\]/);
  says(await call('receipt', 'check', file, '--data', place('nowhere')), 2, /^$/, /by whose keys it counts isn't known here/);
  const strangers = await founded('strangers');
  says(await call('receipt', 'check', file, '--data', strangers), 1, /^$/, /\[wrong_log\]/);
});

test('a member leaves with all that is theirs, and any part of it that doesn\'t follow is found', async (t) => {
  const data = await founded('own');
  const serving = await served(t, data);
  const seq = await pay(data, '--reason', 'bread');
  await receipt(data, seq, place('own.receipt'));
  says(await call('export', '--member', 'anna', '--data', data), 2, /^$/, /there is no member anna/);
  says(await call('export', '--member', 'ana', '--data', data, '--out', place('ana.json')), 0, /records that ana sealed or that name ana are in .*ana\.json\.\nIt holds personal texts/);
  await serving.stop();
  writeFileSync(place('own.policy'), (JSON.parse(readFileSync(place('ana.json'), 'utf8')) as MemberFile).policy);
  const check = async (change: (file: MemberFile & Record<string, unknown>) => unknown = (file) => file): ReturnType<typeof call> => {
    const file = JSON.parse(readFileSync(place('ana.json'), 'utf8')) as MemberFile & Record<string, unknown>;
    writeFileSync(place('changed.json'), JSON.stringify(change(file)));
    return await call('receipt', 'check', place('changed.json'), '--policy', place('own.policy'));
  };
  says(await check(), 0, /^\d+ records of ana are in the log frankpledge\//);
  const own = JSON.parse(readFileSync(place('ana.json'), 'utf8')) as MemberFile;
  assert.deepEqual(own.balances, { ana: { crown: '99.00' } });
  assert.deepEqual(own.postings.map(({ from, to, amount, why }) => [from, to, amount, why]), [['outside', 'ana', '100.00', 'opening balance of Ana at the founding'], ['ana', 'bo', '1.00', 'Ana paid bo: bread']]);
  assert.deepEqual(own.consents.map(({ subcontract, part }) => [subcontract, part]), [['cash', 'guarantee']]);
  assert.match(own.texts[0]?.text ?? '', /"means":\{"crown":"800\.00"\}.*"salt":"[0-9a-f]{32}"/);
  assert.deepEqual(own.proofs.map(({ record }) => JSON.parse(record) as LogRecord).filter(({ entry }) => entry.by === 'ana').map(({ entry }) => entry.kind), ['consent', 'pay']);

  says(await check((file) => ({ ...file, balances: { ana: { crown: '999.00' } } })), 1, /^$/, /the balances in it aren't those that follow/);
  says(await check((file) => ({ ...file, postings: file.postings.slice(1) })), 1, /^$/, /the postings in it aren't/);
  says(await check((file) => ({ ...file, consents: [] })), 1, /^$/, /the consents in it aren't/);
  says(await check((file) => ({ ...file, texts: [{ ...file.texts[0], text: '{"means":{"crown":"1.00"}}' }] })), 1, /^$/, /no record of the member commits to the text/);
  const changedProofs = (change: (each: MemberFile['proofs'][number]) => object) => (file: MemberFile): object => ({ ...file, proofs: file.proofs.map((each) => (each.seq === seq ? { ...each, ...change(each) } : each)) });
  says(await check(changedProofs(({ record }) => ({ record: record.replace('bread', 'brexd') }))), 1, /^$/, new RegExp(`nothing proves that record ${seq} is among`));
  says(await check(changedProofs(({ outcome }) => ({ outcome: outcome.replace('"amount":100', '"amount":900') }))), 1, /^$/, new RegExp(`the outcome of record ${seq} isn't the one`));
  says(await check((file) => ({ ...file, head: null })), 1, /^$/, /no signed head came with it/);
  says(await check((file) => ({ ...file, version: 3 })), 2, /^$/, /no export of a member/);
  says(await check(changedProofs(() => ({ proof: null }))), 0, new RegExp(`NOT under the signed head yet: 1 records \\(${seq}\\)`));
});

test('an erased text leaves every proof and the replay as they were', async (t) => {
  const data = await founded('erased');
  const serving = await served(t, data);
  const attested = openSqliteJournal(data, 'read');
  const rows = attested.read(0, attested.head());
  attested.close();
  const row = rows.find(({ record }) => record.includes('"kind":"attest"'));
  const { entry } = JSON.parse(row?.record ?? '') as { entry: { body: { commitment: string } } };
  const before = await receipt(data, row?.seq ?? -1, place('attest.receipt'));
  says(await call('export', '--data', data, '--out', place('before.log')), 0, /The log is in/);
  says(await call('erase', 'ana', '--data', data), 0, /One text of ana is erased here/);
  await serving.stop();
  says(await call('erase', 'ana', '--data', data), 0, /Nothing that ana declared is kept here/);
  const journal = openSqliteJournal(data, 'read');
  assert.equal(journal.getBody(entry.body.commitment), undefined);
  journal.close();
  assert.equal(readFileSync(join(data, 'journal.sqlite')).includes('800.00'), false, 'it isn\'t left in the file');
  says(await call('verify', data), 0, /all outcomes reproduced/);
  says(await call('receipt', 'check', before, '--data', data), 0, /operator said "attest"/);
  says(await call('export', '--data', data, '--out', place('after.log')), 0, /The log is in/);
  assert.equal(readFileSync(place('after.log'), 'utf8'), readFileSync(place('before.log'), 'utf8'));
  says(await call('export', '--member', 'ana', '--data', data, '--out', place('erased.json')), 0, /are in/);
  assert.deepEqual((JSON.parse(readFileSync(place('erased.json'), 'utf8')) as MemberFile).texts, []);
  says(await call('receipt', 'check', place('erased.json'), '--data', data), 0, /records of ana are in the log/);
  await served(t, data);
});

test('another operator goes on elsewhere while the old one still runs: its later records count nowhere, members\' acts are handed in again', async (t) => {
  const old = await founded('old');
  const oldServer = await served(t, old);
  await receipt(old, await pay(old), place('before.receipt'));
  says(await call('export', '--data', old, '--out', place('common.log')), 0, /The log is in/);
  const next = place('next');
  says(await call('import', place('common.log'), '--data', next), 0, /To go on here under another operator, members propose and vote/);
  await assert.rejects(served(t, next), /no operator's key/);
  const proposed = await call('propose', 'operator', '--data', next, '--as', 'ana', '--key', join(old, 'keys/member-ana.json'), '--reason', 'the old one reads our mail', '--json');
  const { proposal } = JSON.parse(proposed.stdout) as { proposal: { id: string } };
  says(await call('vote', proposal.id.slice(0, 8), 'yes', '--data', next, '--as', 'bo', '--key', join(old, 'keys/member-bo.json')), 0, /carried: it is so now/);
  assert.ok(existsSync(join(next, 'keys/log-2.unused')));

  // What a copy of the folder, a restored backup or the old key would sign could be a second history.
  const copy = place('next-copy');
  cpSync(next, copy, { recursive: true });
  await assert.rejects(served(t, copy), refused('unsigned'), 'a copied mark is no mark');
  says(await call('backup', place('next.backup'), '--data', next, '--with-keys'), 0, /private keys/);
  says(await call('restore', place('next.backup'), '--data', place('next-restored')), 0, /catch-up --data .*next-restored --from[^]*propose operator --data .*next-restored/);
  await assert.rejects(served(t, place('next-restored')), refused('unsigned'));

  const nextServer = await served(t, next);
  assert.equal(existsSync(join(next, 'keys/log-2.unused')), false, 'its first signature was made');
  says(await call('verify', nextServer.link), 0, /the head at \d+ records is signed by the log's key/);
  const mine = place('my-copy');
  says(await call('import', nextServer.link, '--data', mine), 0, /To keep it up to date as your copy: .*catch-up --data/);

  // The old one takes more.
  const late = [await pay(old), await pay(old)];
  await receipt(old, late[1] ?? -1, place('late.receipt'));
  says(await call('issue', 'bo', '500.00', '--reason', 'for me', '--data', old), 0, /issued by operator/);
  says(await call('issue', 'bo', '500.00', '--reason', 'for me', '--data', next, '--key', join(old, 'keys/operator-1.json')), 1, /^$/, /\[revoked_key\]/);
  says(await call('catch-up', '--data', mine, '--from', oldServer.link), 2, /^$/, /record \d+ is another one in .*my-copy \(propose by ana, .*\) than in http:\/\/127\.0\.0\.1:\d+ \(pay by ana, .*\), and both are signed: these two heads prove it, with the two logs\.\nfrankpledge\/[^]*\nfrankpledge\/[^]*\[differs\]/);
  says(await call('receipt', 'check', place('late.receipt'), '--data', next), 1, /^$/, /\[not_signed\]/);
  says(await call('receipt', 'check', place('before.receipt'), '--data', next), 0, /^record/);

  says(await call('resubmit', '--from', old, '--data', next, '--json'), 1, /"recorded":2,"known":0,"left":0,"refused":\[\{"seq":\d+,"kind":"issue","by":"operator","refusal":\{"code":"revoked_key"/);
  says(await call('resubmit', '--from', old, '--data', next), 1, /0 recorded here, 2 here already, 1 refused\.\n {2}its record \d+ \(issue by operator\): the key operator-1 was revoked \[revoked_key\]/);
  says(await call('status', 'ana', '--data', next), 0, /ana \(Ana\): 97\.00 crown/);
  says(await call('resubmit', '--from', await founded('unrelated'), '--data', next), 2, /^$/, /have no record in common/);
  says(await call('catch-up', '--data', mine, '--from', nextServer.link), 0, /records were missing after the first \d+; they are in .*\nIts signed head is the last that is known here now/);
  says(await call('verify', mine), 0, /all outcomes reproduced/);
  await nextServer.stop();
  rmSync(join(next, 'heads'), { recursive: true });
  await assert.rejects(served(t, next), refused('unsigned'), 'the key has signed: it begins nowhere any more');
  says(await call('catch-up', '--data', next, '--from', mine), 0, /Its signed head was taken over/);
  await served(t, next);
});

test('a running server that gets another operator signs with the next key, which then begins nowhere any more', async (t) => {
  const data = await founded('in-place');
  const serving = await served(t, data);
  const { proposal } = JSON.parse((await call('propose', 'operator', '--data', data, '--as', 'ana', '--reason', 'x', '--json')).stdout) as { proposal: { id: string } };
  says(await call('vote', proposal.id, 'yes', '--data', data, '--as', 'bo'), 0, /carried/);
  await receipt(data, await pay(data), place('in-place.receipt'));
  assert.equal(existsSync(join(data, 'keys/log-2.unused')), false);
  says(await call('verify', serving.link), 0, /signed by the log's key/);
  await serving.stop();
  rmSync(join(data, 'heads'), { recursive: true });
  await assert.rejects(served(t, data), refused('unsigned'));
});

test('keys that the next operator made elsewhere go along with an import, and so does their mark', async (t) => {
  const data = await founded('planned');
  const keys = place('zoe');
  says(await call('key', 'new', keys, '--role', 'operator', '--id', 'zoe'), 0, /operator-zoe/);
  const { proposal } = JSON.parse((await call('propose', 'operator', '--public', join(keys, 'public.json'), '--data', data, '--as', 'ana', '--reason', 'zoe has a cupboard', '--json')).stdout) as { proposal: { id: string } };
  says(await call('vote', proposal.id, 'yes', '--data', data, '--as', 'bo'), 0, /carried/);
  says(await call('export', '--data', data, '--out', place('planned.log')), 0, /The log is in/);
  const next = place('planned-next');
  says(await call('import', place('planned.log'), '--data', next, '--key', keys), 0, /The operator's key is there too \(gateway-zoe, log-zoe, operator-zoe\)/);
  assert.equal(existsSync(join(keys, 'log-zoe.unused')), false, 'it stands in one place only');
  const payment = ['pay', 'bo', '1.00', '--as', 'ana', '--key', join(data, 'keys/member-ana.json')];
  says(await call(...payment, '--data', next), 0, /./);
  const serving = await served(t, next);
  says(await call('verify', serving.link), 0, /signed by the log's key/);
  says(await call('import', place('planned.log'), '--data', place('planned-again'), '--key', keys), 0, /operator's key is there too/);
  await assert.rejects(served(t, place('planned-again')), refused('unsigned'));
  says(await call(...payment, '--data', place('planned-again')), 2, /^$/, /\[unsigned\]/);
});

test('an entry that the old operator seals after the handover differs in every copy', async () => {
  const data = await founded('handed-over');
  const old = signerAt(data, 'operator-1');
  const { proposal } = JSON.parse((await call('propose', 'operator', '--data', data, '--as', 'ana', '--reason', 'x', '--json')).stdout) as { proposal: { id: string } };
  says(await call('vote', proposal.id, 'yes', '--data', data, '--as', 'bo'), 0, /carried/);
  const journal = openSqliteJournal(data, 'read');
  const rows = journal.read(0, journal.head());
  const blobs = journal.blobHashes().map((hash) => ({ hash, text: journal.getBlob(hash) ?? '' }));
  journal.close();
  const last = JSON.parse(rows.at(-1)?.record ?? '') as LogRecord;
  const { origin } = last.entry;
  const sealed = sealEntry(old, { kind: 'issue', body: { to: 'bo', unit: 'crown', amount: '500.00', reason: 'x' } }, origin, last.recordedAt, 'late');
  const writer = createArchiveWriter(createHasher());
  const record = recordBytes({ ...sealed, seq: rows.length, recordedAt: last.recordedAt, outcomeHash: toHex(createHasher().sha256('')) });
  const lines = [writer.header(origin), ...blobs.map((blob) => writer.blob(blob)), ...rows.map((row) => writer.record(row.record)), writer.record(record), writer.footer()];
  writeFileSync(place('late.log'), lines.join(''));
  says(await call('verify', place('late.log')), 1, new RegExp(`DIFFERS after ${rows.length} records that stand: record ${rows.length} \\(issue by operator, .*\\): the rules don't take this entry: the key operator-1 was revoked \\[revoked_key\\] \\[refused\\]`));
  says(await call('catch-up', '--data', data, '--from', place('late.log')), 1, /revoked_key[^]*Nothing was changed/);
});

test('a journal that is cut, emptied or restored signs nothing and takes nothing in; a member\'s copy leads back', async (t) => {
  const data = await founded('cut');
  let serving = await served(t, data);
  const first = await pay(data);
  await receipt(data, first, place('cut-1.receipt'));
  says(await call('backup', place('yesterday'), '--data', data, '--with-keys'), 0, /records in/);
  says(await call('export', '--data', data, '--out', place('yesterday.log')), 0, /The log is in/);
  await pay(data);
  const last = await pay(data);
  await receipt(data, last, place('cut-2.receipt'));
  says(await call('catch-up', '--data', data, '--from', place('yesterday.log')), 2, /^$/, /\[in_use\]/);
  says(await call('import', serving.link, '--data', place('mine')), 0, /kept in/);
  const { root } = serving.writer.collective.head();
  await serving.stop();
  const empty = (): void => { for (const name of ['journal.sqlite', 'journal.sqlite-wal', 'journal.sqlite-shm']) rmSync(join(data, name), { force: true }); };

  empty();
  says(await call('restore', place('yesterday'), '--data', data), 0, /records in/);
  await assert.rejects(served(t, data), refused('behind'));
  says(await call('start', '--data', data, '--no-page', '--port', '0', '--mqtt-port', '0'), 2, /^$/, new RegExp(`the journal ends after ${first + 1} records, but ${last + 1} are signed: 2 are missing \\[behind\\]\\n {2}Fetch the missing records from a member's copy, which checks them: .*catch-up --data ${data} --from LINK\\|FOLDER\\|ARCHIVE`));
  says(await call('pay', 'bo', '1.00', '--as', 'ana', '--data', data), 2, /^$/, /\[behind\]/);
  says(await call('catch-up', '--data', data, '--from', place('yesterday.log')), 2, /^$/, new RegExp(`${last + 1} records were signed here, and .*yesterday\\.log has ${first + 1} \\[behind\\]\\n {2}Ask another copy: nothing was changed`));
  says(await call('catch-up', '--data', data, '--from', place('mine')), 0, new RegExp(`^2 records were missing after the first ${first + 1};`));
  serving = await served(t, data);
  assert.equal(serving.writer.collective.head().root, root);
  says(await call('catch-up', '--data', place('mine'), '--from', serving.link), 0, /^Nothing is missing: both have the same/);
  await serving.stop();

  empty();
  says(await call('catch-up', '--data', data, '--from', place('mine')), 0, new RegExp(`^${last + 1} records were missing after the first 0;`));
  serving = await served(t, data);
  assert.equal(serving.writer.collective.head().root, root);
  await serving.stop();

  const elsewhere = place('elsewhere');
  says(await call('restore', place('yesterday'), '--data', elsewhere), 0, /a backup has no signed head/);
  await assert.rejects(served(t, elsewhere), refused('unsigned'));
  says(await call('start', '--data', elsewhere, '--no-page', '--port', '0', '--mqtt-port', '0'), 2, /^$/, new RegExp(`but the last signed head is missing \\[unsigned\\]\\n {2}Take the last signed head over from a member's copy.*catch-up --data ${elsewhere} .*propose operator --data ${elsewhere} --as MEMBER`));
  const turnedAway = await call('pay', 'bo', '1.00', '--as', 'ana', '--data', elsewhere);
  says(turnedAway, 2, /^$/, /but the last signed head is missing \[unsigned\]\n {2}Take the last signed head over from a member's copy.*catch-up/);
  says(await call('catch-up', '--data', elsewhere, '--from', place('mine')), 0, /2 records were missing[^]*Its signed head was taken over\. If anyone holds a head of more records/);
  serving = await served(t, elsewhere);
  assert.equal(serving.writer.collective.head().root, root);
  await serving.stop();

  says(await call('catch-up', '--data', elsewhere, '--from', await founded('others')), 2, /^$/, /record 0 is another one/);
  says(await call('catch-up', '--data', place('not-there'), '--from', place('mine')), 2, /^$/, /there is no collective in/);
  mkdirSync(place('emptied'));
  says(await call('catch-up', '--data', place('emptied'), '--from', place('mine')), 2, /^$/, /use the command `import`/);
  says(await call('catch-up', '--data', place('mine')), 2, /^$/, /--from is missing/);
  const changed = readFileSync(place('yesterday.log'), 'utf8').replace('"amount":"1.00"', '"amount":"2.00"');
  writeFileSync(place('changed.log'), changed);
  says(await call('catch-up', '--data', elsewhere, '--from', place('changed.log')), 1, /DIFFERS[^]*\[seal\]\nNothing was changed/);
});

test('a head that the agreed witness hasn\'t cosigned isn\'t taken over: it may be one of two', async (t) => {
  const data = await founded('watched');
  const { vkey } = openWitnessKey(place('w.key'), 'w.example/w');
  writeFileSync(place('watched.policy'), `witness w.example/w ${vkey}\nquorum w.example/w\n`);
  says(await call('backup', place('watched.backup'), '--data', data, '--with-keys'), 0, /records in/);
  const { proposal } = JSON.parse((await call('propose', 'policy', place('watched.policy'), '--data', data, '--as', 'ana', '--reason', 'x', '--json')).stdout) as { proposal: { id: string } };
  says(await call('vote', proposal.id, 'yes', '--data', data, '--as', 'bo'), 0, /carried/);
  signAnew(data);
  const restored = place('watched-restored');
  says(await call('restore', place('watched.backup'), '--data', restored), 0, /records in/);
  says(await call('catch-up', '--data', restored, '--from', data), 0, /2 records were missing[^]*It has no signed head that counts, so nothing is signed in .*watched-restored yet[^]*propose operator/);
  await assert.rejects(served(t, restored), refused('unsigned'));
  // Whoever looks at the original is told that its witness is missed.
  const serving = await served(t, data);
  let said = '';
  for (let tries = 0; tries < 500 && !said.includes('head waits'); tries++) said = (await call('status', '--data', data)).stdout;
  assert.match(said, /^The log's head waits: too few witnesses have cosigned the newest head$/m);
  await serving.stop();
  assert.doesNotMatch((await call('status', '--data', data)).stdout, /head waits/);
});

test('what was voted in a folder without its signed head is set aside where the true log has other records, and handed in again', async (t) => {
  const data = await founded('voted');
  const first = await served(t, data);
  await receipt(data, await pay(data), place('voted-1.receipt'));
  await first.stop();
  const twin = place('voted-twin');
  cpSync(data, twin, { recursive: true });
  const serving = await served(t, data);
  says(await call('backup', place('voted.backup'), '--data', data, '--with-keys'), 0, /records in/);
  const last = await pay(data);
  await receipt(data, last, place('voted-2.receipt'));
  says(await call('import', serving.link, '--data', place('voted-mine')), 0, /kept in/);
  await serving.stop();
  const { root } = serving.writer.collective.head();

  const restored = place('voted-restored');
  says(await call('restore', place('voted.backup'), '--data', restored), 0, /records in/);
  const propose = (to: string): Promise<unknown> => call('propose', 'policy', to, '--data', restored, '--as', 'ana', '--reason', 'x', '--json').then((ran) => assert.equal(ran.status, 0, ran.stderr));
  writeFileSync(place('voted.policy'), `witness w.example/w ${openWitnessKey(place('voted.key'), 'w.example/w').vkey}\nquorum none\n`);
  await propose(place('voted.policy'));
  const aside = join(restored, `set-aside-${last}.log`);
  says(await call('catch-up', '--data', restored, '--from', place('voted-mine')), 0, new RegExp(`^1 records that were voted here without a signed head are not in the log: they are in ${aside}\\. To hand them in again: .*resubmit --from ${aside} --data ${restored}\\n1 records were missing after the first ${last};`));
  const again = await served(t, restored);
  assert.equal(again.writer.collective.head().root, root);
  says(await call('resubmit', '--from', aside, '--data', restored), 0, /1 recorded here/);
  await again.stop();

  // Nothing is set aside for a log whose end nobody has signed, nor if it is more than votes.
  const voted = place('voted-again');
  says(await call('restore', place('voted.backup'), '--data', voted), 0, /records in/);
  says(await call('propose', 'policy', place('voted.policy'), '--data', voted, '--as', 'ana', '--reason', 'x'), 0, /proposal/);
  const unsigned = place('voted-unsigned');
  cpSync(data, unsigned, { recursive: true });
  rmSync(join(unsigned, 'heads'), { recursive: true });
  says(await call('catch-up', '--data', voted, '--from', unsigned), 2, /^$/, new RegExp(`record ${last} is another one .*\\[differs\\]`));
  const other = await served(t, twin);
  await receipt(twin, await pay(twin, '--reason', 'another'), place('voted-twin.receipt'));
  await other.stop();
  says(await call('catch-up', '--data', unsigned, '--from', twin), 2, /^$/, new RegExp(`record ${last} is another one .*\\[differs\\]`));
  assert.deepEqual([voted, unsigned].flatMap((folder) => readdirSync(folder)).filter((name) => name.startsWith('set-aside')), []);
});

test('a head from before the members agreed on a witness isn\'t taken over by a folder that knows of the witness', async (t) => {
  const data = await founded('older');
  const serving = await served(t, data);
  await receipt(data, await pay(data), place('older.receipt'));
  await serving.stop();
  says(await call('export', '--data', data, '--out', place('older.log')), 0, /The log is in/);
  says(await call('backup', place('older.before'), '--data', data, '--with-keys'), 0, /records in/);
  const { vkey } = openWitnessKey(place('older.key'), 'w.example/w');
  writeFileSync(place('older.policy'), `witness w.example/w ${vkey}\nquorum w.example/w\n`);
  const { proposal } = JSON.parse((await call('propose', 'policy', place('older.policy'), '--data', data, '--as', 'ana', '--reason', 'x', '--json')).stdout) as { proposal: { id: string } };
  says(await call('vote', proposal.id, 'yes', '--data', data, '--as', 'bo'), 0, /carried/);
  says(await call('backup', place('older.backup'), '--data', data, '--with-keys'), 0, /records in/);

  const restored = place('older-restored');
  says(await call('restore', place('older.backup'), '--data', restored), 0, /records in/);
  says(await call('catch-up', '--data', restored, '--from', place('older.log')), 0, /^Nothing is missing: [^]*\nIts signed head is older than the witnesses that the members have agreed on by now[^]*nothing is signed in .*older-restored yet[^]*propose operator/);
  await assert.rejects(served(t, restored), refused('unsigned'));
  // Where nobody there has heard of a witness, it is taken with a word of warning.
  const before = place('older-before-restored');
  says(await call('restore', place('older.before'), '--data', before), 0, /records in/);
  says(await call('catch-up', '--data', before, '--from', place('older.log')), 0, /Its signed head was taken over\. If anyone holds a head of more records/);
});
