// Two covers of two collectives held against one another from the command line: in folders, in a file, and at an address.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { systemClock } from '../src/host/clock.ts';
import { serveCollective } from '../src/host/serve.ts';
import { frankpledgeHere, type Ran } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'compare-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const [linden, birch, archive] = ['linden', 'birch', 'birch.log'].map((name) => join(folder, name)) as [string, string, string];

async function founded(data: string, subcontracts: string): Promise<void> {
  const settings = `${data}.yaml`;
  writeFileSync(settings, `collective: { name: House, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }\nmembers: [ { id: ana }, { id: bo } ]\nsubcontracts:\n${subcontracts}`);
  const { status, stderr } = await frankpledgeHere(['found', settings, '--data', data]);
  assert.deepEqual([status, stderr], [0, '']);
}

before(async () => {
  await founded(linden, '  - { id: cover, kit: mutual-cover }\n  - { id: wood, kit: firewood, parties: { provider: bo } }\n');
  await founded(birch, '  - { id: stand-by, kit: mutual-cover, terms: { dues: "40.00", waiting_days: 14 } }\n');
  assert.equal((await frankpledgeHere(['export', '--data', birch, '--out', archive])).status, 0);
});

const compare = (...args: string[]): Promise<Ran> => frankpledgeHere(['kit', 'compare', ...args]);
const differing = (ran: Ran): string[] => ran.stdout.split('\n').filter((line) => line.startsWith('* ')).map((line) => line.slice(2).replaceAll(/ {2,}/g, ' | '));

test('two agreements of two collectives stand side by side, and what differs is marked', async () => {
  const ran = await compare(`${linden}#cover`, `${archive}#stand-by`);
  assert.deepEqual([ran.status, ran.stderr], [0, '']);
  assert.deepEqual(differing(ran), [
    'Dues of a month | 30.00 crown | 40.00 crown',
    'Waiting time | 30 days | 14 days',
    'those who consented to cover, at a time | 30.00 crown (dues) | 40.00 crown (dues)',
    'those who consented to cover, from one person | 60.00 crown (dues × 2) in 30 days | 80.00 crown (dues × 2) in 30 days',
    'differs: 4 of 21',
  ]);
  assert.match(ran.stdout, /^ {2}Notice +30 days +30 days$/m);
  assert.match(ran.stdout, /^ {2}cover: dues go from your account into a purse of your own/m);
});

test('a collective\'s only agreement needn\'t be named; the same in a folder and in a file is the same', async () => {
  const ran = await compare(birch, `${archive}#stand-by`);
  assert.deepEqual([ran.status, differing(ran), ran.stdout.trimEnd().split('\n').at(-1)], [0, [], 'They differ in nothing of this.']);
});

test('a kit stands for its defaults, and as JSON it is all there', async () => {
  const ran = await compare('mutual-cover', `${birch}#stand-by`, '--json');
  const { one, other, terms, most, parts } = JSON.parse(ran.stdout) as { one: { from: string }; other: { from: string }; terms: { term: string; differs: boolean }[]; most: object[]; parts: object[] };
  assert.deepEqual([one.from, other.from], ['mutual-cover', `${birch}#stand-by`]);
  assert.deepEqual(terms.find(({ term }) => term === 'dues'), { term: 'dues', label: 'Dues of a month', one: { value: '30.00', unit: null }, other: { value: '40.00', unit: 'crown' }, differs: true });
  assert.deepEqual(terms.filter(({ differs }) => differs).map(({ term }) => term).sort(), ['dues', 'unit', 'waiting_days']);
  assert.deepEqual([terms.length, most.length, parts.length], [16, 4, 1]);
});

test('an agreement at an address, by its link; what is said of it leaves the link\'s secret out', async () => {
  const serving = await serveCollective({ place: { folder: birch }, clock: systemClock, port: 0, tell: () => undefined });
  try {
    const ran = await compare(`${linden}#cover`, `${serving.url}/?link=${serving.secret}#stand-by`);
    assert.deepEqual([ran.status, differing(ran).at(-1)], [0, 'differs: 4 of 21'], ran.stderr);
    assert.ok(ran.stdout.includes(`${serving.url}#stand-by (mutual-cover 1.1.0)`) && !ran.stdout.includes(serving.secret), ran.stdout);
  } finally {
    await serving.close();
  }
});

const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['one alone', ['mutual-cover'], /^frankpledge: KIT or SOURCE#SUBCONTRACT is missing: two are compared \[usage\]/],
  ['a third', ['mutual-cover', 'pledge', 'cash-box'], /^frankpledge: "cash-box" is one argument too many \[usage\]/],
  ['a misspelt kit', ['mutual-cover', 'pleged'], /^frankpledge: there is no kit pleged; did you mean "pledge"\? \[usage\]/],
  ['several agreements', ['mutual-cover', linden], /^frankpledge: there are several agreements in \S+ \[usage\]\n {2}Name one of them: \S+#cover, \S+#wood/],
  ['a misspelt agreement', [`${linden}#cvoer`, 'pledge'], /^frankpledge: there is no subcontract cvoer; did you mean "cover"\? \[unknown_subcontract\]\n {2}Known: cover, wood/],
  ['a place where nothing is', [join(folder, 'ash#cover'), 'pledge'], /^frankpledge: there is nothing at \S+ash \[io\]/],
];

for (const [what, args, message] of refusals) {
  test(`${what}: one message that says what to do`, async () => {
    const ran = await compare(...args);
    assert.deepEqual([ran.status, ran.stdout], [2, '']);
    assert.match(ran.stderr, message);
  });
}
