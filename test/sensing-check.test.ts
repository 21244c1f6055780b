import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { findSigner } from '../src/host/data-folder.ts';
import { sealEntry } from '../src/host/sealing.ts';
import { checkSensing } from '../src/host/sensing-check.ts';
import type { Journal } from '../src/journal/journal.ts';
import type { EntryBody } from '../src/vocabulary/entries.ts';
import { foundHouse } from './house.ts';
import { openSensingHouse, publisher, thermometer } from './sensing-house.ts';

test('what people decided calibrates what is said from then on, and whoever has the log comes to the same', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-sensing-check-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await foundHouse(folder);
  const house = await openSensingHouse(folder);
  const hub = await publisher(house.devices.url);
  t.after(() => hub.close());
  const { writer } = house.serving;
  const say = async (member: string, said: EntryBody, id: string): Promise<void> => {
    const signer = findSigner(folder, 'member', member) ?? assert.fail();
    const answer = await writer.submit(sealEntry(signer, said, writer.collective.state.origin, Date.now(), id));
    assert.equal(answer.status === 'recorded' ? answer.outcome.items[0]?.status : answer.status, 'done', JSON.stringify(answer));
  };
  await house.say({ kind: 'bind', body: { binding: thermometer('thermo/temperature') } }, 'bind-1');
  const began = Math.floor(Date.now() / 1000) - 3600;
  const measure = (n: number): Promise<void> => hub.say('frankpledge/small-house/senml/thermo', [{ n: 'temperature', u: 'Cel', v: 15 + n, t: began + 10 * n }]);
  for (let n = 1; n <= 12; n++) await measure(n);
  await house.observed('warmth', 12);
  for (let n = 1; n <= 12; n++) {
    await say('ana', { kind: 'dispute', body: { observation: `warmth:${n}`, reason: 'it was colder' } }, `dispute-${n}`);
    await say('bunyan', { kind: 'judge', body: { observation: `warmth:${n}`, held: n > 8 } }, `judge-${n}`);
  }
  const decided = writer.collective.state.seq - 1;
  await measure(13);
  const [seen] = (await house.observed('warmth', 13)).slice(-1);
  assert.deepEqual(seen?.observation.from?.calibration, { record: decided, cases: 12 });
  const p = Number(seen?.observation.p?.event);
  // Of twelve that were said with nearly certainty four were so.
  assert.ok(p < Number(seen?.observation.from?.raw.event) - 0.2, String(p));
  await house.close();

  const journal = openSqliteJournal(folder, 'read');
  const check = (read: Pick<Journal, 'read'>): ReturnType<typeof checkSensing> => checkSensing({ journal: read, records: journal.head(), hasher: createHasher(), folder });
  assert.deepEqual(check(journal), { observations: 13, kept: 13, erased: 0, calibrated: 13, differ: [] });
  // Somebody who seals for the gateway says that it was surer than it was.
  const surer = check({ read: (from, limit) => journal.read(from, limit).map((row) => ({ ...row, record: row.record.replace(`"p":{"event":${p}}`, '"p":{"event":0.99}') })) });
  assert.deepEqual([surer.calibrated, surer.differ.map(({ observation, what }) => [observation, what])], [12, [['warmth:13', 'probability']]]);
  journal.close();
});
