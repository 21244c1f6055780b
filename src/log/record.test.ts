import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { recordBytesMax, type Entry } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { fitsRecord, messageIn, outcomeHash, outcomeText, parseRecord, recordBytes, sealIn, sealMessage } from './record.ts';

const hasher: Hasher = { sha256: (data) => createHash('sha256').update(data).digest() };
const entry: Entry = {
  origin: 'frankpledge/0123456789abcdef', kind: 'pay', by: 'ana', at: 1_767_654_000_000, id: 'pay-1',
  body: { to: 'ben', unit: 'crown', amount: '4.50', reason: 'dřevo' },
};
const seal = { key: 'ana-1', sig: `${'A'.repeat(86)}==` };
const record: LogRecord = { seq: 7, recordedAt: 1_767_654_000_250, entry, seal, outcomeHash: 'ab'.repeat(32) };
const text = '{"entry":{"at":1767654000000,"body":{"amount":"4.50","reason":"dřevo","to":"ben","unit":"crown"},"by":"ana","id":"pay-1",'
  + `"kind":"pay","origin":"frankpledge/0123456789abcdef"},"outcomeHash":"${'ab'.repeat(32)}","recordedAt":1767654000250,`
  + `"seal":{"key":"ana-1","sig":"${'A'.repeat(86)}=="},"seq":7}`;

test('a record has one text', () => {
  assert.equal(recordBytes(record), text);
  assert.equal(recordBytes(record, sealMessage(entry)), text);
  assert.deepEqual(parseRecord(text), { ok: true, value: record });
});

test('what is signed is the entry alone', () => {
  assert.equal(messageIn(record, text), sealMessage(entry));
  assert.deepEqual(sealIn(text), { message: sealMessage(entry), seal });
  for (const other of ['', '{}', `${text} `, text.slice(0, -1), recordBytes({ ...record, seal: { key: 'a"b', sig: 'x' } })]) assert.equal(sealIn(other), undefined);
  assert.equal(sealMessage(entry), text.slice('{"entry":'.length, text.indexOf(',"outcomeHash"')));
});

test('a passkey\'s seal is kept with what it asserts, its names in order, and found again in the text', () => {
  const asserted = { authenticatorData: `${'B'.repeat(48)}AA==`, clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0=', ...seal };
  const written = recordBytes({ ...record, seal: { sig: asserted.sig, key: asserted.key, clientDataJSON: asserted.clientDataJSON, authenticatorData: asserted.authenticatorData } });
  assert.equal(written, text.replace('"seal":{', `"seal":{"authenticatorData":"${asserted.authenticatorData}","clientDataJSON":"${asserted.clientDataJSON}",`));
  assert.deepEqual(parseRecord(written), { ok: true, value: { ...record, seal: asserted } });
  assert.deepEqual(sealIn(written), { message: sealMessage(entry), seal: asserted });
  const longest = { ...asserted, clientDataJSON: 'A'.repeat(1600), authenticatorData: 'A'.repeat(64), key: 'k'.repeat(64) };
  assert.deepEqual(sealIn(recordBytes({ ...record, seal: longest }))?.seal, longest);
  for (const wrong of ['"authenticatorData":"AA==",', '"clientDataJSON":"AA==",', '"authenticatorData":7,"clientDataJSON":"AA==",', '"aaa":"AA==",']) assert.equal(parseRecord(text.replace('"seal":{', `"seal":{${wrong}`)).ok, false, wrong);
});

test('an entry that fits by fitsRecord fits at every place, and one byte more is refused', () => {
  const sized = (bytes: number): Entry => ({ ...entry, body: { ...entry.body, reason: 'x'.repeat(bytes) } }) as Entry;
  const bare = sealMessage(sized(0)).length + JSON.stringify(seal).length;
  const most = recordBytesMax - 160 - bare;
  assert.equal(fitsRecord({ entry: sized(most), seal }).ok, true);
  const largest = { seq: Number.MAX_SAFE_INTEGER, recordedAt: Number.MAX_SAFE_INTEGER, entry: sized(most), seal, outcomeHash: record.outcomeHash };
  assert.ok(recordBytes(largest).length <= recordBytesMax);
  const refused = fitsRecord({ entry: sized(most + 1), seal });
  assert.equal(!refused.ok && refused.refusal.code, 'too_large');
  assert.throws(() => recordBytes({ ...largest, entry: sized(most + 160) }), { name: 'InvariantError' });
});

test('the limit is in bytes of UTF-8, not characters', () => {
  const entryOfUmlauts = { ...entry, body: { ...entry.body, reason: 'ä'.repeat(33_000) } } as Entry;
  assert.equal(fitsRecord({ entry: entryOfUmlauts, seal }).ok, false);
});

test('what is no record is refused', () => {
  const changed = (change: object): string => JSON.stringify({ ...(JSON.parse(text) as object), ...change });
  const bad = ['', '[]', 'null', ` ${text}`, changed({ extra: 1 }), changed({ seq: -1 }), changed({ seq: '7' }), changed({ recordedAt: 0.5 }),
    changed({ outcomeHash: 'AB'.repeat(32) }), changed({ seal: { key: 'a' } }), changed({ entry: [] }), changed({ entry: { at: 1 } }),
    changed({ entry: { ...entry, body: null } })];
  for (const line of bad) {
    const parsed = parseRecord(line);
    assert.equal(!parsed.ok && parsed.refusal.code, 'malformed', line);
  }
  const large = parseRecord(`"${'x'.repeat(recordBytesMax)}"`);
  assert.equal(!large.ok && large.refusal.code, 'too_large');
});

test('an outcome is named by the SHA-256 of its canonical JSON', () => {
  const outcome: Outcome = { items: [{ status: 'done' }], gas: { wood: 12 }, facts: [{ fact: 'owed.due', id: 3 }] };
  const canonicalText = '{"facts":[{"fact":"owed.due","id":3}],"gas":{"wood":12},"items":[{"status":"done"}]}';
  const hash = createHash('sha256').update(canonicalText).digest('hex');
  assert.deepEqual(outcomeText(hasher, outcome), { text: canonicalText, hash });
  assert.equal(outcomeHash(hasher, outcome), hash);
});

test('the words of what was carried and could not be done are kept, and no part of the hash', () => {
  const failed = (detail: object): Outcome => ({ items: [{ status: 'done' }], gas: {}, facts: [{ fact: 'decided', proposal: 'p', how: 'failed', code: 'contract_fault', ...detail }] });
  const canonicalText = '{"facts":[{"code":"contract_fault","fact":"decided","how":"failed","proposal":"p"}],"gas":{},"items":[{"status":"done"}]}';
  const hash = createHash('sha256').update(canonicalText).digest('hex');
  assert.deepEqual([{}, { detail: 'not a function' }, { detail: 'x is undefined' }].map((each) => outcomeHash(hasher, failed(each))), [hash, hash, hash]);
  assert.match(outcomeText(hasher, failed({ detail: 'not a function' })).text, /"detail":"not a function"/);
});
