// The command line as a house uses it: found, act, look, verify, hand on; alone, several at once, and beside a running server.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { rowCrc } from '../src/adapters/journal-sqlite/crc.ts';
import { acceleratedClock, systemClock } from '../src/host/clock.ts';
import { connect } from '../src/host/connection.ts';
import { findSigner } from '../src/host/data-folder.ts';
import { serveCollective } from '../src/host/serve.ts';
import { noteServer } from '../src/host/served-at.ts';
import type { Observation } from '../src/vocabulary/entries.ts';
import type { JsonObject } from '../src/vocabulary/json.ts';
import { frankpledge, frankpledgeHere, frankpledgeLater, type Ran } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string): string => join(folder, name);

const settings = `title: Tombsboro
collective:
  name: Tombsboro
  zone: America/New_York
  units:
    crown: { decimals: 2 }
    hour: { decimals: 1 }
  issue_per_month: { crown: "1000.00" }
  admit: [ olga ]
  issue: [ olga ]
members:
  - { id: bunyan, name: Bunyan, opening: { crown: "100.00" } }
  - { id: ana, opening: { crown: "500.00" }, means: { crown: "800.00" } }
  - { id: olga, opening: { crown: "500.00" } }
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: bunyan } }
  - { id: cash, kit: cash-box, parties: { owner: olga }, consents: [ bunyan ] }
`;
writeFileSync(place('settings.yaml'), settings);

async function founded(name: string): Promise<string> {
  const data = place(name);
  const ran = await frankpledgeHere(['found', place('settings.yaml'), '--data', data]);
  assert.deepEqual([ran.status, ran.stderr], [0, '']);
  return data;
}

function json(ran: Ran): Record<string, never> {
  return JSON.parse(ran.stdout) as Record<string, never>;
}

function says(ran: Ran, status: number, stdout: RegExp, stderr: RegExp = /^$/): void {
  assert.equal(ran.status, status, ran.stdout + ran.stderr);
  assert.match(ran.stdout, stdout);
  assert.match(ran.stderr, stderr);
  assert.doesNotMatch(ran.stderr, /\n\s+at /);
}

test('found: says what came to be, where the keys lie and what to do next; refuses what is there and what is wrong', async () => {
  const data = place('found');
  const ran = frankpledge(['found', place('settings.yaml'), '--data', data]);
  says(ran, 0, /Tombsboro is founded in .*: frankpledge\/[0-9a-f]{16}, 5 records[\s\S]*keys\/member-bunyan\.json[\s\S]*npm start -- --data/);
  assert.deepEqual(readdirSync(join(data, 'keys')).sort(), ['gateway-1.json', 'log-1.json', 'member-ana.json', 'member-bunyan.json', 'member-olga.json', 'operator-1.json']);
  for (const name of readdirSync(join(data, 'keys'))) assert.equal(statSync(join(data, 'keys', name)).mode & 0o077, 0);
  says(frankpledge(['found', place('settings.yaml'), '--data', data]), 2, /^$/, /holds a collective already \[in_use\]/);
  writeFileSync(place('bad.yaml'), settings.replace('kit: firewood', 'kit: firewod').replace('zone:', 'zon:'));
  says(frankpledge(['found', place('bad.yaml'), '--data', place('bad')]), 2, /^$/, /bad\.yaml:4: .*"zon"; did you mean "zone"\?[\s\S]*bad\.yaml:16: .*did you mean "firewood"\?/);
  writeFileSync(place('scenario.yaml'), `${settings}timeline: []\n`);
  says(frankpledge(['found', place('scenario.yaml'), '--data', place('bad')]), 2, /^$/, /scenario\.yaml:18: timeline: this is a scenario/);
  writeFileSync(place('rich.yaml'), settings.replaceAll('"500.00"', '"90071992547409.91"'));
  says(frankpledge(['found', place('rich.yaml'), '--data', place('bad')]), 2, /^$/, /rich\.yaml:12: members: .*\[overflow\]/);
  assert.equal(existsSync(place('bad')), false, 'a founding that failed leaves nothing');
  mkdirSync(place('keys-only/keys'), { recursive: true });
  writeFileSync(place('keys-only/keys/operator-1.json'), '{}');
  says(frankpledge(['found', place('settings.yaml'), '--data', place('keys-only')]), 2, /^$/, /holds keys/);
  assert.equal(readFileSync(place('keys-only/keys/operator-1.json'), 'utf8'), '{}');
});

test('acts, one after the other, and what they say', async () => {
  const data = await founded('acts');
  const act = (...args: string[]): Promise<Ran> => frankpledgeHere([...args, '--data', data]);
  says(await act('pay', 'bunyan', '5.00', 'crown', '--as', 'ana', '--reason', 'eggs'), 0, /^ana → bunyan 5\.00 crown \(record 5\)\n$/);
  says(await act('pay', 'bunyan', '5.001', '--as', 'ana'), 1, /^$/, /refused: .*more than 2 decimals \[too_many_decimals\]\n {2}Give/);
  says(await act('pay', 'bunyan', '5000', '--as', 'ana'), 1, /^$/, /\[insufficient_balance\]/);
  says(await act('pay', 'bunyn', '5', '--as', 'ana'), 2, /^$/, /no member bunyn; did you mean "bunyan"/);
  says(await act('pay', 'bunyan', '5', 'crwn', '--as', 'ana'), 2, /^$/, /did you mean "crown"/);
  says(await act('pay', 'bunyan', '5', '--as', 'anna'), 2, /^$/, /did you mean "ana"/);
  says(await act('pay', 'bunyan', '5'), 2, /^$/, /--as MEMBER/);
  says(await act('pay', 'bunyan'), 2, /^$/, /AMOUNT is missing[\s\S]*Usage: npm run -s frankpledge -- pay TO AMOUNT/);
  const paid = json(await act('pay', 'bunyan', '1', '--as', 'ana', '--json'));
  assert.deepEqual([paid['ok'], paid['status']], [true, 'recorded']);
  const short = await act('pay', 'bunyan', '5000', '--as', 'ana', '--json');
  assert.deepEqual([json(short)['ok'], (json(short) as unknown as { error: { code: string } }).error.code], [false, 'insufficient_balance']);
  says(await act('admit', 'bob', '--name', 'Bob', '--floor', 'crown=-50.00', '--as', 'ana'), 1, /^$/, /\[not_permitted\]/);
  assert.equal(existsSync(join(data, 'keys/member-bob.json')), false, 'a refused member has no key');
  says(await act('admit', 'bob', '--name', 'Bob', '--floor', 'crown=-50.00'), 0, /Bob is a member; hand them their key: .*member-bob\.json/);
  says(await act('admit', 'bob'), 1, /^$/, /\[already_member\]/);
  says(await act('means', 'bob', 'crown=3000.00'), 0, /the means of bob are attested: wood\.bracket 2/);
  says(await act('issue', 'bob', '10.00', 'crown', '--reason', 'welcome'), 0, /outside → bob 10\.00 crown/);
  says(await act('issue', 'bob', '10.00', 'crown'), 2, /^$/, /--reason is missing/);
  says(await act('issue', 'bob', '1000.00', 'crown', '--reason', 'more'), 1, /^$/, /\[limit_reached\]/);
  says(await act('pay', 'ana', '55.00', '--as', 'bob'), 0, /bob → ana 55\.00/);
  says(await act('consent', 'cash', 'garantee', '--as', 'ana'), 2, /^$/, /did you mean "guarantee"/);
  says(await act('consent', 'cash', 'guarantee', '--as', 'ana'), 0, /ana takes up guarantee of cash/);
  says(await act('consent', 'cash', 'guarantee', '--as', 'ana', '--withdraw'), 0, /ana withdraws/);
  says(await act('repay', '5', '--as', 'ana'), 1, /^$/, /\[nothing_owed\]/);
  says(await act('contest', 'e9', '--as', 'ana'), 2, /^$/, /wood and cash have the action contest/);
  says(await act('contest', 'e9', '--as', 'ana', '--subcontract', 'wood'), 1, /^$/, /\[unknown_observation\]/);
  says(await act('confirm', 'e9', '--as', 'ana'), 1, /^$/, /\[unknown_observation\]/);
  says(await act('request', 'wood', 'burn', '--as', 'ana'), 2, /^$/, /no action of wood burn[\s\S]*Known: bring_back, contest, take, confirm, drop/);
  says(await act('key', 'add', 'device', 'thermo-a'), 0, /the key device-thermo-a speaks for device thermo-a/);
  says(await act('key', 'add', 'member', 'bob'), 1, /^$/, /only bob can add a further key for bob[\s\S]*\[not_permitted\]|\[not_permitted\]/);
  says(await act('key', 'add', 'member', 'bob', '--as', 'bob'), 0, /member-bob-\d/);
  says(await act('key', 'revoke', 'member-bob'), 1, /^$/, /revoked by its owner[^]*\[not_permitted\]/);
  says(await act('key', 'revoke', 'member-bob', '--as', 'bob'), 0, /out of force/);
  for (const role of ['operator', 'log']) says(await act('key', 'revoke', `${role}-1`), 1, /^$/, new RegExp(`the last key of role ${role} can't be revoked`));
  says(await act('key', 'lst'), 2, /^$/, /did you mean "list"/);
  assert.equal((JSON.parse((await act('key', 'list', '--json')).stdout) as unknown[]).length, 9);
  const status = json(await act('status', 'bob', '--json')) as unknown as { members: { id: string; balances: { crown: string } }[] };
  assert.deepEqual(status.members.map(({ id, balances }) => [id, balances.crown]), [['bob', '-45.00']]);
  says(await act('status'), 0, /Tombsboro[\s\S]*bob \(Bob\): -45\.00 crown \(5\.00 to spend\)[\s\S]*cash: cash-box 1\.2\.1; owner olga; guarantee: bunyan/);
  says(await frankpledgeHere(['verify', data]), 0, /all outcomes reproduced/);
  const means = JSON.stringify(new DatabaseSync(join(data, 'journal.sqlite'), { readOnly: true }).prepare('SELECT record, outcome FROM records').all());
  assert.doesNotMatch(means, /3000\.00|800\.00/, 'the log never sees the means');
});

test('what sensors saw: contested, decided, lent, paid back; the subcontract is found by what it did', async () => {
  const data = await founded('sensed');
  const act = (...args: string[]): Promise<Ran> => frankpledgeHere([...args, '--data', data]);
  const gateway = findSigner(data, 'gateway');
  assert.ok(gateway !== undefined);
  const connection = await connect(data, 'act');
  const at = Date.now();
  const seen = (id: string, subject: string, event: string, values: JsonObject, p = {}): Observation => ({ id, subject, event, at, values, p });
  await connection.act(gateway, { kind: 'observe', body: { observations: [
    seen('e1', 'woodpile', 'taken', { by: 'ana', count: 3 }), seen('c1', 'cashbox', 'cash_taken', { by: 'ana', amount: '50.00' }),
    seen('e2', 'woodpile', 'taken', { by: null, count: 2 }),
  ] } });
  connection.close();
  says(await act('contest', 'e1', '--as', 'bunyan'), 1, /^$/, /\[not_permitted\]/);
  says(await act('contest', 'e1', '--as', 'ana', '--reason', 'it was two'), 0, /wood: contest by ana; e1 waits for a person/);
  says(await act('contest', 'c1', '--as', 'ana'), 0, /cash: contest by ana; c1 waits/);
  says(await act('status'), 0, /Loans:\n {2}ana → olga 50\.00 crown due[\s\S]*Waiting for a person:[\s\S]*e1 \(wood, ana\): ana contests the taking: it was two/);
  says(await act('drop', 'e1', '--as', 'ana'), 1, /^$/, /\[not_permitted\]/);
  says(await act('drop', 'e1', '--as', 'olga'), 0, /wood: drop by olga; e1 is dropped; bunyan → ana 3\.00 crown/);
  says(await act('drop', 'e1', '--as', 'olga'), 1, /^$/, /\[unknown_review\]/);
  says(await act('confirm', 'c1', '--as', 'bunyan'), 0, /c1 is confirmed/);
  says(await act('confirm', 'e2', '--as', 'olga', '--by', 'anna'), 2, /^$/, /did you mean "ana"/);
  says(await act('confirm', 'e2', '--as', 'olga', '--by', 'ana'), 0, /e2 is confirmed; ana → bunyan 2\.00 crown/);
  says(await act('repay', '20.00', '--as', 'ana'), 0, /cash: repay by ana; ana → olga 20\.00 crown/);
  says(await act('repay', 'cash', '90.00', '--as', 'ana'), 1, /^$/, /\[more_than_owed\]/);
  says(await act('request', 'cash', 'repay', 'amount=30.00', '--as', 'ana'), 0, /ana → olga 30\.00 crown; debt 1 is settled \(paid\)/);
  says(await frankpledgeHere(['verify', data]), 0, /all outcomes reproduced/);
});

test('keys that are none', async () => {
  const data = await founded('no-keys');
  says(await frankpledgeHere(['key', 'add', 'device', 'scale', '--public-key', 'abc', '--data', data]), 2, /^$/, /no public key/);
  says(await frankpledgeHere(['admit', 'bob', '--as', 'olga', '--public-key', Buffer.alloc(32).toString('base64'), '--data', data]), 2, /^$/, /no public key/);
  writeFileSync(place('device.yaml'), `${settings}devices: [ { id: scale, public_key: abc } ]\n`);
  says(await frankpledgeHere(['found', place('device.yaml'), '--data', place('none')]), 2, /^$/, /device\.yaml:18: devices\[0\]\.public_key: .*no public key/);
  const file = join(data, 'keys/member-ana.json');
  chmodSync(file, 0o644);
  says(await frankpledgeHere(['pay', 'bunyan', '1', '--as', 'ana', '--data', data]), 2, /^$/, /others may read the key file/);
  says(await frankpledgeHere(['pay', 'ana', '1', '--as', 'bunyan', '--data', data]), 0, /bunyan → ana/);
});

test('whoever is to hold a key makes it where no collective is, and acts with it once its public half is added', async () => {
  const data = await founded('own-keys');
  const act = (...args: string[]): Promise<Ran> => frankpledgeHere([...args, '--data', data]);
  const made = await frankpledgeHere(['key', 'new', place('bob.json'), '--role', 'member', '--owner', 'bob']);
  says(made, 0, /bob\.json holds a key of member bob[^]*admit bob --public-key/);
  assert.equal(statSync(place('bob.json')).mode & 0o777, 0o600);
  const [publicKey = ''] = /^[A-Za-z0-9+/]{43}=$/m.exec(made.stdout) ?? [];
  says(await act('pay', 'ana', '1', '--key', place('bob.json')), 1, /^$/, /\[unknown_key\]/);
  says(await act('admit', 'bob', '--public-key', publicKey), 0, /bob is a member \(/);
  says(await act('issue', 'bob', '10.00', '--reason', 'welcome'), 0, /^issued by olga; outside → bob 10\.00 crown/);
  says(await act('pay', 'ana', '1', '--key', place('bob.json')), 0, /bob → ana 1\.00 crown/);
  const other = json(await frankpledgeHere(['key', 'new', place('laptop.json'), '--role', 'member', '--owner', 'bob', '--id', 'laptop', '--json']));
  says(await act('key', 'add', 'member', 'bob', '--public-key', String(other['public_key']), '--key', place('bob.json')), 0, /member-bob-2/);
  says(await act('pay', 'ana', '1', '--key', place('laptop.json')), 0, /bob → ana 1\.00 crown/);
  says(await frankpledgeHere(['key', 'new', place('scale.json'), '--role', 'device', '--owner', 'scale']), 0, /The operator adds it with: .*key add device scale --public-key/);
  says(await frankpledgeHere(['key', 'new', place('bob.json'), '--role', 'member', '--owner', 'bob']), 2, /^$/, /\[exists\]/);
  for (const [args, message] of [
    [[], /FILE is missing/], [['x.json', '--owner', 'bob'], /--role is missing/], [['x.json', '--role', 'membr', '--owner', 'bob'], /did you mean "member"/],
    [['x.json', '--role', 'member'], /--owner is missing/], [['x.json', '--role', 'member', '--owner', 'b b'], /can't be an id/],
  ] as const) says(await frankpledgeHere(['key', 'new', ...args]), 2, /^$/, message);
  writeFileSync(place('bob.pem'), '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----\n', { mode: 0o600 });
  says(await act('pay', 'ana', '1', '--key', place('bob.pem')), 2, /^$/, /is a PEM file[^]*npm run -s frankpledge -- key new/);
});

test('several processes act on one folder at the same time: each is recorded once', async () => {
  const data = await founded('together');
  const ran = await Promise.all([1, 2, 3, 4, 5].map((amount) => frankpledgeLater(['pay', 'bunyan', String(amount), '--as', 'ana', '--data', data])));
  for (const each of ran) says(each, 0, /ana → bunyan/);
  const status = json(frankpledge(['status', 'ana', '--data', data, '--json'])) as unknown as { records: number; members: { balances: { crown: string } }[] };
  assert.deepEqual([status.records, status.members[0]?.balances.crown], [10, '485.00']);
});

test('beside a running server everything goes through it', async () => {
  const data = await founded('served');
  const serving = await serveCollective({ place: { folder: data }, clock: systemClock, port: 0, tell: () => undefined });
  const forget = noteServer(data, serving);
  try {
    const act = (...args: string[]): Promise<Ran> => frankpledgeLater([...args, '--data', data]);
    says(await act('pay', 'bunyan', '5.00', '--as', 'ana'), 0, /^ana → bunyan 5\.00 crown \(record 5\)\n$/);
    says(await act('pay', 'bunyan', '5000.00', '--as', 'ana'), 1, /^$/, /\[insufficient_balance\]/);
    says(await act('admit', 'bob'), 0, /bob is a member/);
    says(await act('means', 'bob', 'crown=6000.00'), 0, /wood\.bracket 3/);
    says(await act('issue', 'bob', '7.00', '--reason', 'welcome', '--as', 'ana'), 1, /^$/, /\[not_permitted\]/);
    says(await act('key', 'add', 'device', 'scale'), 0, /speaks for device scale/);
    says(await act('status'), 0, /served at http/);
    says(await act('verify', data), 0, /all outcomes reproduced/);
    says(await act('export', '--out', place('served.log')), 0, /The log is in/);
    says(await act('backup', place('served.backup')), 0, /records in/);
    const head = serving.writer.collective.head();
    assert.equal(json(await frankpledgeLater(['verify', place('served.log'), '--json']))['root'], head.root);
  } finally {
    forget();
    await serving.close();
  }
  noteServer(data, serving); // left over, as after a crash
  says(frankpledge(['pay', 'bunyan', '1.00', '--as', 'bob', '--data', data]), 1, /^$/, /\[insufficient_balance\]/);
});

test('the operator\'s key is followed by another: a server and the commands go on with the one in force', async () => {
  const data = await founded('rotated');
  const act = (...args: string[]): Promise<Ran> => frankpledgeHere([...args, '--data', data]);
  says(await act('key', 'add', 'operator'), 0, /the key operator-2 speaks for the operator/);
  says(await act('key', 'revoke', 'operator-1'), 0, /out of force/);
  says(await act('key', 'add', 'device', 'scale'), 0, /device-scale/);
  const gateway = findSigner(data, 'gateway');
  assert.ok(gateway !== undefined);
  const connection = await connect(data, 'act');
  const taken: Observation = { id: 'c1', subject: 'cashbox', event: 'cash_taken', at: Date.now(), values: { by: 'ana', amount: '50.00' } };
  await connection.act(gateway, { kind: 'observe', body: { observations: [taken] } });
  connection.close();
  const later = Date.now() + 31 * 86_400_000;
  const serving = await serveCollective({ place: { folder: data }, clock: acceleratedClock(10, later), port: 0, tell: () => undefined });
  try {
    const { state } = serving.writer.collective;
    for (let waited = 0; state.obligations.size > 0 && waited < 5000; waited += 20) await new Promise((resolve) => { setTimeout(resolve, 20); });
    assert.equal(state.obligations.size, 0, 'the clock entry was sealed by the key in force, so the loan was collected');
  } finally {
    await serving.close();
  }
});

test('export, import, verify: one root; what was changed is refused, and nothing of it is kept', async () => {
  const data = await founded('origin');
  await frankpledgeHere(['pay', 'bunyan', '5.00', '--as', 'ana', '--data', data]);
  const file = place('origin.log');
  says(await frankpledgeHere(['export', '--data', data, '--out', file]), 0, /The log is in/);
  says(await frankpledgeHere(['export', '--data', data, '--out', file]), 2, /^$/, /exists already/);
  assert.equal(frankpledge(['export', '--data', data]).stdout, readFileSync(file, 'utf8'));
  const root = json(await frankpledgeHere(['verify', file, '--json']))['root'];
  const copy = place('copy');
  says(await frankpledgeHere(['import', file, '--data', copy]), 0, /all outcomes reproduced and kept in[\s\S]*The keys aren't in an archive/);
  assert.equal(json(await frankpledgeHere(['verify', copy, '--json']))['root'], root);
  says(await frankpledgeHere(['import', file, '--data', copy]), 2, /^$/, /holds a collective already/);
  says(await frankpledgeHere(['pay', 'bunyan', '1', '--as', 'ana', '--data', copy]), 2, /^$/, /no key of ana/);
  says(await frankpledgeHere(['pay', 'bunyan', '1', '--key', join(data, 'keys/member-ana.json'), '--data', copy]), 2, /^$/, /the last signed head is missing \[unsigned\]/);
  says(await frankpledgeHere(['import', file, '--data', place('keyed'), '--key', join(data, 'keys/operator-1.json')]), 0, /operator's key is there too/);
  assert.deepEqual(readdirSync(join(place('keyed'), 'keys')), ['operator-1.json']);
  says(await frankpledgeHere(['import', file, '--data', place('wrong-key'), '--key', join(data, 'keys/member-ana.json')]), 2, /^$/, /isn't an operator's key/);
  assert.equal(existsSync(place('wrong-key')), false);

  const changed = place('changed.log');
  writeFileSync(changed, readFileSync(file, 'utf8').replace('"amount":"5.00"', '"amount":"6.00"'));
  says(await frankpledgeHere(['verify', changed]), 1, /DIFFERS after 5 records that stand: record 5 \(pay by ana.*the seal by member-ana does not fit.*\[seal\]/);
  const verdict = json(await frankpledgeHere(['verify', changed, '--json'])) as unknown as { ok: boolean; records: number; finding: { seq: number } };
  assert.deepEqual([verdict.ok, verdict.records, verdict.finding.seq], [false, 5, 5]);
  says(await frankpledgeHere(['import', changed, '--data', place('none')]), 1, /DIFFERS[\s\S]*Nothing was kept/);
  assert.deepEqual(readdirSync(folder).filter((name) => name.startsWith('none')), []);
  writeFileSync(place('cut.log'), readFileSync(file, 'utf8').slice(0, -200));
  assert.notEqual((await frankpledgeHere(['verify', place('cut.log')])).status, 0);
  says(await frankpledgeHere(['verify', place('settings.yaml')]), 2, /^$/, /no archive/);
  says(await frankpledgeHere(['verify', place('nothing')]), 2, /^$/, /there is nothing at/);
  says(await frankpledgeHere(['verify', folder]), 2, /^$/, /no collective/);
});

test('verify finds what was changed in a folder, and where', async () => {
  const data = await founded('tampered');
  await frankpledgeHere(['pay', 'bunyan', '5.00', '--as', 'ana', '--data', data]);
  const database = new DatabaseSync(join(data, 'journal.sqlite'));
  database.exec('UPDATE records SET outcome = replace(outcome, \'"amount":500\', \'"amount":900\') WHERE seq = 5');
  says(await frankpledgeHere(['verify', data]), 1, /DIFFERS after 5 records that stand: record 5 in .* was altered, or the disk has lost a part of it \[form\]/);
  database.function('row_crc', { varargs: true }, (...parts) => rowCrc(...parts.map(String)));
  database.exec('UPDATE records SET crc = row_crc(seq, record, outcome) WHERE seq = 5');
  says(await frankpledgeHere(['verify', data]), 1, /record 5 .*was changed: facts\[0\]\.amount: recorded 900, the rules give 500 \[stored_outcome\]/);
  database.exec('DELETE FROM records WHERE seq = 3');
  database.close();
  says(await frankpledgeHere(['verify', data]), 1, /DIFFERS after 3 records/);
});

test('backup and restore: the journal, and the keys only when they are asked for', async () => {
  const data = await founded('kept');
  says(await frankpledgeHere(['backup', place('kept.backup'), '--data', data]), 0, /5 records in[\s\S]*The keys aren't in it/);
  says(await frankpledgeHere(['backup', place('kept.backup'), '--data', data]), 2, /^$/, /exists already/);
  says(await frankpledgeHere(['restore', place('kept.backup'), '--data', place('restored')]), 0, /5 records in[\s\S]*no keys/);
  says(await frankpledgeHere(['backup', place('keyed.backup'), '--data', data, '--with-keys']), 0, /6 private keys/);
  assert.equal(statSync(place('keyed.backup.keys.json')).mode & 0o077, 0);
  says(await frankpledgeHere(['restore', place('keyed.backup'), '--data', place('restored-keyed')]), 0, /and 6 keys/);
  says(await frankpledgeHere(['pay', 'bunyan', '5.00', '--as', 'ana', '--data', place('restored-keyed')]), 2, /^$/, /the last signed head is missing \[unsigned\]/);
  says(await frankpledgeHere(['propose', 'operator', '--reason', 'no copy has a head', '--as', 'ana', '--data', place('restored-keyed')]), 0, /./);
  says(await frankpledgeHere(['restore', place('keyed.backup'), '--data', data]), 2, /^$/, /exists already/);
  says(await frankpledgeHere(['upgrade', '--data', data]), 0, /of this release's form already/);
});

test('the same log is decided alike on another Node, in another zone and language', async (t) => {
  const data = await founded('elsewhere');
  frankpledge(['pay', 'bunyan', '5.00', '--as', 'ana', '--data', data]);
  const here = json(frankpledge(['verify', data, '--json']));
  assert.equal(here['ok'], true);
  for (const env of [{ TZ: 'Pacific/Apia' }, { TZ: 'Asia/Kathmandu', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }, { NODE_ICU_DATA: folder }]) {
    assert.deepEqual(json(frankpledge(['verify', data, '--json'], env)), here);
  }
  const modules = fileURLToPath(new URL('other-node/node_modules', import.meta.url));
  const other = existsSync(modules) ? readdirSync(modules).map((name) => join(modules, name, 'bin/node')).find((path) => existsSync(path)) : undefined;
  if (other === undefined) return t.skip('no other Node: npm run install:other-node');
  assert.deepEqual(json(frankpledge(['verify', data, '--json'], { TZ: 'Pacific/Apia' }, other)), here);
  const scenario = fileURLToPath(new URL('../kits/cash-box/scenarios/everyone-guarantees.yaml', import.meta.url));
  assert.equal(frankpledge(['run', scenario, '--json'], { TZ: 'Pacific/Apia' }, other).stdout, frankpledge(['run', scenario, '--json']).stdout);
});

test('kit: list, show, check, test', async () => {
  says(await frankpledgeHere(['kit', 'list']), 0, /cash-box 1\.2\.1[\s\S]*firewood 1\.3\.0[\s\S]*pledge 1\.2\.0/);
  says(await frankpledgeHere(['kit', 'show', 'firewood']), 0, /Whoever takes wood from woodpile pays 1\.00[\s\S]*brackets: list of 1 to 50[\s\S]*may debit the provider: at most/);
  says(await frankpledgeHere(['kit', 'show', 'firewod']), 2, /^$/, /did you mean "firewood"/);
  says(await frankpledgeHere(['kit', 'test', 'firewood']), 0, /^ok {3}.*in order\n(ok {3}.*\n){6,}$/);
  const own = place('kits/sauna');
  mkdirSync(join(own, 'scenarios'), { recursive: true });
  const manifest = (more = ''): string => `name: sauna\nversion: 1.0.0\ntitle: A sauna\nparties: {}\nterms: {}\nobservations:\n  heated:\n    subject: stove\n    fields: {}\n${more}envelope: []\nwords: {}\ntext: It says when it is warm.\n`;
  writeFileSync(join(own, 'kit.yaml'), manifest());
  says(await frankpledgeHere(['kit', 'check', own]), 2, /^$/, /kit\.yaml:8:\d+ {2}observations\.heated\.subject: .*"stove"[\s\S]*contract\.ts:1:1 {2}the file is missing/);
  writeFileSync(join(own, 'contract.ts'), 'import { contract } from \'frankpledge/contract\';\nexport default contract({\n  observed: { heated: () => ({ state: { a: 0.5 } }) },\n});\n');
  writeFileSync(join(own, 'kit.yaml'), manifest().replace('terms: {}', 'terms: { stove: { type: subject, default: stove, says: where } }').replace('when it is warm', 'when {stove} is warm'));
  says(await frankpledgeHere(['kit', 'check', own]), 2, /^$/, /contract\.ts:3:\d+ {2}.* → /);
  writeFileSync(join(own, 'contract.ts'), 'import { contract } from \'frankpledge/contract\';\nexport default contract({\n  observed: { heated: () => ({}), other: () => ({}) },\n});\n');
  says(await frankpledgeHere(['kit', 'check', own]), 2, /^$/, /observed\.other of the contract isn't declared/);
  writeFileSync(join(own, 'contract.ts'), 'import { contract } from \'frankpledge/contract\';\nexport default contract({\n  observed: { heated: () => ({}) },\n});\n');
  says(await frankpledgeHere(['kit', 'check', own]), 0, /in order/);
  const sound = readFileSync(join(own, 'contract.ts'), 'utf8');
  const [words, timers] = ['words: { warm: "it is warm" }', '\ntimers: { cold: {} }'];
  const plain = readFileSync(join(own, 'kit.yaml'), 'utf8');
  writeFileSync(join(own, 'kit.yaml'), plain.replace('words: {}', words + timers));
  writeFileSync(join(own, 'contract.ts'), 'import { contract, notice, timer } from \'frankpledge/contract\';\nexport default contract({\n  observed: { heated: ({ now }: any) => ({ effects: [\n    notice("ana", "wram", {}),\n    timer("clod", { at: now }),\n  ] }) },\n  woke: { cold: () => ({}) },\n});\n');
  says(await frankpledgeHere(['kit', 'check', own]), 2, /^$/, /contract\.ts:4:19 {2}the code "wram" has no words; did you mean "warm"\? → add it to kit\.yaml under words\n.*contract\.ts:5:11 {2}the timer "clod" isn't declared; did you mean "cold"\?/);
  writeFileSync(join(own, 'kit.yaml'), plain);
  writeFileSync(join(own, 'contract.ts'), sound);
  says(await frankpledgeHere(['kit', 'test', own]), 1, /in order/, /a kit without scenarios isn't a kit/);
  writeFileSync(join(own, 'scenarios/warm.yaml'), `title: Warm\ncollective: { name: A, zone: Europe/Berlin, units: { crown: { decimals: 2 } } }\nmembers: [ { id: ana } ]\nsubcontracts: [ { id: s, kit: sauna } ]\ntimeline:\n  - at: 2026-01-05T18:00:00+01:00\n    observe: { subject: stove, event: heated }\n  - at: 2026-01-05T19:00:00+01:00\n    expect: { postings: [] }\n`);
  says(await frankpledgeHere(['kit', 'test', own]), 0, /ok .*warm\.yaml/);
  says(await frankpledgeHere(['run', join(own, 'scenarios/warm.yaml')]), 2, /^$/, /no kit "sauna"/);
  says(await frankpledgeHere(['run', join(own, 'scenarios/warm.yaml'), '--kits', place('kits')]), 0, /^ok/);
});

test('help, unknown commands and options', async () => {
  says(await frankpledgeHere(['help']), 0, /run FILE…[\s\S]*verify SOURCE/);
  says(await frankpledgeHere(['statsu']), 2, /^$/, /did you mean "status"/);
  says(await frankpledgeHere(['status', '--dta', 'x']), 2, /^$/, /did you mean "--data"/);
  says(await frankpledgeHere(['status', '--data', place('nowhere'), '--json']), 2, /"code":"io"/, /there is no collective/);
});
