import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { rowCrc } from '../src/adapters/journal-sqlite/crc.ts';
import { noteServer } from '../src/host/served-at.ts';
import { frankpledgeHere, type Ran } from './command.ts';
import { foundHouse } from './house.ts';
import { openSensingHouse, publisher, type SensingHouse } from './sensing-house.ts';

type Ground = {
  readonly folder: string; readonly house: SensingHouse; readonly say: (topic: string, payload: unknown, retain?: boolean) => Promise<void>;
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** A command that has to be done; its lines. */
  readonly done: (...args: readonly string[]) => Promise<string>;
};

async function ground(t: TestContext): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-sensing-cli-'));
  await foundHouse(folder);
  const house = await openSensingHouse(folder);
  const forget = noteServer(folder, house.serving);
  const hub = await publisher(house.devices.url);
  t.after(async () => {
    await hub.close();
    forget();
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (...args: readonly string[]): Promise<Ran> => frankpledgeHere([...args, '--data', folder]);
  return {
    folder, house, say: hub.say, run,
    done: async (...args) => {
      const ran = await run(...args);
      assert.equal(ran.status, 0, ran.stderr);
      return ran.stdout;
    },
  };
}

/** As Home Assistant's documentation of its MQTT discovery has it. */
const discovery = {
  device_class: 'temperature', state_topic: 'home/sensor1/state', unit_of_measurement: '°C', value_template: '{{ value_json.temperature }}', unique_id: 'temp01ae',
  device: { identifiers: ['01ad'], name: 'Bedroom' },
};
const stream = '01ad/temp01ae';
const bound = ['bind', 'warmth', '--subject', 'house-a', '--method', 'temperature', '--stream', `temperature=${stream}`, '--set', 'every_s=1', '--set', 'rate_max=1000000'];

test('from the command line: what is there, bound with what measures Ana, permitted, looked at, disputed, judged, checked, ended', async (t) => {
  const { folder, house, say, run, done } = await ground(t);
  await say('homeassistant/sensor/temp01ae/config', discovery);
  assert.match(await done('things'), /Bedroom \(01ad\): vouched for by the gateway\n {2}01ad\/temp01ae .*nothing yet; unbound/);

  assert.match(await done(...bound, '--set', 'temperature.offset=0.5', '--of', `${stream}=ana`), new RegExp(`warmth observes house-a with temperature from ${stream} \\(temperature\\), which measures ana.*\n.*nothing of ${stream} is used before ana permits it`));
  assert.match(await done('permit', stream, '--for', 'wood', '--as', 'ana'), /ana permits/);
  await say('home/sensor1/state', { temperature: 19 });
  const [seen] = await house.observed('warmth', 1);
  assert.equal(seen?.observation.values['celsius'], 19.5, 'with its offset');
  assert.match(await done('things'), /measures ana: `look` shows it; bound: warmth \(house-a\) as temperature/);

  const refused = await run('look', stream, '--for', 'care', '--reason', 'no answer', '--as', 'bunyan');
  assert.deepEqual([refused.status, /no_consent/.test(refused.stderr)], [1, true]);
  await done('permit', stream, '--for', 'care', '--to', 'bunyan', '--fields', 'value,at', '--as', 'ana');
  const looked = JSON.parse(await done('look', stream, '--for', 'care', '--reason', 'no answer', '--as', 'bunyan', '--json')) as { readonly readings: readonly object[] };
  assert.deepEqual(looked.readings.map((reading) => Object.keys(reading).sort()), [['at', 'value']]);
  await done('permit', stream, '--for', 'care', '--take-back', '--as', 'ana');
  assert.equal((await run('look', stream, '--for', 'care', '--reason', 'again', '--as', 'bunyan')).status, 1);

  assert.match(await done('dispute', 'warmth:1', '--reason', 'the oven was on', '--as', 'ana'), /ana disputes warmth:1/);
  assert.match((await run('judge', 'warmth:2', 'no', '--as', 'bunyan')).stderr, /there is no open dispute warmth:2.*warmth:1/s);
  assert.match(await done('judge', 'warmth:1', 'no', '--as', 'bunyan'), /warmth:1 was not so/);
  assert.match(await done('incident', 'kitchen', '4', '--reason', 'burnt', '--as', 'ana'), /harm at kitchen, severity 4/);

  assert.match(await done('sensing', 'check'), /^1 observation was made from readings\.\n {2}1 rest on readings that are kept.*\n {2}0 rest on readings that are erased.*\n {2}1 are as sure as follows.*\nNothing differs\.\n$/);
  alter(folder);
  const altered = await run('sensing', 'check', '--json');
  assert.deepEqual([altered.status, (JSON.parse(altered.stdout) as { differ: { what: string }[] }).differ.map(({ what }) => what)], [1, ['readings']]);

  await done('unbind', 'warmth');
  assert.match((await run('unbind', 'warmth')).stderr, /there is no binding warmth/);
  assert.match(await done('things'), /unbound/);
});

/** As somebody would who has the file, and knows how its rows are checked. */
function alter(folder: string): void {
  const database = new DatabaseSync(join(folder, 'readings.db'));
  const row = database.prepare('SELECT * FROM readings').get() as Record<string, string | number>;
  database.prepare('UPDATE readings SET value = ?, crc = ?').run('20', crcOf(row, '20'));
  database.close();
}

function crcOf({ stream: of, id, at, received, unit, by }: Record<string, string | number>, value: string): number {
  return rowCrc(of ?? '', id ?? '', at ?? 0, received ?? 0, value, unit ?? '', by ?? '');
}

test('what can\'t be used is refused before anything is recorded, with what there is', async (t) => {
  const { run, house } = await ground(t);
  const records = house.serving.writer.collective.head().records;
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['bind', 'warmth', '--method', 'temperature'], /--subject is missing/],
    [['bind', 'warmth', '--subject', 'house-a', '--method', 'temprature', '--stream', 'temperature=a/b'], /there is no method temprature; did you mean "temperature"\?/],
    [['bind', 'warmth', '--subject', 'house-a', '--method', 'temperature'], /--stream is missing: as --stream temperature=DEVICE\/CHANNEL/],
    [[...bound, '--set', 'gap=1'], /there is no setting gap/],
    [[...bound, '--set', 'camera.offset=1'], /"camera" is neither a part nor a stream of this binding: temperature, 01ad\/temp01ae/],
    [[...bound, '--set', 'gap_s=soon'], /gap_s is a whole number, not "soon"/],
    [[...bound, '--set', 'tolerance=0'], /tolerance/],
    [['bind', 'warmth', '--subject', 'house-a', '--method', 'temperature', '--stream', 'door=a/b'], /has no part door/],
    [[...bound, '--of', 'other/x=ana'], /--of names other\/x, which is none of the streams/],
    [[...bound, '--of', `${stream}=anna`], /there is no member anna; did you mean "ana"\?/],
    [[...bound, '--known', '5000'], /--known is GRAMS@RAW/],
    [[...bound, '--keep-days', 'long'], /--keep-days is a whole number/],
    [['permit', stream, '--for', 'wood', '--as', 'ana'], /there is no bound stream 01ad\/temp01ae/],
    [['dispute', 'warmth:1', '--reason', 'no', '--as', 'ana'], /there is no observation warmth:1/],
    [['judge', 'warmth:1', 'maybe', '--as', 'ana'], /say yes \(it was so\) or no/],
    [['incident', 'kitchen', '6', '--as', 'ana'], /SEVERITY is a whole number from 1 to 5/],
  ];
  for (const [args, says] of cases) {
    const ran = await run(...args);
    assert.notEqual(ran.status, 0, args.join(' '));
    assert.match(ran.stderr, says);
  }
  assert.equal(house.serving.writer.collective.head().records, records);
});
