import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { bitPlace, bitsIn, cutPlaces, flipped, regionsOf, type Region } from '../../../test/damage-places.ts';
import { createSamples, shapes, tryFiles, tryWriting, type Files, type Finding, type Sample, type Shape } from '../../../test/damage.ts';
import { createRandom } from '../../testing/random.ts';

const seed = 1;
const writes = 16;
const seededCuts = 500;
const bitsPerRegion = 30;
/** Where a lost bit has the most ways to go unseen: all bits of the file's header, and many of the schema's page. */
const bitsOf: Readonly<Record<string, number>> = { 'file header': 800, 'sqlite_schema, leaf': 600, 'log header': 256, 'frame headers': 100, 'frame pages': 100 };

/** The samples, and a folder for damaged ones. */
function samplesFor(t: TestContext): { readonly samples: ReadonlyMap<Shape, Sample>; readonly folder: string } {
  const parent = mkdtempSync(join(tmpdir(), 'frankpledge-damage-'));
  t.after(() => rmSync(parent, { recursive: true, force: true }));
  mkdirSync(join(parent, 'whole'));
  return { samples: createSamples(join(parent, 'whole'), seed, writes), folder: join(parent, 'damaged') };
}

function sampleOf(samples: ReadonlyMap<Shape, Sample>, shape: Shape): Sample {
  return samples.get(shape) ?? assert.fail(shape);
}

/** How often each was found; faults fail the test with their place. */
class Tally {
  readonly counts = { whole: 0, behind: 0, refused: 0 };
  readonly #faults: string[] = [];

  add(place: string, finding: Finding): void {
    if (finding.found === 'fault') this.#faults.push(`${place}: ${finding.why}`);
    else this.counts[finding.found] += 1;
  }

  check(): void {
    assert.deepEqual(this.#faults.slice(0, 20), []);
  }
}

function cut(files: Files, file: keyof Files, place: number): Files {
  return { ...files, [file]: files[file].subarray(0, place) };
}

test('files that nothing has happened to are whole, and can be written on', (t) => {
  const { samples, folder } = samplesFor(t);
  for (const shape of shapes) {
    const { files, written } = sampleOf(samples, shape);
    assert.deepEqual(tryFiles(folder, files, written), { found: 'whole' }, shape);
    assert.deepEqual(tryWriting(folder, written), { found: 'whole' }, shape);
  }
});

test('what is altered within the rules of the file format is found, so that these tests can fail', (t) => {
  const { samples, folder } = samplesFor(t);
  const { files, written } = sampleOf(samples, 'closed');
  const { files: older } = sampleOf(samples, 'crashed');
  assert.equal(tryFiles(folder, { ...older, wal: Buffer.alloc(0) }, written).found, 'behind');
  assert.deepEqual(tryFiles(folder, files, { ...written, prefixes: [] }), { found: 'fault', why: 'the records are no beginning of what was written' });
  assert.deepEqual(tryFiles(folder, files, { ...written, moments: written.moments.slice(0, 1) }), { found: 'fault', why: 'the blobs are as they never were' });
  const [lost] = [{ ...written, moments: [...written.moments, { blobs: 'other', bodies: 'other' }] }];
  assert.deepEqual(tryFiles(folder, files, lost), { found: 'fault', why: 'some of the blobs are missing, and nothing tells' });
});

for (const shape of shapes) {
  for (const file of ['main', 'wal'] as const) {
    if (shape === 'closed' && file === 'wal') continue; // there is none
    test(`${shape}: ${file} cut at each boundary and a byte around it, and at seeded places, is recovered and known to be behind, or refused`, (t) => {
      const { samples, folder } = samplesFor(t);
      const { files, written } = sampleOf(samples, shape);
      const random = createRandom(seed);
      const seeded = Array.from({ length: seededCuts }, () => random.int(0, files[file].length - 1));
      const tally = new Tally();
      for (const place of [...cutPlaces(file, files[file].length), ...seeded]) tally.add(`cut at ${place}`, tryFiles(folder, cut(files, file, place), written));
      tally.check();
      const { counts } = tally;
      if (shape === 'closed') assert.equal(counts.whole, 0);
      if (shape === 'crashed' && file === 'wal') assert.deepEqual([counts.whole, counts.refused], [0, 0], 'each cut of the log leaves a beginning');
      assert.ok(counts.behind + counts.refused > 0);
    });
  }
}

/** Regions that must be there, so that a sample without erasures or large texts doesn't make the tests empty. */
const regionsWanted = [
  'file header', 'sqlite_schema, leaf', 'meta, leaf', 'records, internal', 'records, leaf', 'records, overflow', 'blobs, leaf', 'blobs, overflow',
  'sqlite_autoindex_blobs_1, leaf', 'bodies, leaf', 'sqlite_autoindex_bodies_1, leaf', 'tiles, leaf', 'tiles, overflow', 'snapshots, leaf',
];
const logRegions = ['log header', 'frame headers', 'frame pages'];

test('one bit flipped in each region of the database is found out, or without consequence', (t) => {
  const { samples, folder } = samplesFor(t);
  const { files, written } = sampleOf(samples, 'closed');
  const regions = regionsOf(files, join(folder, '..', 'scratch'));
  assert.deepEqual(regionsWanted.filter((name) => !regions.some((region) => region.name === name)), []);
  for (const region of regions) {
    const tally = flipBits(region, folder, files, written);
    if (/overflow/.test(region.name)) assert.ok(tally.counts.refused > 0, `${region.name}: no flip was noticed`);
  }
});

test('one bit flipped in each region of the write-ahead log cuts it there', (t) => {
  const { samples, folder } = samplesFor(t);
  const { files, written } = sampleOf(samples, 'crashed');
  const regions = regionsOf(files, join(folder, '..', 'scratch')).filter(({ file }) => file === 'wal');
  assert.deepEqual(regions.map(({ name }) => name), logRegions);
  for (const region of regions) {
    const { counts } = flipBits(region, folder, files, written);
    assert.ok(counts.behind > 0, region.name);
  }
});

function flipBits(region: Region, folder: string, files: Files, written: Sample['written']): Tally {
  const count = bitsOf[region.name] ?? bitsPerRegion;
  const random = createRandom(seed);
  const bits = bitsIn(region);
  const tally = new Tally();
  for (let i = 0; i < count; i++) {
    const place = bitPlace(region, count >= bits ? i : random.int(0, bits - 1));
    const finding = tryFiles(folder, { ...files, [region.file]: flipped(files[region.file], place) }, written);
    tally.add(`${region.name}, byte ${place.at}, bit ${place.mask}`, finding);
    if (finding.found === 'whole' && i % 8 === 0) tally.add(`${region.name}, byte ${place.at}, bit ${place.mask}, written on`, tryWriting(folder, written));
  }
  tally.check();
  return tally;
}
