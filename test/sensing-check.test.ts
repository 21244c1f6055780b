import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher } from '../src/adapters/keys/node.ts';
import { findSigner, makeKey } from '../src/host/data-folder.ts';
import { sealEntry } from '../src/host/sealing.ts';
import { checkSensing } from '../src/host/sensing-check.ts';
import type { Journal } from '../src/journal/journal.ts';
import type { EntryBody } from '../src/vocabulary/entries.ts';
import { foundHouse } from './house.ts';
import { openSensingHouse, publisher, thermometer, type SensingHouse } from './sensing-house.ts';

type Decided = {
  readonly folder: string; readonly house: SensingHouse;
  readonly hub: Awaited<ReturnType<typeof publisher>>;
  readonly say: (member: string, said: EntryBody, id: string) => Promise<void>;
  /** Disputed by one and judged by another. */
  readonly decide: (observation: string, held: boolean, by?: string) => Promise<void>;
};

async function decided(t: TestContext): Promise<Decided> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-sensing-check-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await foundHouse(folder);
  const house = await openSensingHouse(folder);
  const hub = await publisher(house.devices.url);
  t.after(async () => {
    await hub.close();
    await house.close();
  });
  const { writer } = house.serving;
  const say = async (member: string, said: EntryBody, id: string): Promise<void> => {
    const signer = findSigner(folder, 'member', member) ?? assert.fail();
    const answer = await writer.submit(sealEntry(signer, said, writer.collective.state.origin, Date.now(), id));
    assert.equal(answer.status === 'recorded' ? answer.outcome.items[0]?.status : answer.status, 'done', JSON.stringify(answer));
  };
  return {
    folder, house, hub, say,
    async decide(observation, held, by) {
      await say('ana', { kind: 'dispute', body: { observation, reason: 'it was not like that' } }, `dispute-${observation}`);
      await say('bunyan', { kind: 'judge', body: { observation, held, ...(by === undefined ? {} : { by }) } }, `judge-${observation}`);
    },
  };
}

test('what people decided calibrates what is said from then on, and whoever has the log comes to the same', async (t) => {
  const { folder, house, hub, decide } = await decided(t);
  const { writer } = house.serving;
  await house.say({ kind: 'bind', body: { binding: thermometer('thermo/temperature') } }, 'bind-1');
  const began = Math.floor(Date.now() / 1000) - 3600;
  const measure = (n: number): Promise<void> => hub.say('frankpledge/small-house/senml/thermo', [{ n: 'temperature', u: 'Cel', v: 15 + n, t: began + 10 * n }]);
  for (let n = 1; n <= 12; n++) await measure(n);
  await house.observed('warmth', 12);
  for (let n = 1; n <= 12; n++) await decide(`warmth:${n}`, n > 8);
  const upTo = writer.collective.state.seq - 1;
  await measure(13);
  const [seen] = (await house.observed('warmth', 13)).slice(-1);
  assert.deepEqual(seen?.observation.from?.calibration, { record: upTo, cases: 12 });
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

test('decisions that name somebody else calibrate who it was, and whoever has the log comes to the same', async (t) => {
  const { folder, house, hub, say, decide } = await decided(t);
  const { writer } = house.serving;
  const gale = makeKey(folder, 'member-gale', 'member', 'gale');
  await house.say({ kind: 'admit', body: { member: { id: 'gale' }, keys: [gale.grant] } }, 'admit-gale');
  const streams = [{ stream: 'reader/badge', as: 'badge', of: ['gale'], settings: { hit: '0.9', false_alarm: '0.05' } }];
  await house.say({ kind: 'bind', body: { binding: { id: 'hall', subject: 'hall', method: 'presence', streams, settings: { after_s: 0, again_s: 1, stranger: '0.2' }, keep_days: 30 } } }, 'bind-1');
  await say('gale', { kind: 'permit', body: { stream: 'reader/badge', purpose: 'hall', keep_days: 30 } }, 'permit-1');
  const began = Math.floor(Date.now() / 1000) - 3600;
  const comes = (n: number): Promise<void> => hub.say('frankpledge/small-house/senml/reader', [{ n: 'badge', vs: 'gale', t: began + 10 * n }]);
  for (let n = 1; n <= 12; n++) await comes(n);
  await house.observed('hall', 12);
  // Somebody came each time; in eight of twelve cases it was bunyan's guest ana, with gale's badge.
  for (let n = 1; n <= 12; n++) await decide(`hall:${n}`, true, n > 4 ? 'ana' : undefined);
  const upTo = writer.collective.state.seq - 1;
  await comes(13);
  const [seen] = (await house.observed('hall', 13)).slice(-1);
  const { from, p, values } = seen?.observation ?? assert.fail();
  assert.deepEqual([values['by'], from?.calibration, from?.person_calibration], ['gale', { record: upTo, cases: 12 }, { record: upTo, cases: 12 }]);
  assert.ok(Number(p?.person) < Number(from?.raw.person) - 0.2, `${String(p?.person)} of ${String(from?.raw.person)}`);
  assert.ok(Number(p?.event) >= Number(from?.raw.event), 'that somebody came was always so');
  await house.close();

  const journal = openSqliteJournal(folder, 'read');
  const check = (read: Pick<Journal, 'read'>): ReturnType<typeof checkSensing> => checkSensing({ journal: read, records: journal.head(), hasher: createHasher(), folder });
  assert.deepEqual(check(journal), { observations: 13, kept: 13, erased: 0, calibrated: 13, differ: [] });
  const surer = check({ read: (from, limit) => journal.read(from, limit).map((row) => ({ ...row, record: row.record.replace(`"person":${String(p?.person)}}`, '"person":0.99}') })) });
  assert.deepEqual([surer.calibrated, surer.differ.map(({ observation, says }) => [observation, /says 0\.99 of who it was/.test(says)])], [12, [['hall:13', true]]]);
  journal.close();
});
