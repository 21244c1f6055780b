// Two copies of a log side by side.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { call, founded, pay, place, receipt, says, served } from './trust-house.ts';

test('the same, a longer one, and two that part: each in a sentence, by the exit status, and with both heads where both are signed', async (t) => {
  const data = await founded('compared');
  const before = place('compared-before');
  await pay(data);
  const { stdout: started } = await call('verify', data, '--json');
  const { records } = JSON.parse(started) as { records: number };
  cpSync(data, before, { recursive: true });
  says(await call('compare', data, before), 0, new RegExp(`^They are the same: ${records} records\\.\\nThat they are as the rules give them says: .*verify SOURCE\\n$`));
  await pay(data);
  await pay(data);
  says(await call('compare', before, data), 0, new RegExp(`^${data} goes on from ${before}: it has ${records + 2} records, and its first ${records} are all that ${before} has\\.\\n`));
  says(await call('compare', data, before), 0, new RegExp(`^${data} goes on from ${before}:`));
  says(await call('export', '--data', data, '--out', place('compared.log')), 0, /The log is in/);
  says(await call('compare', place('compared.log'), data), 0, /^They are the same/);

  await pay(before, '--reason', 'another');
  says(await call('compare', data, before), 1, new RegExp(`^THEY PART at record ${records}: ${data} has pay by ana, .*, ${before} has pay by ana, .*\\. The first ${records} records are the same\\.\\n${data} has ${records + 2} records, ${before} has ${records + 1}\\.\\nNeither has a signed head over that record\\.\\n$`));
  const serving = await served(t, data);
  await receipt(data, await pay(data), place('compared.receipt'));
  says(await call('compare', serving.link, before), 1, /^THEY PART at record \d+: http:\/\/127\.0\.0\.1:\d+ has [^]*\nOnly http:\/\/127\.0\.0\.1:\d+ has a signed head over that record\.\n$/);
  const other = await served(t, before);
  await receipt(before, await pay(before), place('compared-before.receipt'));
  const both = await call('compare', data, before, '--json');
  const { ok, parts } = JSON.parse(both.stdout) as { ok: boolean; parts: { seq: number; there: string[]; signed: string[][] } };
  assert.deepEqual([both.status, ok, parts.seq, parts.there.length], [1, false, records, 2]);
  says(await call('compare', serving.link, other.link), 1, /Both are signed: these two heads prove it, with the two logs\.\nfrankpledge\/[0-9a-f]{16}\n[^]*\nfrankpledge\/[0-9a-f]{16}\n/);
  assert.ok(parts.signed.every((notes) => notes.length > 0));

  says(await call('compare', data, await founded('compared-other')), 1, /^THEY PART at record 0: [^]*They are two logs from the founding on\./);
});

test('what can\'t be read is said, with exit status 2', async () => {
  const data = await founded('unread');
  says(await call('compare', data), 2, /^$/, /B is missing/);
  says(await call('compare', data, place('nowhere')), 2, /^$/, /there is nothing at .*nowhere/);
  says(await call('export', '--data', data, '--out', place('unread.log')), 0, /The log is in/);
  const text = readFileSync(place('unread.log'), 'utf8');
  writeFileSync(place('unread-cut.log'), text.slice(0, -40));
  says(await call('compare', data, place('unread-cut.log')), 2, /^$/, /cut/);
  const damaged = place('unread-damaged');
  cpSync(data, damaged, { recursive: true });
  const database = join(damaged, 'journal.sqlite');
  const bytes = readFileSync(database);
  const at = bytes.indexOf('"kind":"found"');
  assert.ok(at > 0);
  bytes.write('"kind":"fOund"', at);
  writeFileSync(database, bytes);
  says(await call('compare', data, damaged), 2, /^$/, /\[corrupt\]/);
});
