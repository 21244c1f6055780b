// An operator who has every key of the machine and lies: who notices, by which words, and what is left in hand to show to the others.
// The table on page 13 of the manual says the same.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test, type TestContext } from 'node:test';
import { createHasher, createSealVerifier } from '../src/adapters/keys/node.ts';
import { connect } from '../src/host/connection.ts';
import { createLogClient } from '../src/host/log-client.ts';
import { runWitness, type RunningWitness } from '../src/host/run-witness.ts';
import { sealEntry } from '../src/host/sealing.ts';
import { toBase64 } from '../src/log/bytes.ts';
import { formatVerifierKey } from '../src/log/note.ts';
import { judgeCheckpoint, parsePolicy, type Policy } from '../src/log/policy.ts';
import type { EntryBody, Observation } from '../src/vocabulary/entries.ts';
import type { LogRecord } from '../src/vocabulary/records.ts';
import { patched, rewritten, rowsIn, type Row } from './forger.ts';
import { call, founded, pay, place, receipt, says, served, signerAt, type Served } from './trust-house.ts';

const hasher = createHasher();
const verifier = createSealVerifier();

/** What an honest operator has done so far, and what the members keep of it. */
type Honest = {
  readonly data: string;
  /** Records of a payment, of the next one, and of tokens that the operator issued. */
  readonly paid: number; readonly next: number; readonly issued: number;
  /** Ana's receipt of the issue, the policy that she keeps, and her copy of the whole log. */
  readonly receipt: string; readonly policyFile: string; readonly policy: Policy; readonly copy: string;
};

async function honest(t: TestContext, name: string): Promise<Honest> {
  const data = await founded(name);
  const serving = await served(t, data);
  const paid = await pay(data);
  const next = await pay(data);
  const ran = await call('issue', 'bo', '5.00', '--reason', 'for the roof', '--data', data, '--json');
  const { seq: issued } = JSON.parse(ran.stdout) as { seq: number };
  const kept = await receipt(data, issued, place(`${name}.receipt`));
  says(await call('receipt', 'policy', '--url', serving.link, '--out', place(`${name}.policy`)), 0, /Compare it/);
  says(await call('import', serving.link, '--data', place(`${name}-copy`)), 0, /kept in/);
  const policy = parsePolicy(hasher, readFileSync(place(`${name}.policy`), 'utf8'));
  assert.ok(policy.ok);
  await serving.stop();
  return { data, paid, next, issued, receipt: kept, policyFile: place(`${name}.policy`), policy: policy.value, copy: place(`${name}-copy`) };
}

/** A member's witness that asks by itself; what it told. */
async function witnessing(t: TestContext, { policy }: Honest, serving: Served, folder: string): Promise<{ readonly witness: RunningWitness; readonly told: string[] }> {
  const told: string[] = [];
  const [log] = policy.logs;
  assert.ok(log !== undefined);
  const witness = await runWitness({
    folder, name: 'ana.example/laptop', origin: log.key.name, logKeys: [formatVerifierKey(log.key)], client: createLogClient(serving.link), tell: (message) => told.push(message),
  });
  t.after(() => witness.close());
  return { witness, told };
}

/** Two notes that the log's own key signed: size and root of each. */
function signedHeads(policy: Policy, text: string): { readonly size: number; readonly root: string }[] {
  const [origin = ''] = policy.logs.map(({ key }) => key.name);
  return text.split(new RegExp(`^(?=${origin}\n)`, 'm')).filter((part) => part.startsWith(`${origin}\n`)).map((part) => {
    const note = /^[^]*?\n\n(?:— .*\n)+/.exec(part)?.[0] ?? '';
    const verdict = judgeCheckpoint(verifier, policy, note);
    assert.ok(verdict.ok, `anyone who has the log's key can check it: ${note}`);
    const { size, root } = verdict.value.checkpoint;
    return { size, root: toBase64(root) };
  });
}

function assertSplit(policy: Policy, text: string): void {
  const heads = signedHeads(policy, text);
  assert.equal(heads.length, 2, text);
  assert.equal(heads[0]?.size, heads[1]?.size);
  assert.notEqual(heads[0]?.root, heads[1]?.root);
}

/** The same record, with another entry in the operator's name. */
function resealed(data: string, { record }: Row, said: EntryBody): Pick<LogRecord, 'entry' | 'seal' | 'recordedAt'> {
  return { ...sealEntry(signerAt(data, 'operator-1'), said, record.entry.origin, record.entry.at, record.entry.id), recordedAt: record.recordedAt };
}

test('two faces: the same size and another root to two members', async (t) => {
  const at = await honest(t, 'faces');
  const { data, issued, policy } = at;
  const other = await rewritten(data, place('faces-other'), (rows) => rows.map((row) => (row.record.seq !== issued ? row.record
    : resealed(data, row, { kind: 'issue', body: { to: 'kim', unit: 'crown', amount: '500.00', reason: 'for the roof' } }))));
  const first = await served(t, data);
  const second = await served(t, other);
  assert.equal(first.writer.collective.tree.size, second.writer.collective.tree.size);

  // Each is sound in itself: whoever sees one of them alone notices nothing.
  for (const face of [first, second]) says(await call('verify', face.link), 0, /all outcomes reproduced[^]*no witnesses are agreed on: its operator could show others another log/);

  const seen = await witnessing(t, at, first, place('faces-witness'));
  assert.equal((await seen.witness.round())?.did, 'cosigned');
  await seen.witness.close();
  const shown = await witnessing(t, at, second, place('faces-witness'));
  const round = await shown.witness.round();
  assert.deepEqual(round, { did: 'refused', size: issued + 1, status: 422, says: `another root was cosigned for the size ${issued + 1}` });
  assert.match(shown.told[0] ?? '', new RegExp(`^SPLIT VIEW of ${policy.logs[0]?.key.name}: it signed two heads of one size\\. Both are kept in .*split-view-[0-9a-f]{16}\\.txt\\. Show them to the other members:\n`));
  assertSplit(policy, shown.told[0] ?? '');
  assertSplit(policy, readFileSync(/kept in (.*\.txt)/.exec(shown.told[0] ?? '')?.[1] ?? '', 'utf8'));

  const compared = await call('catch-up', '--data', at.copy, '--from', second.link);
  says(compared, 2, /^$/, new RegExp(`record ${issued} is another one in .*faces-copy \\(issue by operator, .*\\) than in http.* \\(issue by operator, .*\\), and both are signed: these two heads prove it, with the two logs\\.`));
  assertSplit(policy, compared.stderr);
  says(await call('receipt', 'check', at.receipt, '--data', other), 1, /^$/, new RegExp(`TWO LOGS: record ${issued} is another one in .*faces-other, and the key of this log has signed a head with the one in the receipt \\[inconsistent\\]\\n {2}Keep both signed heads`));
});

test('a dropped record: left out, or the gap closed up and all decided anew', async (t) => {
  const at = await honest(t, 'dropped');
  const { data, paid, issued } = at;
  const gap = patched(data, place('dropped-gap'), (rows) => rows.filter(({ record }) => record.seq !== paid));
  says(await call('verify', gap), 1, new RegExp(`DIFFERS after ${paid} records that stand: record ${paid + 1} stands where record ${paid} comes next: one is missing, or they were put in another order \\[order\\]`));

  const closed = await rewritten(data, place('dropped-closed'), (rows) => rows.filter(({ record }) => record.seq !== paid).map(({ record }) => record));
  says(await call('verify', closed), 0, /all outcomes reproduced/);
  const first = await served(t, data);
  const seen = await witnessing(t, at, first, place('dropped-witness'));
  assert.equal((await seen.witness.round())?.did, 'cosigned');
  await seen.witness.close();
  await first.stop();
  const serving = await served(t, closed);
  const short = await witnessing(t, at, serving, place('dropped-witness'));
  assert.deepEqual(await short.witness.round(), { did: 'refused', size: issued, status: 400, says: `the old size ${issued + 1} is above the checkpoint's ${issued}` });
  await receipt(closed, await pay(closed), place('dropped-grown.receipt')); // as long as it was
  const round = await short.witness.round();
  assert.deepEqual([round?.did, round?.did === 'refused' && round.status], ['refused', 422]);
  assertSplit(at.policy, short.told.join('\n'));
  says(await call('catch-up', '--data', at.copy, '--from', serving.link), 2, /^$/, new RegExp(`record ${paid} is another one in .*dropped-copy \\(pay by ana, .*, and both are signed[^]*\\[differs\\]`));
  says(await call('receipt', 'check', at.receipt, '--data', closed), 1, /^$/, /TWO LOGS: .*\[inconsistent\]/);
  says(await call('receipt', 'check', at.receipt, '--policy', at.policyFile), 0, /for the roof[^]*signed by the log's key/, /^$/);
});

test('a changed amount, with outcome hash, tree and head as they must be', async (t) => {
  const { data, paid, copy } = await honest(t, 'amount');
  const changed = (rows: Row[], change: (row: Row) => Row): Row[] => rows.map((row) => (row.record.seq === paid ? change(row) : row));
  const asText = (value: object, from: string, to: string): never => JSON.parse(JSON.stringify(value).replace(from, to)) as never;
  const said = patched(data, place('amount-said'), (rows) => changed(rows, ({ record, outcome }) =>
    ({ record: asText(record, '"amount":"1.00"', '"amount":"9.00"'), outcome: asText(outcome, '"amount":100', '"amount":900') })));
  const serving = await served(t, said);
  says(await call('verify', serving.link), 1, new RegExp(`DIFFERS after ${paid} records that stand: record ${paid} \\(pay by ana, .*\\): the seal by member-ana does not fit: the entry or the seal was changed after it was sealed \\[seal\\]`));
  says(await call('catch-up', '--data', copy, '--from', serving.link), 1, /\[seal\]\nNothing was changed/);
  await serving.stop();

  const decided = patched(data, place('amount-decided'), (rows) => changed(rows, ({ record, outcome }) => ({ record, outcome: asText(outcome, '"amount":100', '"amount":900') })));
  const rule = new RegExp(`DIFFERS after ${paid} records that stand: record ${paid} \\(pay by ana, .*\\): the rules give another outcome: facts\\[0\\]\\.amount: recorded 900, the rules give 100 \\[outcome\\]`);
  says(await call('verify', decided), 1, rule);
  const lying = await served(t, decided);
  says(await call('verify', lying.link), 1, new RegExp(`record ${paid} \\(pay by ana, .*\\): it names the outcome [0-9a-f]{64}, and the rules give [0-9a-f]{64}: 1 facts, the first posting ana → bo 100 \\(smallest parts of crown\\) \\[outcome\\]`));
  // In hand: what it serves is signed, so its own log is the proof.
  says(await call('export', '--data', decided, '--out', place('amount.log')), 0, /The log is in/);
  const [note = ''] = readFileSync(place('amount.log'), 'utf8').split('\n').filter((line) => line.startsWith('{"checkpoint"')).map((line) => (JSON.parse(line) as { checkpoint: string }).checkpoint);
  const policy = parsePolicy(hasher, readFileSync(place('amount.policy'), 'utf8'));
  assert.ok(policy.ok && judgeCheckpoint(verifier, policy.value, note).ok);
});

test('a reordered pair: as it is, or numbered and decided anew', async (t) => {
  const at = await honest(t, 'order');
  const { data, paid, next } = at;
  const swap = (rows: Row[]): Row[] => rows.map((row, seq) => (seq === paid ? rows[next] : seq === next ? rows[paid] : row) ?? row);
  says(await call('verify', patched(data, place('order-as-is'), swap)), 1, new RegExp(`record ${next} stands where record ${paid} comes next: one is missing, or they were put in another order \\[order\\]`));
  const anew = await rewritten(data, place('order-anew'), (rows) => swap(rows).map(({ record }) => record));
  says(await call('verify', anew), 0, /all outcomes reproduced/);
  const serving = await served(t, anew);
  const compared = await call('catch-up', '--data', at.copy, '--from', serving.link);
  says(compared, 2, /^$/, new RegExp(`record ${paid} is another one in`));
  assertSplit(at.policy, compared.stderr);
  says(await call('receipt', 'check', at.receipt, '--data', anew), 1, /^$/, /TWO LOGS: its head of \d+ records is signed with the root \S+, and the first \d+ in .*order-anew have \S+: the key of this log has signed another one \[inconsistent\]/);
});

test('back to an older state, with a fresh signature over it: the witness whom the members agreed on knows of more', async (t) => {
  const data = await founded('rollback');
  const before = await served(t, data);
  const [logLine = ''] = (await createLogClient(before.link).policy()).split('\n');
  await before.stop();
  const told: string[] = [];
  const listening = await runWitness({
    folder: place('rollback-witness'), name: 'bo.example/box', origin: rowsIn(data)[0]?.record.entry.origin ?? '', logKeys: [logLine.split(' ')[1] ?? ''],
    client: createLogClient(before.url), listen: { host: '127.0.0.1', port: 0 }, tell: (message) => told.push(message),
  });
  t.after(() => listening.close());
  writeFileSync(place('rollback.policy'), `${listening.policyLine}\nquorum bo.example/box\n`);
  const { proposal } = JSON.parse((await call('propose', 'policy', place('rollback.policy'), '--data', data, '--as', 'ana', '--reason', 'so that nobody has to be trusted', '--json')).stdout) as { proposal: { id: string } };
  says(await call('vote', proposal.id, 'yes', '--data', data, '--as', 'bo'), 0, /carried/);
  const serving = await served(t, data);
  const last = await pay(data);
  await receipt(data, last, place('rollback.receipt'));
  says(await call('receipt', 'check', place('rollback.receipt'), '--data', data), 0, /cosigned by 1 of 1 witnesses: bo\.example\/box/);
  says(await call('import', serving.link, '--data', place('rollback-copy')), 0, /kept in/);
  says(await call('verify', serving.link), 0, /cosigned by 1 of 1 witnesses/);
  await serving.stop();

  const older = patched(data, place('rollback-older'), (rows) => rows.slice(0, last));
  const rolled = await served(t, older);
  says(await call('verify', rolled.link), 2, /^$/, /shows no signed head yet \[missing\]/);
  const note = await createLogClient(rolled.link).pending();
  const asked = await fetch(`${listening.url}/add-checkpoint`, { method: 'POST', body: `old 0\n\n${String(note)}` });
  assert.deepEqual([asked.status, asked.headers.get('content-type'), await asked.text()], [409, 'text/x.tlog.size', `${last + 1}\n`]);
  assert.match(await waitingAt(rolled), new RegExp(`too few witnesses have cosigned the newest head: bo\\.example/box the witness has cosigned ${last + 1} records of this log, and the checkpoint has ${last}\\. Unless a longer checkpoint was signed here meanwhile, find the missing records`));
  // Whoever has a copy has more than is served, and a receipt of what is denied.
  says(await call('catch-up', '--data', place('rollback-copy'), '--from', older), 0, new RegExp(`Nothing is missing: .*rollback-older has ${last} records, the beginning of the ${last + 1} that are here`));
  says(await call('receipt', 'check', place('rollback.receipt'), '--data', older), 0, new RegExp(`your own copy has only ${last} records`));
  // Nor does it help to fill it up with something else.
  await pay(older);
  await rolled.stop();
  says(await call('catch-up', '--data', place('rollback-copy'), '--from', older), 2, /^$/, new RegExp(`record ${last} is another one in .*\\[differs\\]`));
  says(await call('receipt', 'check', place('rollback.receipt'), '--data', older), 1, /^$/, /TWO LOGS: .*\[inconsistent\]/);
});

/** Why no head is shown, once it has been tried. */
async function waitingAt({ url, secret }: Served): Promise<string> {
  for (;;) {
    const { waiting } = await (await fetch(`${url}/api/trust`, { headers: { authorization: `Bearer ${secret}` } })).json() as { waiting: string | null };
    if (waiting !== null) return waiting;
  }
}

test('a forged seal: another\'s key under a member\'s name', async (t) => {
  const { data, paid } = await honest(t, 'seal');
  const forged = sealEntry({ ...signerAt(data, 'operator-1'), grant: signerAt(data, 'member-ana').grant },
    { kind: 'pay', body: { to: 'kim', unit: 'crown', amount: '50.00' } }, rowsIn(data)[0]?.record.entry.origin ?? '', Date.now(), 'forged');
  const serving = await served(t, data);
  const refused = await fetch(`${serving.url}/api/entries`, { method: 'POST', headers: { 'content-type': 'application/json', 'authorization': `Bearer ${serving.secret}` }, body: JSON.stringify(forged) });
  assert.equal(refused.status, 401);
  assert.match(await refused.text(), /"code":"bad_seal".*the seal by member-ana does not fit the entry/);
  await serving.stop();
  const put = patched(data, place('seal-put'), (rows) => rows.map((row) => (row.record.seq === paid ? { ...row, record: { ...row.record, ...forged } } : row)));
  says(await call('verify', put), 1, new RegExp(`record ${paid} \\(pay by ana, .*\\): the seal by member-ana does not fit`));
});

test('contract code that isn\'t the adopted code: under its name, in its effects, or adopted without a vote', async (t) => {
  const { data } = await honest(t, 'code');
  const connection = await connect(data, 'act');
  const observation: Observation = { id: 'e1', subject: 'woodpile', event: 'taken', at: Date.now(), values: { by: 'ana', count: 3 } };
  const done = await connection.act(signerAt(data, 'gateway-1'), { kind: 'observe', body: { observations: [observation] } });
  connection.close();
  assert.equal(done.status, 'recorded');
  const taken = rowsIn(data).length - 1;

  const swapped = patched(data, place('code-swapped'), (rows) => rows, (text) => (text.startsWith('{') ? text : `${text}\n`));
  says(await call('verify', swapped), 1, /the code or zone rules kept as [0-9a-f]{64} were changed: they have another hash \[code\]/);
  const serving = await served(t, swapped);
  says(await call('verify', serving.link), 1, /the text does not hash to [0-9a-f]{64}/);
  await serving.stop();

  // Its machine runs other code than it shows: three pieces at 2.00 are 6.00, and it takes 9.00.
  const taxed = patched(data, place('code-taxed'), (rows) => rows.map((row) => (row.record.seq === taken
    ? { ...row, outcome: JSON.parse(JSON.stringify(row.outcome).replace('"amount":600', '"amount":900')) as Row['outcome'] } : row)));
  says(await call('verify', taxed), 1, new RegExp(`record ${taken} \\(observe by gateway, .*\\): the rules give another outcome: facts\\[\\d+\\]\\.amount: recorded 900, the rules give 600 \\[outcome\\]`));

  const alone = patched(data, place('code-alone'), (rows) => {
    const adoption = rows.find(({ record }) => record.entry.kind === 'adopt');
    const last = rows.at(-1);
    assert.ok(adoption?.record.entry.kind === 'adopt' && last !== undefined);
    const body = { ...adoption.record.entry.body, subcontract: 'tax' };
    const sealed = sealEntry(signerAt(data, 'operator-1'), { kind: 'adopt', body }, last.record.entry.origin, last.record.recordedAt, 'tax');
    return [...rows, { record: { ...last.record, ...sealed, seq: rows.length }, outcome: adoption.outcome }];
  });
  says(await call('verify', alone), 1, /\(adopt by operator, .*\): the rules don't take this entry: the founding is over: an agreement is proposed now, and the members decide on it \[not_permitted\] \[refused\]/);
});
