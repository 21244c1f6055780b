// What sensors are worth to a collective: cut-offs on its own past, where harm is, and the proposals that follow, by the real commands.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { connect, type Connection } from '../src/host/connection.ts';
import { systemClock } from '../src/host/clock.ts';
import { findSigner } from '../src/host/data-folder.ts';
import type { Signer } from '../src/host/sealing.ts';
import { serveCollective } from '../src/host/serve.ts';
import type { EntryBody, Observation } from '../src/vocabulary/entries.ts';
import type { Binding } from '../src/vocabulary/sensing.ts';
import { frankpledgeHere, type Ran } from './command.ts';
import { testFolder } from './decide-house.ts';

const { place, remove, write } = testFolder('sensing-deciding');
after(remove);

const settings = write('settings.yaml', `title: Linden
collective: { name: Linden, zone: Europe/Berlin, units: { crown: { decimals: 2 } }, bind: [ ana ] }
members:
  - { id: ana, opening: { crown: "500.00" } }
  - { id: bo, opening: { crown: "500.00" } }
  - { id: cy, opening: { crown: "500.00" } }
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: bo }, terms: { event_cutoff: "0.95" } }
`);

async function founded(name: string): Promise<string> {
  const data = place(name);
  const ran = await frankpledgeHere(['found', settings, '--data', data]);
  assert.deepEqual([ran.status, ran.stderr], [0, '']);
  return data;
}

function says(ran: Ran, status: number, stdout: RegExp, stderr: RegExp = /^$/): void {
  assert.equal(ran.status, status, ran.stdout + ran.stderr);
  assert.match(ran.stdout, stdout);
  assert.match(ran.stderr, stderr);
}

type Act = (owner: string, said: EntryBody) => Promise<void>;

/** Acts that the log must take. */
async function acting(data: string, run: (act: Act, connection: Connection) => Promise<void>): Promise<void> {
  const connection = await connect(data, 'act');
  const signer = (owner: string): Signer => {
    const found = findSigner(data, owner === 'gateway' ? 'gateway' : 'member', ...(owner === 'gateway' ? [] : [owner]));
    assert.ok(found !== undefined, owner);
    return found;
  };
  try {
    await run(async (owner, said) => {
      const done = await connection.act(signer(owner), said);
      assert.equal(done.status, 'recorded', JSON.stringify(done));
      if (done.status === 'recorded') assert.deepEqual(done.shown.outcome.items.filter(({ status }) => status !== 'done'), []);
    }, connection);
  } finally {
    connection.close();
  }
}

const pile: Binding = { id: 'pile', subject: 'woodpile', method: 'event', streams: [{ stream: 'cam', as: 'sensor' }], settings: {}, keep_days: 7 };

function taking(seq: number, p: number, at: number): Observation {
  return {
    device: 'pile', seq, subject: 'woodpile', event: 'taken', at, p: { event: p, person: 0.99 }, values: { by: 'cy', count: 1 },
    from: { readings: 'ab'.repeat(32), count: 1, sensors: [{ stream: 'cam', state: 'said', llr: 1, weight: 1, by: 'gateway' }], prior: 0.5, raw: { event: p, person: 0.99 }, calibration: null },
  };
}

/** Five takings; four are disputed and judged: 0.99 was so, 0.93 wasn't, 0.7 and 0.3 were. */
async function foundedWithPast(name: string): Promise<string> {
  const data = await founded(name);
  await acting(data, async (act, connection) => {
    await act('ana', { kind: 'bind', body: { binding: pile } });
    const at = await connection.now();
    await act('gateway', { kind: 'observe', body: { observations: [0.99, 0.93, 0.7, 0.3, 0.92].map((p, before) => taking(before + 1, p, at)) } });
    for (const [before, held] of [true, false, true, true].entries()) {
      await act('bo', { kind: 'dispute', body: { observation: `pile:${before + 1}`, reason: 'let us see' } });
      await act('ana', { kind: 'judge', body: { observation: `pile:${before + 1}`, held } });
    }
  });
  return data;
}

test('a cut-off from what errors cost: nine to one is 0.90, one to four 0.20; and when a person is asked', async () => {
  const cutoff = (...args: string[]): Promise<Ran> => frankpledgeHere(['sensing', 'cutoff', ...args]);
  says(await cutoff('--wrongly', '9', '--missed', '1'), 0, /^cut-off 0\.90 \(9\/10\): acting wrongly costs 9, missing it 1\n$/);
  says(await cutoff('--wrongly', '0.5', '--missed', '2'), 0, /^cut-off 0\.20 \(1\/5\)/);
  says(await cutoff('--wrongly', '18', '--missed', '2', '--unsure', '1'), 0, /^from 0\.944444445 \(17\/18\) on it acts, from 0\.50 \(1\/2\) on a person is asked, below nothing is done/);
  says(await cutoff('--wrongly', '9', '--missed', '1', '--unsure', '0.9'), 0, /no less than to decide: nobody is asked/);
  assert.deepEqual(JSON.parse((await cutoff('--wrongly', '9', '--missed', '1', '--json')).stdout), { cutoff: { numerator: 9, denominator: 10, text: '0.90' }, unsure: null });
});

test('what is wrong with the costs is said', async () => {
  says(await frankpledgeHere(['sensing', 'cutoff', '--missed', '1']), 2, /^$/, /--wrongly is missing/);
  says(await frankpledgeHere(['sensing', 'cutoff', '--wrongly', '0', '--missed', '1']), 2, /^$/, /--wrongly is what that costs.* not "0" \[usage\]/);
  says(await frankpledgeHere(['sensing', 'cutoff', '--wrongly', '1e99', '--missed', '1']), 2, /^$/, /not "1e99"/);
  says(await frankpledgeHere(['sensing', 'cutoff', '--wrongly', '1', '--missed', '1', '--beside', '0.5']), 2, /^$/, /--beside is about the past/);
  says(await frankpledgeHere(['sensing', 'cutof']), 2, /^$/, /there is no `sensing cutof`; did you mean "cutoff"/);
});

test('on the collective\'s own past: acted on, wrongly, missed, asked, with intervals; beside what is agreed; and the line that proposes it', async () => {
  const data = await foundedWithPast('past');
  const ran = await frankpledgeHere(['sensing', 'cutoff', '--wrongly', '9', '--missed', '1', '--subcontract', 'wood', '--beside', '0.6', '--data', data]);
  says(ran, 0, /on 4 decided cases of the past \(4 by people, 0 acted on and left uncontested\)/);
  // Clopper–Pearson of 4: two are 6.8 to 93.2 %, one is 0.6 to 80.6 %.
  assert.match(ran.stdout, /acted on +2 +6 to 94 %\n +of these wrongly +1 +0 to 81 %\n +missed +2 +6 to 94 %\n/);
  assert.match(ran.stdout, / {2}cut-off 0\.90: 3 reports of 5 claims; of 4 decided ones 1 wrongly, 2 missed\n {2}0\.6: 4 reports of 5 claims; of 4 decided ones 1 wrongly, 1 missed\n {2}event_cutoff as agreed, 0\.95: 1 report of 5 claims; of 4 decided ones 0 wrongly, 2 missed\n/);
  const [line = ''] = /(?<=-- )propose terms wood --set event_cutoff=0\.90 .*$/m.exec(ran.stdout) ?? [];
  says(await frankpledgeHere(line.replace('TEXT', 'fairer').replace('MEMBER', 'ana').split(' ')), 0, /proposed/);
  const { past } = JSON.parse((await frankpledgeHere(['sensing', 'cutoff', '--wrongly', '18', '--missed', '2', '--unsure', '1', '--binding', 'pile', '--data', data, '--json'])).stdout) as { past: { [name: string]: { count: number } } };
  assert.deepEqual([past['charged']?.count, past['asked']?.count, past['missed']?.count, past['claims']], [1, 2, 1, 5]); // 0.99 · 0.93 and 0.7 · 0.3
  says(await frankpledgeHere(['sensing', 'cutoff', '--wrongly', '9', '--missed', '1', '--binding', 'pille', '--data', data]), 2, /^$/, /no binding pille; did you mean "pile"/);
  says(await frankpledgeHere(['sensing', 'cutoff', '--wrongly', '9', '--missed', '1', '--data', await founded('new')]), 0, /no case of the past is decided yet/);
});

/** The collective of the folder, by its link, until `use` is done. */
async function served(data: string, use: (link: string) => Promise<void>): Promise<void> {
  const serving = await serveCollective({ place: { folder: data }, clock: systemClock, port: 0, tell: () => undefined });
  try {
    await use(serving.link);
  } finally {
    await serving.close();
  }
}

test('of a running collective, by its link, both say the same as of its folder; what needs a key is left to the page', async () => {
  const data = await foundedWithPast('running');
  await acting(data, async (act, connection) => {
    const happened = await connection.now();
    for (const place of ['kitchen', 'kitchen', 'stairs']) await act('bo', { kind: 'incident', body: { place, severity: 4, happened } });
  });
  const file = write('kitchen.yaml', 'bind:\n  - { id: smoke, subject: kitchen, method: event, streams: [ { stream: cam-2, as: sensor } ], settings: { event: smoke } }\n');
  const questions = [
    ['cutoff', '--wrongly', '9', '--missed', '1', '--subcontract', 'wood', '--beside', '0.6'], ['cutoff', '--wrongly', '18', '--missed', '2', '--unsure', '1', '--binding', 'pile'], ['cutoff', '--wrongly', '9', '--missed', '1', '--person', '--subcontract', 'wood', '--binding', 'pile'],
    ['harm'], ['harm', '--severe', '5'], ['harm', '--file', file],
  ];
  const there: Ran[] = [];
  await served(data, async (link) => {
    const { origin } = new URL(link);
    const ask = (...args: string[]): Promise<Ran> => frankpledgeHere(['sensing', ...args, '--data', link]);
    for (const question of questions) there.push(await ask(...question));
    assert.match(there[0]?.stdout ?? '', new RegExp(`to propose it:\n  ${origin}/#/things/cutoff/wood\n$`));
    assert.match(there[3]?.stdout ?? '', new RegExp(`^kitchen first: 2 of 3 severe incidents[^]*to put it to the vote: ${origin}/#/things/harm\n$`));
    says(await ask('cutoff', '--wrongly', '9', '--missed', '1', '--subcontract', 'wod'), 2, /^$/, /no subcontract wod; did you mean "wood"/);
    says(await ask('cutoff', '--wrongly', '9', '--missed', '1', '--binding', 'pille'), 2, /^$/, /no binding pille; did you mean "pile"/);
    says(await ask('harm', '--propose', '--as', 'ana'), 2, /^$/, /--propose signs with a key of the data folder/);
    says(await frankpledgeHere(['sensing', 'harm', '--data', origin]), 2, /^$/, /the link that you were given/);
  });
  for (const [at, question] of questions.entries()) {
    const here = await frankpledgeHere(['sensing', ...question, '--data', data]);
    const without = ({ status, stdout, stderr }: Ran): unknown => [status, stderr, stdout.replace(/(to propose it:\n|to put it to the vote: )[^]*/, '')];
    assert.deepEqual(without(there[at] ?? assert.fail()), without(here), question.join(' '));
  }
  says(await frankpledgeHere(['sensing', 'harm', '--data', 'http://127.0.0.1:9/']), 2, /^$/, /doesn't answer/);
});

test('a past of more cases than one answer holds comes whole', async () => {
  const data = await founded('long');
  await acting(data, async (act, connection) => {
    await act('ana', { kind: 'bind', body: { binding: pile } });
    const at = await connection.now();
    for (let from = 0; from < 2100; from += 100) await act('gateway', { kind: 'observe', body: { observations: Array.from({ length: 100 }, (_, i) => taking(from + i + 1, 0.99, at)) } });
  });
  await served(data, async (link) => {
    const ran = await frankpledgeHere(['sensing', 'cutoff', '--wrongly', '9', '--missed', '1', '--binding', 'pile', '--data', link, '--json']);
    assert.equal((JSON.parse(ran.stdout) as { past: { claims: number } }).past.claims, 2000, 'as many as are kept of one binding');
    const secret = new URL(link).searchParams.get('link');
    const answer = await (await fetch(`${new URL(link).origin}/api/cases?skip=1990`, { headers: { authorization: `Bearer ${secret}` } })).json() as { count: number; cases: { observation: string }[] };
    assert.deepEqual([answer.count, answer.cases.length, answer.cases[0]?.observation], [2000, 10, 'pile:101']);
  });
});

test('30 severe incidents, 20 in the kitchen: 67 %, a draft, a proposal; nothing is bound before it is decided', async () => {
  const data = await founded('harm');
  const harm = (...args: string[]): Promise<Ran> => frankpledgeHere(['sensing', 'harm', '--data', data, ...args]);
  says(await harm(), 0, /^no incident of severity 4 or more has been reported: there is nothing to suggest\n$/);
  says(await harm('--propose', '--as', 'ana'), 2, /^$/, /there is nothing to suggest/);
  await acting(data, async (act, connection) => {
    await act('ana', { kind: 'bind', body: { binding: { ...pile, id: 'smoke', subject: 'kitchen' } } });
    const happened = await connection.now();
    for (let number = 0; number < 32; number += 1) await act('bo', { kind: 'incident', body: { place: number < 20 ? 'kitchen' : number < 30 ? 'stairs' : 'yard', severity: number < 30 ? 4 : 2, happened } });
  });
  const ran = await harm();
  says(ran, 0, /^kitchen first: 20 of 30 severe incidents \(67 %\)\n {2}1\. kitchen: .*47 to 83 % with so few cases; there is smoke \(event from cam\)\n {2}2\. stairs: 10 of 30 .*nothing is sensed there yet\n\nMore sensing in kitchen: /);
  says(await harm('--place', 'stair'), 2, /^$/, /no place with severe incidents stair; did you mean "stairs"/);
  const file = write('stairs.yaml', 'bind:\n  - { id: steps, subject: stairs, method: event, streams: [ { stream: radar, as: sensor } ], settings: { event: fall } }\n');
  says(await harm('--place', 'stairs', '--file', file, '--propose', '--as', 'bo'), 0, /^proposed: .*steps/);
  const shown = JSON.parse((await harm('--json')).stdout) as { places: { there: string[] }[]; draft: { change: { change: string } } };
  assert.deepEqual([shown.places.map(({ there }) => there), shown.draft.change.change], [[['smoke'], []], 'resolution']);
  const open = JSON.parse((await frankpledgeHere(['proposals', '--data', data, '--json'])).stdout) as { open: { title: string; reason: string }[] };
  assert.deepEqual(open.open.map(({ title, reason }) => [title, reason]), [['More sensing in stairs', '10 of 30 severe incidents (33 %) were in stairs']]);
});

test('the manual\'s page: its output and its bindings are those of the product', async () => {
  const page = readFileSync(new URL('../docs/manual/19-what-errors-cost.md', import.meta.url), 'utf8');
  const [, output = ''] = /```\n(cut-off [\s\S]*?)```/.exec(page) ?? [];
  assert.equal((await frankpledgeHere(['sensing', 'cutoff', '--wrongly', '9', '--missed', '1'])).stdout, output);
  const [, bindings = ''] = /<!-- bindings -->\n```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const file = write('manual.yaml', bindings);
  says(await frankpledgeHere(['propose', 'sensing', '--file', file, '--reason', 'x', '--as', 'bo', '--data', await founded('manual')]), 0, /^proposed: .*smoke/);
});

test('what is to be bound can be proposed from a file; what is wrong in it is said with its line', async () => {
  const data = await founded('file');
  const bad = write('bad.yaml', 'bind:\n  - { id: steps, subject: stairs, method: event, streams: [ { stream: radar, as: sensor, of: [ ann ] } ] }\n');
  says(await frankpledgeHere(['propose', 'sensing', '--file', bad, '--reason', 'x', '--as', 'bo', '--data', data]), 2, /^$/, /bad\.yaml:2: .*"ann".*did you mean "ana"/);
  says(await frankpledgeHere(['propose', 'sensing', '--reason', 'x', '--as', 'bo', '--data', data]), 2, /^$/, /--file is missing/);
  const good = write('good.yaml', 'bind:\n  - { id: steps, subject: stairs, method: event, streams: [ { stream: radar, as: sensor, of: [ ana ] } ] }\n');
  says(await frankpledgeHere(['propose', 'sensing', '--file', good, '--reason', 'safety', '--as', 'bo', '--data', data]), 0, /^proposed: .*steps/);
});
