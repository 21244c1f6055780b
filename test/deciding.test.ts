// What members decide on together, from the command line: another version of an agreement, a lost phone, a watched operator, the next operator.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createSealer } from '../src/adapters/keys/node.ts';
import { systemClock } from '../src/host/clock.ts';
import { connect } from '../src/host/connection.ts';
import { findSigner } from '../src/host/data-folder.ts';
import { ownKits } from '../src/host/kits.ts';
import { noteServer } from '../src/host/served-at.ts';
import { serveCollective } from '../src/host/serve.ts';
import type { Observation } from '../src/vocabulary/entries.ts';
import { frankpledgeHere, frankpledgeLater, type Ran } from './command.ts';
import { founded as foundedIn, linden, place, says } from './trust-house.ts';

const settings = linden({
  rules: ['recovery: { approvals: 3, wait_hours: 0 }', 'alone_max: { crown: "100.00" }'],
  members: ['id: cy', 'id: dee', 'id: eve, name: Eve, opening: { crown: "10.00" }, means: { crown: "2500.00" }'], woodTerms: ', stock_below: 15',
});

type House = { readonly data: string; readonly act: (...args: string[]) => Promise<Ran> };

async function founded(name: string): Promise<House> {
  return houseAt(await foundedIn(name, settings));
}

function houseAt(data: string): House {
  return { data, act: (...args) => frankpledgeHere([...args, '--data', data]) };
}

/** What `propose --json` and the like answered. */
function answered(ran: Ran): { readonly ok: boolean; readonly proposal: { readonly id: string; readonly state: string } } {
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  return JSON.parse(ran.stdout) as ReturnType<typeof answered>;
}

async function taken({ data }: House, id: string, by: string, count: number): Promise<void> {
  const gateway = findSigner(data, 'gateway');
  assert.ok(gateway !== undefined);
  const connection = await connect(data, 'act');
  const observation: Observation = { id, subject: 'woodpile', event: 'taken', at: await connection.now(), values: { by, count } };
  const done = await connection.act(gateway, { kind: 'observe', body: { observations: [observation] } });
  connection.close();
  assert.equal(done.status, 'recorded');
}

async function crowns({ act }: House, member: string): Promise<string | undefined> {
  const { stdout } = await act('status', member, '--json');
  return (JSON.parse(stdout) as { members: { balances: { crown: string } }[] }).members[0]?.balances.crown;
}

/** The firewood kit as somebody else would hand it on: with another price and stock by default, and a term that there wasn't. */
function nextFirewood(into: string, change: (text: string) => string = (text) => text): string {
  const kit = join(place(into), 'firewood');
  cpSync(join(ownKits, 'firewood'), kit, { recursive: true });
  const edit = (name: string, ...pairs: readonly (readonly [string, string])[]): void => {
    let text = readFileSync(join(kit, name), 'utf8');
    for (const [from, to] of pairs) {
      assert.ok(text.includes(from), `${name} has ${from}`);
      text = text.replace(from, to);
    }
    writeFileSync(join(kit, name), text);
  };
  edit('kit.yaml', ['version: 1.3.0', 'version: 1.4.0'], ['type: amount, default: "1.00", label', 'type: amount, default: "3.00", label'],
    ['default: 14, label', 'default: 10, label'], ['  compensation: {', '  season: { type: text, lengthMax: 20, default: winter, says: when it is heated }\n  compensation: {'], ['text: |\n', 'text: |\n  The season is {season}.\n']);
  edit('contract.ts', ['const takingsMax = 500;', 'const takingsMax = 400;']);
  for (const name of ['kit.yaml', 'contract.ts']) writeFileSync(join(kit, name), change(readFileSync(join(kit, name), 'utf8')));
  return place(into);
}

test('an upgrade keeps a local price of 2.00: what was set stays, the rest is the new version\'s', async () => {
  const house = await founded('upgraded');
  const { act, data } = house;
  const kits = nextFirewood('kits');
  await taken(house, 'e1', 'ana', 3);
  assert.equal(await crowns(house, 'ana'), '94.00', '3 pieces at 2.00');
  says(await act('kit', 'upgrade', 'wood', '--as', 'ana'), 2, /^$/, /wood is of firewood 1\.3\.0 already, word for word/);
  const proposed = await act('kit', 'upgrade', 'wood', '--kits', kits, '--as', 'ana');
  says(proposed, 0, /kept as agreed: base_price 2\.00; stock_below 15\n {2}another default: review_days 14 → 10\n {2}new: season winter\nproposed: wood: firewood 1\.4\.0 instead of 1\.3\.0; it is proposal [0-9a-f]{8} \(record \d+\)\n$/);
  const [, proposal = ''] = /proposal ([0-9a-f]{8})/.exec(proposed.stdout) ?? [];
  says(await act('proposals'), 0, new RegExp(`^Open:\\n {2}${proposal} {2}wood: firewood 1\\.4\\.0 instead of 1\\.3\\.0\\n {6}proposed by Ana \\(record \\d+\\): version 1\\.4\\.0 of the kit\\n {6}review_days 14 → 10\\n {6}season winter\\n {6}3 more yes needed of 6; open until .*; 1 yes, 0 no so far\\n$`));
  says(await act('vote', proposal.slice(0, 5), 'yes', '--as', 'bo'), 0, new RegExp(`bo says yes to ${proposal}: wood: firewood 1\\.4\\.0`));
  says(await act('vote', proposal, 'yes', '--as', 'cy'), 0, /cy says yes/);
  assert.doesNotMatch((await act('status')).stdout, /firewood 1\.4\.0/);
  says(await act('vote', proposal, 'yes', '--as', 'dee'), 0, /carried: it is so now/);
  says(await act('status'), 0, /wood: firewood 1\.4\.0; provider kim/);
  await taken(house, 'e2', 'ana', 3);
  assert.equal(await crowns(house, 'ana'), '88.00', '3 pieces at the price that was set, 2.00, and not at the new default of 3.00');
  says(await act('proposals'), 0, /^Nothing is open\.\nDecided:\n.*wood: firewood 1\.4\.0 instead of 1\.3\.0\n {6}carried, with 4 yes and 0 no of 6 \(record \d+, .*\)\n$/);
  says(await act('vote', proposal, 'yes', '--as', 'eve'), 2, /^$/, /\[unknown_proposal\]/);
  says(await frankpledgeHere(['verify', data]), 0, /all outcomes reproduced/);
  // What was set at the founding is what the second version was agreed with: a third one keeps it too.
  const again = nextFirewood('kits-3', (text) => text.replace('1.4.0', '1.5.0'));
  says(await act('kit', 'upgrade', 'wood', '--kits', again, '--as', 'ana', '--reason', 'newer'), 0, /kept as agreed: base_price 2\.00; stock_below 15\nproposed: wood: firewood 1\.5\.0 instead of 1\.4\.0, the same code/);
});

test('beside a running server: it compiles the kit itself, and seals with the keys of the next operator', async () => {
  const house = await founded('served');
  const { data } = house;
  const kits = nextFirewood('kits-served');
  const serving = await serveCollective({ place: { folder: data }, clock: systemClock, port: 0, tell: () => undefined });
  const forget = noteServer(data, serving);
  const act = (...args: string[]): Promise<Ran> => frankpledgeLater([...args, '--data', data]);
  const seen = (seq: number): Promise<Response> => fetch(`${serving.url}/api/observations`, {
    method: 'POST', headers: { 'authorization': `Bearer ${serving.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ device: 'scale', observations: [{ seq, subject: 'woodpile', event: 'taken', at: Date.now(), values: { by: 'ana', count: 1 } }] }),
  });
  try {
    const { proposal: { id } } = answered(await act('kit', 'upgrade', 'wood', '--kits', kits, '--as', 'ana', '--json'));
    for (const member of ['bo', 'cy', 'dee']) says(await act('vote', id.slice(0, 8), 'yes', '--as', member), 0, /says yes/);
    says(await act('status'), 0, /wood: firewood 1\.4\.0/);
    assert.equal((await seen(1)).status, 200);
    assert.equal(await crowns(house, 'ana'), '98.00', 'a piece at the local price of 2.00');
    const next = answered(await act('propose', 'operator', '--as', 'ana', '--reason', 'another cupboard', '--json')).proposal.id;
    for (const member of ['bo', 'cy', 'dee']) await act('vote', next, 'yes', '--as', member);
    const after = await seen(2);
    assert.equal(after.status, 200, await after.text());
    assert.equal(await crowns(house, 'ana'), '96.00');
    says(await act('issue', 'ana', '1.00', '--reason', 'by the next one'), 0, /issued by operator/);
  } finally {
    forget();
    await serving.close();
  }
  says(await frankpledgeHere(['verify', data]), 0, /all outcomes reproduced/);
});

type Compared = { readonly before: { readonly from: string; readonly version: string }; readonly after: { readonly version: string }; readonly terms: readonly object[] };

test('what is in force is held against another version: words with what was agreed, terms, reach, code', async () => {
  const { act } = await founded('compared');
  says(await act('kit', 'diff', 'wood'), 0, /^firewood 1\.3\.0 \(wood\) → firewood 1\.3\.0 \(\S+firewood\)\nNo difference\.\n$/);
  const kits = nextFirewood('kits-compared', (text) => text.replace(/(?<=per_event: ).*houses$/m, '"50.00"').replace(/(?<=per_event: )base_price \*.*$/m, 'base_price'));
  const { stdout } = await act('kit', 'diff', 'wood', '--kits', kits);
  // The price of 2.00 and the stock of 15 were set for it, so that their new defaults aren't differences.
  assert.match(stdout, /\n \n\+The season is winter\.\n Whoever takes wood from woodpile pays 2\.00 crown a piece/);
  assert.match(stdout, /\n-A taking can be contested for 14 days;[^\n]*\n\+A taking can be contested for 10 days;/);
  assert.match(stdout, /\nTerms:\n {2}term +before +after\n {2}review_days +value +14 +10\n {2}season +new +text, up to 20 characters; winter\n\n/);
  // 2.00 × 5 × 1000, and no house: the highest bracket, at most 1000 pieces at once.
  const most = '10000.00 crown (base_price × the highest times of brackets × pieces_at_once';
  const rows = /\nAt the very most:\n([^]*?)\n\n/.exec(stdout)?.[1]?.split('\n').map((row) => row.trim().split(/ {2,}/));
  assert.deepEqual(rows, [
    ['reach', 'whom', 'before', 'after'],
    ['narrower', 'the provider', 'at a time', `${most} + compensation × the number of houses)`, '50.00 crown'],
    ['narrower', 'every member', 'at a time', `${most})`, '2.00 crown (base_price)'],
  ]);
  assert.match(stdout, /\n-const takingsMax = 500;\n\+const takingsMax = 400;\n/);
  const { before, after, terms } = JSON.parse((await act('kit', 'diff', 'wood', '--kits', kits, '--json')).stdout) as Compared;
  assert.deepEqual([before.from, before.version, after.version, terms[0]], ['wood', '1.3.0', '1.4.0', { term: 'review_days', what: 'value', before: '14', after: '10' }]);
  says(await act('kit', 'diff', 'wod'), 2, /^$/, /there is no subcontract wod; did you mean "wood"\?/);
});

test('a term that was set and that the new version doesn\'t know is named, with the ways on', async () => {
  const { act } = await founded('renamed');
  const kits = nextFirewood('kits-renamed', (text) => text.replaceAll('stock_below', 'stock_least'));
  says(await act('kit', 'upgrade', 'wood', '--kits', kits, '--as', 'ana'), 2, /^$/, /wood was agreed with stock_below 15, and firewood 1\.4\.0 doesn't know this term of 1\.3\.0 \[usage\]\n {2}Let it go with --without stock_below, or agree on other terms: .*propose adopt wood firewood --terms FILE\.yaml/);
  says(await act('kit', 'upgrade', 'wood', '--kits', kits, '--without', 'stock_belw', '--as', 'ana'), 2, /^$/, /no term stock_belw that was set for it: base_price, stock_below/);
  says(await act('kit', 'upgrade', 'wood', '--kits', kits, '--without', 'stock_below', '--as', 'ana'), 0, /kept as agreed: base_price 2\.00\n[^]*new: .*stock_least 20[^]*gone: stock_below 15/);
});

test('a new agreement: who becomes a party says yes, and its terms are held against the kit before anyone votes', async () => {
  const { act } = await founded('adopted');
  writeFileSync(place('terms.yaml'), 'loan_days: 7\n');
  writeFileSync(place('wrong.yaml'), 'loan_days: 7\nloan_dys: 8\n');
  const adopt = (...more: string[]): Promise<Ran> => act('propose', 'adopt', 'cash', 'cash-box', '--as', 'ana', '--reason', 'for the bus', ...more);
  says(await adopt(), 1, /^$/, /cash-box needs its party owner \[unknown_party\]/);
  says(await adopt('--party', 'owner=bo', '--terms', place('wrong.yaml')), 2, /^$/, /wrong\.yaml can't be used:\n.*wrong\.yaml:2: loan_dys: there is no key "loan_dys"; did you mean "loan_days"\?\n[^]* \[file\]/);
  says(await adopt('--party', 'owner=bob'), 2, /^$/, /did you mean "bo"/);
  const { proposal: { id } } = answered(await adopt('--party', 'owner=bo', '--terms', place('terms.yaml'), '--json'));
  says(await act('proposals'), 0, /a new agreement cash: cash-box 1\.2\.1, with owner bo[^]*loan_days 7[^]*3 more yes needed of 6; bo must be among them/);
  for (const member of ['cy', 'dee', 'eve']) assert.equal(answered(await act('vote', id, 'yes', '--as', member, '--json')).proposal.state, 'open');
  assert.equal(answered(await act('vote', id, 'yes', '--as', 'bo', '--json')).proposal.state, 'carried');
  says(await act('status'), 0, /cash: cash-box 1\.2\.1; owner bo/);
});

test('a lost phone: three of five friends give a new key, and the old one is refused', async () => {
  const { act, data } = await founded('recovered');
  says(await act('friends', 'ana', 'bo', 'cy', 'dee', 'kim', '--approvals', '3', '--as', 'eve'), 0, /3 of ana, bo, cy, dee, kim can give eve a new key/);
  says(await act('friends', 'ana', '--as', 'eve'), 2, /^$/, /--approvals is missing/);
  const made = await frankpledgeHere(['key', 'new', place('eve-new.json'), '--role', 'member', '--owner', 'eve', '--json']);
  const { public_key: publicKey } = JSON.parse(made.stdout) as { public_key: string };
  const { proposal: { id } } = answered(await act('propose', 'recover', 'eve', '--public-key', publicKey, '--as', 'ana', '--reason', 'her phone is in the lake', '--json'));
  says(await act('status', 'eve'), 0, new RegExp(`Told lately:\\n .*: Ana proposes a new key for you, as if you had lost yours: if that isn't so, say no to proposal ${id.slice(0, 8)} and it is stopped`));
  says(await act('proposals'), 0, /2 more yes needed of 5; it is for Ana, bo, cy, dee, kim to say/);
  says(await act('vote', id, 'yes', '--as', 'bo'), 0, /bo says yes/);
  says(await act('pay', 'ana', '1.00', '--key', place('eve-new.json')), 1, /^$/, /\[unknown_key\]/);
  says(await act('vote', id, 'yes', '--as', 'cy'), 0, /agreed to: it takes effect at/);
  says(await act('pay', 'ana', '1.00', '--key', place('eve-new.json')), 0, /eve → ana 1\.00 crown/);
  says(await act('pay', 'ana', '1.00', '--key', join(data, 'keys/member-eve.json')), 1, /^$/, /\[revoked_key\]/);
  says(await act('key', 'list'), 0, /^revoked member-eve {2}/m);
  says(await frankpledgeHere(['verify', data]), 0, /all outcomes reproduced/);
});

test('whose key it is stops it', async () => {
  const { act } = await founded('stopped');
  const made = await frankpledgeHere(['key', 'new', place('thief.json'), '--role', 'member', '--owner', 'eve', '--json']);
  const { public_key: publicKey } = JSON.parse(made.stdout) as { public_key: string };
  const { proposal: { id } } = answered(await act('propose', 'recover', 'eve', '--public-key', publicKey, '--as', 'ana', '--reason', 'trust me', '--json'));
  assert.equal(answered(await act('vote', id, 'no', '--as', 'eve', '--json')).proposal.state, 'stopped');
  says(await act('pay', 'ana', '1.00', '--key', place('thief.json')), 1, /^$/, /\[unknown_key\]/);
  says(await act('pay', 'ana', '1.00', '--as', 'eve'), 0, /eve → ana/);
});

test('whoever opens Eve\'s means is named to her, with when and why; without a record nothing is shown', async () => {
  const { act } = await founded('opened');
  says(await act('text', 'eve'), 2, /^$/, /--reason is missing/);
  says(await act('text', 'bo', '--reason', 'curious'), 2, /^$/, /nothing that bo declared is kept here/);
  const refused = await act('text', 'eve', '--reason', 'x'.repeat(70_000));
  assert.equal(refused.status, 1);
  assert.doesNotMatch(refused.stdout + refused.stderr, /2500/, 'what isn\'t recorded isn\'t shown');
  assert.doesNotMatch((await act('status', 'eve')).stdout, /Told lately/);
  says(await act('text', 'eve', '--reason', 'she asked what she had declared'), 0, /^eve declared 2500\.00 crown a month; eve is told that operator read it \(record (\d+)\)\n$/);
  says(await act('status', 'eve'), 0, /Told lately:\n {2}\w{3} \d+ \w{3} \d{4}, \d\d:\d\d \(Europe\/Berlin\): the operator opened what you declared of your means: she asked what she had declared \(record \d+\)/);
  assert.doesNotMatch((await act('status', 'ana')).stdout, /Told lately/);
});

test('the operator alone can\'t move 500: neither issue so much, nor pay from someone\'s balance; a second person makes the issue possible', async () => {
  const house = await founded('alone');
  const { act } = house;
  says(await act('issue', 'ana', '500.00', '--reason', 'roof'), 1, /^$/, /at most 100\.00 crown at a time, not 500\.00 \[needs_second\]/);
  says(await act('pay', 'ana', '5.00', '--as', 'operator'), 1, /^$/, /\[wrong_role\]/);
  assert.equal(await crowns(house, 'ana'), '100.00');
  const { proposal: { id } } = answered(await act('propose', 'issue', 'ana', '500.00', 'crown', 'roof', '--json'));
  says(await act('proposals'), 0, /500\.00 crown issued to Ana: roof\n {6}proposed by the operator \(record \d+\): roof\n {6}1 more yes needed of another person than the one who proposes it/);
  says(await act('vote', id, 'yes', '--as', 'ana'), 1, /^$/, /\[not_permitted\]/);
  says(await act('vote', id, 'yes', '--as', 'bo'), 0, /outside → ana 500\.00 crown; carried/);
  assert.equal(await crowns(house, 'ana'), '600.00');
});

test('the operator is gone: on a copy the members vote for another one, who goes on; the old key seals nothing there any more', async () => {
  const { data } = await founded('first');
  const copy = place('second');
  cpSync(data, copy, { recursive: true });
  rmSync(join(copy, 'keys/operator-1.json'));
  rmSync(join(copy, 'keys/log-1.json'));
  const { act } = houseAt(copy);
  const { proposal: { id } } = answered(await act('propose', 'operator', '--as', 'ana', '--reason', 'the old one moved away', '--json'));
  for (const role of ['operator', 'log', 'gateway']) assert.ok(existsSync(join(copy, `keys/${role}-2.json`)));
  for (const member of ['bo', 'cy']) assert.equal(answered(await act('vote', id, 'yes', '--as', member, '--json')).proposal.state, 'open');
  says(await act('issue', 'ana', '1.00', '--reason', 'early'), 2, /^$/, /\[no_key\]/);
  assert.equal(answered(await act('vote', id, 'yes', '--as', 'dee', '--json')).proposal.state, 'carried');
  says(await act('issue', 'ana', '1.00', '--reason', 'first act'), 0, /issued by operator; outside → ana 1\.00 crown/);
  says(await act('issue', 'ana', '1.00', '--reason', 'late', '--key', join(data, 'keys/operator-1.json')), 1, /^$/, /\[revoked_key\]/);
  says(await frankpledgeHere(['verify', copy]), 0, /all outcomes reproduced/);
});

test('the next operator makes their keys elsewhere and hands over the public halves alone', async () => {
  const { act, data } = await founded('elsewhere');
  const next = place('next');
  says(await frankpledgeHere(['key', 'new', next, '--role', 'operator', '--id', 'zoe']), 0, /operator-zoe, log-zoe, gateway-zoe[^]*propose operator --public .*public\.json/);
  const public_ = join(next, 'public.json');
  assert.doesNotMatch(readFileSync(public_, 'utf8'), /seed/);
  says(await act('propose', 'operator', '--public', place('settings.yaml'), '--as', 'ana', '--reason', 'x'), 2, /^$/, /is no list of public keys \[bad_key\]/);
  const { proposal: { id } } = answered(await act('propose', 'operator', '--public', public_, '--as', 'ana', '--reason', 'zoe has a better cupboard', '--json'));
  assert.equal(existsSync(join(data, 'keys/operator-2.json')), false);
  for (const member of ['bo', 'cy', 'dee']) await act('vote', id, 'yes', '--as', member);
  says(await act('issue', 'ana', '1.00', '--reason', 'late'), 2, /^$/, /\[no_key\]/);
  says(await act('issue', 'ana', '1.00', '--reason', 'first act', '--key', join(next, 'operator-zoe.json')), 0, /issued by operator/);
});

test('whose witnesses cosign the log: a tlog-policy that the members agree on, with who runs which', async () => {
  const { act, data } = await founded('witnessed');
  writeFileSync(place('policy'), `witness kitchen ${verifierKey('kitchen.example', 7)}\nwitness attic ${verifierKey('attic.example', 8)}\ngroup both all kitchen attic\nquorum both\n`);
  const proposePolicy = (file: string, ...runs: string[]): Promise<Ran> => act('propose', 'policy', file, ...runs.flatMap((each) => ['--runs', each]), '--as', 'ana', '--reason', 'so that nobody has two logs', '--json');
  says(await proposePolicy(place('nothing'), 'kitchen=ana'), 2, /^.*"code":"file"/, /there is no such file/);
  says(await proposePolicy(place('settings.yaml'), 'kitchen=ana'), 1, /"code":"invalid_value"/, /line 1/);
  says(await proposePolicy(place('policy'), 'cellar=ana'), 1, /"code":"unknown_value"/, /the policy has no witness cellar/);
  says(await proposePolicy(place('policy'), 'kitchen=anna'), 2, /"code":"unknown_member"/, /did you mean "ana"/);
  const { proposal: { id } } = answered(await proposePolicy(place('policy'), 'kitchen=ana', 'attic=bo'));
  says(await act('proposals'), 0, /other witnesses of the log: attic \(run by bo\), kitchen \(run by Ana\)\n[^]*3 more yes needed of 6/);
  for (const member of ['bo', 'cy', 'dee']) await act('vote', id, 'yes', '--as', member);
  says(await act('key', 'list'), 0, new RegExp(`attic {2}witness run by bo {2}${publicKey(8).replaceAll('+', '\\+')}\\n.*kitchen {2}witness run by ana`));
  says(await act('key', 'add', 'device', 'scale', '--public-key', publicKey(7)), 1, /^$/, /\[already_known_key\]/);
  const other = answered(await act('propose', 'operator', '--as', 'cy', '--reason', 'the cupboard moves', '--json')).proposal.id;
  says(await act('proposals'), 0, /or enough of those who run witnesses: (ana, bo|bo, ana)/);
  assert.equal(answered(await act('vote', other, 'yes', '--as', 'ana', '--json')).proposal.state, 'open', 'two of six, and one of two witnesses');
  assert.equal(answered(await act('vote', other, 'yes', '--as', 'bo', '--json')).proposal.state, 'carried', 'three of six, and both witnesses');
  says(await frankpledgeHere(['verify', data]), 0, /all outcomes reproduced/);
});

/** 32 bytes in base64 of an Ed25519 public key. */
function publicKey(seed: number): string {
  return createSealer(new Uint8Array(32).fill(seed)).publicKey;
}

/** A witness's key as c2sp.org/signed-note and tlog-cosignature write it: name, first 4 bytes of SHA-256 over name, line feed, type 4 and key, then type and key. */
function verifierKey(name: string, seed: number): string {
  const key = Buffer.concat([Buffer.of(4), Buffer.from(publicKey(seed), 'base64')]);
  const id = createHash('sha256').update(`${name}\n`).update(key).digest('hex').slice(0, 8);
  return `${name}+${id}+${key.toString('base64')}`;
}

test('a proposal that can\'t be made leaves no keys behind', async () => {
  const { act, data } = await founded('none-left');
  says(await act('propose', 'operator', '--as', 'operator', '--reason', 'me again'), 1, /^$/, /\[not_permitted\]/);
  says(await act('propose', 'operator', '--as', 'anna', '--reason', 'x'), 2, /^$/, /did you mean "ana"/);
  assert.equal(existsSync(join(data, 'keys/operator-2.json')), false);
  says(await act('propose', 'operator', '--as', 'ana'), 2, /^$/, /--reason is missing/);
  says(await act('propose', 'operatr', '--as', 'ana', '--reason', 'x'), 2, /^$/, /did you mean "operator"/);
  says(await act('propose', 'issue', 'ana', '1.00', '--reason', 'x'), 2, /^$/, /UNIT is missing/);
});

test('a key for some subjects, some kinds of entries and some days', async () => {
  const { act } = await founded('scoped');
  says(await act('key', 'add', 'device', 'scale', '--subjects', 'woodpile,cellar', '--days', '30'), 0, /speaks for device scale {2}\(observes woodpile, cellar only; until \w{3} \d+ \w{3} \d{4}, \d\d:\d\d \(Europe\/Berlin\)\)/);
  says(await act('key', 'add', 'member', 'ana', '--kinds', 'request,pya', '--as', 'ana'), 2, /^$/, /no kind of entry "pya"; did you mean "pay"/);
  says(await act('key', 'add', 'device', 'x', '--days', '0'), 2, /^$/, /--days is a whole number from 1/);
  says(await act('key', 'add', 'member', 'ana', '--kinds', 'request,consent', '--id', 'a-phone', '--as', 'ana'), 0, /says request, consent only/);
  says(await act('key', 'list'), 0, /device-scale {2}device scale {2}\S+ {2}\(observes woodpile, cellar only; until [^]*a-phone {2}member ana {2}\S+ {2}\(says request, consent only\) {2}\(private key here\)/);
  says(await act('pay', 'bo', '1.00', '--as', 'ana'), 0, /ana → bo 1\.00/); // of two keys the one that is good for all
});
