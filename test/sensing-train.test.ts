// Tables as they are published, through `sensing train`, `evaluate` and `fuse`, as a person calls them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { createRandom } from '../src/testing/random.ts';
import { frankpledgeHere, type Ran } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'sensing-train-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string): string => join(folder, name);
const sensing = (...args: readonly string[]): Promise<Ran> => frankpledgeHere(['sensing', ...args]);

async function done(...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await sensing(...args);
  assert.equal(status, 0, `${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

/** A radar over four objects or fewer, by session: each session's echoes lie a little elsewhere. */
function radar(session: number): string {
  const { bell, int } = createRandom(100 + session);
  const moved = Array.from({ length: 24 }, () => 0.2 * bell());
  const rows = Array.from({ length: 240 }, () => { const count = int(0, 3); return [...moved.map((at, bin) => (at + ((count * (bin + 2)) % 5) * 0.4 + bell()).toFixed(4)), `${count}.0`, `session-${session}`].join(';'); });
  return `${moved.map((_, bin) => `bin_${bin}`).join(';')};count;session\n${rows.join('\n')}\n`;
}
const sessions = [0, 1, 2, 3, 4].map((session) => { const path = place(`radar-${session}.csv.gz`); writeFileSync(path, gzipSync(radar(session))); return path; });
const model = place('radar.json');

test('train: the learner that does better on sessions it hasn\'t seen, the same bytes each time, named by their hash', async () => {
  const said = await done('train', ...sessions.slice(0, 4), '--label', 'count', '--group', 'session', '--out', model);
  assert.match(said, /^960 rows, 24 features, 4 classes: 0 \(\d+\), 1 \(\d+\), 2 \(\d+\), 3 \(\d+\)\n/);
  assert.match(said, /Judged on 4 parts of whole groups \(4 groups\)/);
  assert.match(said, /Chosen: linear discriminant, for its lower Brier score/);
  const bytes = readFileSync(model);
  assert.ok(said.includes(createHash('sha256').update(bytes).digest('hex')));
  const again = place('again.json');
  const report = JSON.parse(await done('train', ...sessions.slice(0, 4), '--label', 'count', '--group', 'session', '--out', again, '--json')) as { judged: { learner: string; brier: number }[]; chosen: string };
  assert.deepEqual(readFileSync(again), bytes);
  const best = report.judged.toSorted((a, b) => a.brier - b.brier)[0];
  assert.equal(report.chosen, best?.learner);
});

test('evaluate: the promised figures and no others, on a session that it hasn\'t seen', async () => {
  const result = JSON.parse(await done('evaluate', model, sessions[4] ?? '', '--label', 'count', '--json')) as { [name: string]: number } & { perClass: { [name: string]: { [name: string]: number } } };
  assert.deepEqual(Object.keys(result), ['rows', 'accuracy', 'perClass', 'ece', 'brier', 'cutoff', 'coverage', 'unsure']);
  assert.deepEqual(Object.keys(result.perClass), ['0', '1', '2', '3']);
  assert.deepEqual(Object.keys(result.perClass['0'] ?? {}), ['rows', 'precision', 'recall', 'f1']);
  assert.equal(result['rows'], 240);
  assert.equal(result['cutoff'], 0.9);
  assert.ok((result['accuracy'] ?? 0) > 0.7 && (result['ece'] ?? 1) < 0.15);
  const said = await done('evaluate', model, ...sessions, '--label', 'count', '--group', 'file', '--cutoff', '0.8', '--coverage', '0.95');
  assert.match(said, /At a cut-off of 0\.8 it would act on/);
  assert.match(said, /95\.0 % were asked/);
  assert.match(said, /radar-4\.csv\.gz +240/);
});

test('evaluate says plainly that sets miss what was asked of them', async () => {
  const elsewhere = place('elsewhere.csv');
  writeFileSync(elsewhere, radar(9).replaceAll(/;(\d)\.0;/g, (_, count: string) => `;${(Number(count) + 1) % 4};`));
  assert.match(await done('evaluate', model, elsewhere, '--label', 'count'), /IT MISSES THAT\. The promise holds only while new rows are like those/);
});

test('train on blocks of time where nothing groups the rows, and what isn\'t a feature is left out with a word', async () => {
  const { bell, next } = createRandom(7);
  const rows = Array.from({ length: 600 }, (_, row) => {
    const isThere = Math.floor(row / 40) % 2;
    const at = new Date(Date.UTC(2015, 1, 4, 17) + row * 600_000).toISOString().slice(0, 19).replace('T', ' ');
    return `"${row + 1}","${at}",${(21 + isThere + bell()).toFixed(2)},${(400 + 200 * isThere + 60 * bell()).toFixed(0)},${next() < 0.05 ? 'NA' : (450 * isThere + 30 * bell()).toFixed(1)},${isThere}`;
  });
  const path = place('datatraining.txt');
  writeFileSync(path, `"date","Temperature","CO2","Light","Occupancy"\n${rows.join('\n')}\n`);
  const said = await done('train', path, '--label', 'Occupancy', '--out', place('room.json'));
  assert.match(said, /600 rows, 3 features, 2 classes: 0 \(\d+\), 1 \(\d+\)/);
  assert.match(said, /date is left out: it says when/);
  assert.match(said, /Judged on 5 blocks of rows in their order/);
  assert.match(await done('train', path, '--label', 'Occupancy', '--group', 'date:day', '--out', place('room.json')), /Judged on 5 parts of whole groups \(5 groups\)/);
});

test('train warns of a feature that is the class under another name', async () => {
  const { bell, int } = createRandom(3);
  const path = place('leak.csv');
  writeFileSync(path, `x,code,class\n${Array.from({ length: 400 }, () => { const label = int(0, 1); return `${bell() + label},${label * 7 + 1},${label === 1 ? 'cup' : 'none'}`; }).join('\n')}`);
  assert.match(await done('train', path, '--label', 'class', '--out', place('leak.json')), /Beware: code alone is right in 100\.0 % of the rows.*--without "code"/);
});

test('fuse: columns under the names that are in use, three ways side by side', async () => {
  const { next } = createRandom(12);
  const rows = Array.from({ length: 200 }, (_, task) => {
    const truth = Number(next() < 0.5);
    return Array.from({ length: 5 }, (__, worker) => `${task * 5 + worker}\tA${(task + worker) % 12}\t${task}\t${next() < ((task + worker) % 12 < 9 ? 0.85 : 0.4) ? truth : 1 - truth}\t${task < 150 ? truth : ''}`);
  }).flat();
  const path = place('rte.tsv');
  writeFileSync(path, `!amazon_annotation_ids\t!amt_worker_ids\torig_id\tresponse\tgold\n${rows.join('\n')}\n`);
  const fused = JSON.parse(await done('fuse', path, '--truth', 'gold', '--json')) as { [name: string]: unknown } & { [way in 'majority' | 'dawidSkene' | 'calibrated']: { [name: string]: number } };
  assert.deepEqual(fused['columns'], { task: 'orig_id', worker: '!amt_worker_ids', label: 'response', truth: 'gold' });
  assert.deepEqual([fused['tasks'], fused['workers'], fused['answers'], fused['truths'], fused['labels']], [200, 12, 1000, 150, ['0', '1']]);
  for (const way of [fused.majority, fused.dawidSkene, fused.calibrated]) {
    assert.deepEqual(Object.keys(way).slice(0, 6), ['n', 'accuracy', 'brier', 'ece', 'logLoss', 'confident']);
    assert.equal(way['n'], 150);
  }
  assert.ok((fused.dawidSkene['accuracy'] ?? 0) >= (fused.majority['accuracy'] ?? 1));
  assert.match(await done('fuse', path, '--truth', 'gold'), /1000 answers \(response\) of 12 workers \(!amt_worker_ids\) to 200 tasks \(orig_id\), 2 labels; of 150 tasks the truth is known \(gold\)/);
});

test('fuse: columns of other names are said, a task has one truth', async () => {
  const path = place('odd.csv');
  writeFileSync(path, 'thing,who,says,sure\n1,ana,a,a\n1,bo,b,\n2,ana,b,b\n2,bo,b,b\n');
  const { status, stderr } = await sensing('fuse', path, '--truth', 'sure');
  assert.equal(status, 2);
  assert.match(stderr, /none of its columns is called as a task is.*\[unknown_column\]\n {2}Say which it is with --task: thing, who, says, sure/);
  const named = ['--truth', 'sure', '--task', 'thing', '--worker', 'who', '--label', 'says'];
  assert.match(await done('fuse', path, ...named), /no label has most of the votes alone: 1\./);
  writeFileSync(path, 'thing,who,says,sure\n1,ana,a,a\n1,bo,b,b\n2,ana,b,b\n');
  assert.match((await sensing('fuse', path, ...named)).stderr, /row 3: of task 1 the truth is b, and in an earlier row it was a \[malformed_table\]/);
});

test('what is wrong is said once, with a code and what to do', async () => {
  for (const [args, says] of [
    [['train', '--label', 'x', '--out', 'y'], /FILE is missing \[usage\]/],
    [['train', sessions[0] ?? '', '--out', 'y'], /--label is missing.*\[usage\]/],
    [['train', sessions[0] ?? '', '--label', 'count'], /--out is missing.*\[usage\]/],
    [['train', sessions[0] ?? '', '--label', 'counts', '--out', 'y'], /there is no column "counts"; did you mean "count"\? \[unknown_column\]/],
    [['train', place('nowhere.csv'), '--label', 'x', '--out', 'y'], /there is no such file \[unreadable_table\]/],
    [['evaluate', sessions[0] ?? '', sessions[0] ?? '', '--label', 'count'], /the model can't be used: its format isn't frankpledge-model\/1 \[unfit_model\]/],
    [['evaluate', place('nothing'), sessions[0] ?? '', '--label', 'count'], /it can't be read \(ENOENT\) \[unfit_model\]/],
    [['evaluate', model, sessions[0] ?? '', '--label', 'count', '--coverage', '90'], /--coverage is a share between 0 and 1, as 0.95, not "90" \[usage\]/],
    [['evaluate', model, place('odd.csv'), '--label', 'says'], /the model reads a column "bin_0", and there is none \[unknown_column\]/],
    [['train', sessions[0] ?? '', '--label', 'count', '--out', place('no/such/folder')], /ENOENT.*\[ENOENT\]/],
  ] as const) {
    const { status, stderr, stdout } = await sensing(...args);
    assert.equal(status, 2, args.join(' '));
    assert.equal(stdout, '');
    assert.match(stderr, says);
    assert.match(stderr, /\n {2}\S/, `${args.join(' ')}: says what to do`);
  }
});
