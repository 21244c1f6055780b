import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryHeadStore, type HeadStore, type MemoryHead } from '../journal/head.ts';
import { createMemoryJournal, JournalError } from '../journal/journal.ts';
import { toBase64 } from '../log/bytes.ts';
import { parseCheckpoint } from '../log/checkpoint.ts';
import { ed25519Key, parseNote, signatureTypes, verifierKey } from '../log/note.ts';
import { judgeCheckpoint, parsePolicy } from '../log/policy.ts';
import { createTestWitness, type TestWitness } from '../testing/witness.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { policyText } from './adopted-policy.ts';
import { createCodeSandbox } from './codes.ts';
import { Collective } from './collective.ts';
import { Publisher, type PublisherPorts } from './publisher.ts';
import { foundedAt, foundTombsboro, type Founded } from './serve-fixture.ts';
import type { Signer } from './sealing.ts';
import { signFirst } from './signed-head.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const sandbox = await createCodeSandbox();
const never = { everyMs: 1e9, retryMs: 1e9, refreshMs: 1e9 };

type House = { readonly founded: Founded; readonly collective: Collective; readonly heads: MemoryHead; readonly say: (signer: Signer, said: EntryBody) => void };

async function house(): Promise<House> {
  const founded = await foundTombsboro();
  const collective = new Collective({ journal: createMemoryJournal(founded.store), hasher, verifier, sandbox });
  const heads: MemoryHead = { text: undefined };
  signFirst(createMemoryHeadStore(heads), collective, founded.log);
  let count = 0;
  return {
    founded, collective, heads,
    say(signer, said) {
      count += 1;
      const [answer] = collective.take([founded.seal(signer, said, foundedAt, `said-${count}`)], foundedAt + count);
      assert.equal(answer?.status === 'recorded' ? answer.outcome.items[0]?.status : answer, 'done');
    },
  };
}

function member(founded: Founded, id: string): Signer {
  const signer = founded.members.get(id);
  assert.ok(signer !== undefined);
  return signer;
}

function pay({ say, founded }: House): void {
  say(member(founded, 'ana'), { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1.00' } });
}

function witness(founded: Founded, name: string): TestWitness {
  const logKey = ed25519Key(verifier, verifierKey(hasher, founded.origin, signatureTypes.ed25519, founded.log.grant.public_key));
  return createTestWitness({
    name, hasher, sealer: createSealer(createHash('sha256').update(name).digest()), heads: createMemoryHeadStore(), origin: founded.origin, logKeys: () => [logKey], seconds: () => 1_767_632_400,
  });
}

/** Has the four members agree that two of three witnesses must cosign. */
function agree(at: House, witnesses: readonly TestWitness[]): void {
  const lines = witnesses.map(({ name, vkey }) => `witness ${name} ${vkey} http://${name}.test/w`);
  at.say(member(at.founded, 'ana'), {
    kind: 'propose', body: {
      reason: 'nobody should have to trust us', change: {
        change: 'policy', policy: `${lines.join('\n')}\ngroup most 2 ${witnesses.map(({ name }) => name).join(' ')}\nquorum most\n`, runs: { [witnesses[0]?.name ?? '']: 'ana' },
      },
    },
  });
  const [proposal = ''] = at.collective.state.proposals.keys();
  for (const voter of ['bo', 'cy']) at.say(member(at.founded, voter), { kind: 'ballot', body: { proposal, choice: 'yes' } });
  assert.notEqual(at.collective.state.policy, null);
}

function ports(at: House, witnesses: readonly TestWitness[] = [], more: Partial<PublisherPorts> = {}): PublisherPorts {
  return {
    heads: createMemoryHeadStore(at.heads), verifier, collective: () => at.collective, logKey: () => at.founded.log, tell: () => undefined,
    post: (url, body) => {
      const found = witnesses.find(({ name }) => url === `http://${name}.test/w/add-checkpoint`);
      return found === undefined ? Promise.reject(new Error('nobody there')) : Promise.resolve(found.add(body));
    },
    ...more,
  };
}

function sizeOf(note: string | undefined): number | null {
  const parsed = parseNote(note ?? '');
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  return checkpoint.ok ? checkpoint.value.size : null;
}

test('without a policy the log signs alone, and each head takes the place of the last', async () => {
  const at = await house();
  const publisher = new Publisher(ports(at), never);
  const founding = at.collective.tree.size;
  assert.equal(sizeOf(publisher.shown), founding);
  pay(at);
  await publisher.settled();
  assert.equal(sizeOf(publisher.shown), founding + 1);
  assert.equal(sizeOf(at.heads.text), founding + 1);
  const policy = parsePolicy(hasher, policyText(at.collective));
  assert.ok(policy.ok);
  const verdict = judgeCheckpoint(verifier, policy.value, publisher.shown ?? '');
  assert.ok(verdict.ok && verdict.value.quorum);
  assert.equal(toBase64(verdict.value.checkpoint.root), at.collective.head().root);
});

test('with a policy of two of three a head is shown once two have cosigned it', async () => {
  const at = await house();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => witness(at.founded, name)) as [TestWitness, TestWitness, TestWitness];
  agree(at, [a, b, c]);
  const here = [a];
  const publisher = new Publisher(ports(at, here), never);
  await publisher.settled();
  assert.equal(publisher.shown, undefined, 'one of three is too few');
  assert.match(publisher.standing().waiting ?? '', /too few witnesses .* b can't be reached: nobody there/);
  here.push(b);
  await publisher.settled();
  assert.equal(sizeOf(publisher.shown), at.collective.tree.size);
  assert.equal(publisher.standing().waiting, null);
  const policy = parsePolicy(hasher, policyText(at.collective));
  assert.ok(policy.ok);
  const verdict = judgeCheckpoint(verifier, policy.value, publisher.shown ?? '');
  assert.ok(verdict.ok);
  assert.deepEqual([verdict.value.quorum, verdict.value.cosigned], [true, [{ witness: 'a', seconds: 1_767_632_400 }, { witness: 'b', seconds: 1_767_632_400 }]]);
  // The third one comes late: it has seen nothing yet, and is told from the beginning.
  here.push(c);
  pay(at);
  await publisher.settled();
  assert.deepEqual(publisher.standing().witnesses.map(({ name, runBy, cosigned }) => [name, runBy, cosigned?.size]), [
    ['a', 'ana', at.collective.tree.size], ['b', null, at.collective.tree.size], ['c', null, at.collective.tree.size],
  ]);
});

test('with too few witnesses there is no new head, and when they are back it goes on', async () => {
  const at = await house();
  const all = ['a', 'b', 'c'].map((name) => witness(at.founded, name));
  agree(at, all);
  const here = [...all];
  const publisher = new Publisher(ports(at, here), never);
  await publisher.settled();
  const before = publisher.shown;
  here.length = 1;
  pay(at);
  await publisher.settled();
  assert.equal(publisher.shown, before);
  here.push(...all.slice(1));
  await publisher.settled();
  assert.equal(sizeOf(publisher.shown), at.collective.tree.size);
});

test('what members\' nodes don\'t hold isn\'t even signed', async () => {
  const at = await house();
  agree(at, ['a', 'b', 'c'].map((name) => witness(at.founded, name)));
  let held: string | null = 'only one of four nodes holds it';
  const publisher = new Publisher(ports(at, [], { hold: () => Promise.resolve(held) }), never);
  const signed = at.heads.text;
  await publisher.settled();
  assert.equal(at.heads.text, signed);
  assert.equal(publisher.standing().waiting, 'only one of four nodes holds it');
  held = null;
  await publisher.settled();
  assert.equal(sizeOf(at.heads.text), at.collective.tree.size);
});

test('a witness that can\'t be asked hands its cosignature in, and a stranger\'s counts for nothing', async () => {
  const at = await house();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => witness(at.founded, name)) as [TestWitness, TestWitness, TestWitness];
  agree(at, [a, b, c]);
  const publisher = new Publisher(ports(at, [a]), never);
  await publisher.settled();
  const answer = (each: TestWitness): string => each.add(`old 0\n\n${publisher.pending ?? ''}`).body;
  assert.match(publisher.take(answer(witness(at.founded, 'stranger'))) ?? '', /by a trusted key/);
  assert.equal(publisher.shown, undefined);
  assert.equal(publisher.take(answer(b)), null);
  assert.equal(sizeOf(publisher.shown), at.collective.tree.size);
  for (const [length, taken] of [[200, true], [201, false]] as const) {
    const volunteer = witness(at.founded, 'v'.repeat(length));
    const said = publisher.take(`cosigner ${volunteer.vkey}\n\n${answer(volunteer)}`);
    assert.equal(said === null, taken, `a name of ${length} characters`);
  }
  assert.deepEqual(publisher.volunteers.map(({ name }) => name.length), [200]);
});

test('a journal that was cut, emptied or set back signs nothing, and says what is missing', async () => {
  const at = await house();
  const first = at.collective.tree.size;
  const publisher = new Publisher(ports(at), never);
  pay(at);
  pay(at);
  await publisher.settled();
  const faultOf = (records: number, heads: MemoryHead): string => {
    const store = { ...at.founded.store, rows: at.founded.store.rows.slice(0, records), tiles: [] };
    const older = new Collective({ journal: createMemoryJournal(store), hasher, verifier, sandbox });
    try {
      new Publisher(ports({ ...at, collective: older, heads }), never);
      return 'none';
    } catch (error) {
      assert.ok(error instanceof JournalError);
      return error.code;
    }
  };
  assert.equal(faultOf(first + 2, at.heads), 'none');
  assert.equal(faultOf(first + 1, at.heads), 'behind');
  assert.equal(faultOf(first, at.heads), 'behind');
  assert.equal(faultOf(first + 2, { text: undefined }), 'unsigned');
});

test('two writers over one store of heads: the second to sign stops for good', async () => {
  const at = await house();
  const told: string[] = [];
  const one = new Publisher(ports(at), never);
  const two = new Publisher(ports(at, [], { tell: (message) => told.push(message) }), never);
  pay(at);
  await one.settled();
  pay(at);
  await two.settled();
  assert.match(told.join(), /another process has signed a head/);
  const signed = at.heads.text;
  pay(at);
  await two.settled();
  assert.equal(at.heads.text, signed);
  await one.settled();
  assert.equal(sizeOf(at.heads.text), at.collective.tree.size);
});

test('a publisher that was stopped asks no witness and signs nothing more, and says why', async () => {
  const at = await house();
  agree(at, ['a', 'b', 'c'].map((name) => witness(at.founded, name)));
  const told: string[] = [];
  let asked = 0;
  let stop = (): void => undefined;
  // Trusts none of the signatures, as a node does that has another writer, and from the fourth question on is asked while that becomes known.
  const post: PublisherPorts['post'] = () => {
    asked += 1;
    if (asked > 3) stop();
    return Promise.resolve({ status: 403, contentType: 'text/plain', body: '' });
  };
  const publisher = new Publisher(ports(at, [], { post, tell: (message) => told.push(message) }), never);
  await publisher.settled();
  assert.equal(told.filter((line) => /^the witness .*Give the witness the key/.test(line)).length, 3);
  told.length = 0;
  stop = () => publisher.stop('the nodes have another writer');
  const signed = at.heads.text;
  await publisher.settled();
  const askedAtStop = asked;
  pay(at);
  publisher.note();
  await publisher.settled();
  assert.equal(asked, askedAtStop);
  assert.equal(at.heads.text, signed);
  assert.deepEqual(told, ['the log\'s head waits: the nodes have another writer']);
  assert.equal(publisher.standing().waiting, 'the nodes have another writer');
  await publisher.close();
});

test('a store of heads that fails shows nothing, and signs when it works again', async () => {
  const at = await house();
  const store = createMemoryHeadStore(at.heads);
  let full = true;
  const heads: HeadStore = { ...store, compareAndSet: (expected, next) => {
    if (full) throw new JournalError('full', 'no space');
    return store.compareAndSet(expected, next);
  } };
  const publisher = new Publisher(ports(at, [], { heads }), never);
  const before = publisher.shown;
  pay(at);
  await publisher.settled();
  assert.equal(publisher.shown, before);
  assert.match(publisher.standing().waiting ?? '', /no space/);
  full = false;
  await publisher.settled();
  assert.equal(sizeOf(publisher.shown), at.collective.tree.size);
});

test('whoever waits for a record\'s head is told when it is shown, and may give up', async () => {
  const at = await house();
  const publisher = new Publisher(ports(at), never);
  pay(at);
  const gone = new AbortController();
  const waits = publisher.reaches(at.collective.tree.size);
  const givesUp = publisher.reaches(at.collective.tree.size + 5, gone.signal);
  await publisher.settled();
  assert.equal(sizeOf(await waits), at.collective.tree.size);
  gone.abort();
  assert.equal(await givesUp, undefined);
});

test('records are signed soon, also while the witnesses are only to be asked again in a minute', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const at = await house();
  const [a, b] = ['a', 'b', 'c'].map((name) => witness(at.founded, name)) as [TestWitness, TestWitness];
  agree(at, [a, b, witness(at.founded, 'c')]);
  const publisher = new Publisher(ports(at, [a, b]), { everyMs: 100, retryMs: 2000, refreshMs: 60_000 });
  await publisher.settled();
  for (let more = 1; more <= 3; more++) {
    pay(at);
    publisher.note();
    const shown = publisher.reaches(at.collective.tree.size);
    t.mock.timers.tick(100);
    assert.equal(sizeOf(await shown), at.collective.tree.size);
    await publisher.settled(); // sets the timer for the refresh
  }
  await publisher.close();
});

test('a witness that never answers holds up no head that has its quorum, and is asked for the newest when it answers', async () => {
  const at = await house();
  const witnesses = ['w1', 'w2', 'w3'].map((name) => witness(at.founded, name));
  agree(at, witnesses);
  const usual = ports(at, witnesses).post;
  let questions = 0;
  let answer: () => void = () => undefined;
  const publisher = new Publisher(ports(at, [], {
    async post(url, body, signal) {
      if (!url.includes('w3')) return await usual(url, body, signal);
      questions += 1;
      if (questions === 1) await new Promise<void>((resolve) => { answer = resolve; });
      return await usual(url, body, signal);
    },
  }), { ...never, everyMs: 0 });
  for (let i = 0; i < 3; i++) {
    pay(at);
    publisher.note();
    assert.equal(sizeOf(await publisher.reaches(at.collective.tree.size)), at.collective.tree.size);
  }
  assert.equal(questions, 1, 'one at a time');
  answer();
  await publisher.settled();
  assert.deepEqual(publisher.standing().witnesses.map(({ cosigned }) => cosigned?.size), [1, 1, 1].map(() => at.collective.tree.size));
  await publisher.close();
});

test('a log key that comes into force while nodes are asked doesn\'t sign a head without it', async () => {
  const at = await house();
  agree(at, [witness(at.founded, 'w1'), witness(at.founded, 'w2')]);
  const next: Signer = { grant: { id: 'log-2', role: 'log', owner: 'operator', public_key: createSealer(new Uint8Array(32).fill(9)).publicKey }, sealer: createSealer(new Uint8Array(32).fill(9)) };
  let key = at.founded.log;
  const before = at.collective.tree.size;
  const publisher = new Publisher(ports(at, [], {
    logKey: () => key,
    hold: () => {
      if (key !== next) {
        at.say(at.founded.operator, { kind: 'key.add', body: { key: next.grant } });
        at.say(at.founded.operator, { kind: 'key.revoke', body: { key: at.founded.log.grant.id } });
      }
      key = next;
      return Promise.resolve(null);
    },
  }), never);
  await publisher.settled();
  assert.equal(sizeOf(at.heads.text), before);
  assert.deepEqual(keyIdsOf(at.heads.text), [logKeyId(at, at.founded.log)]);
  await publisher.settled();
  assert.equal(sizeOf(at.heads.text), before + 2);
  assert.deepEqual(keyIdsOf(at.heads.text), [logKeyId(at, next)]);
});

function keyIdsOf(note: string | undefined): string[] {
  const parsed = parseNote(note ?? '');
  return parsed.ok ? parsed.value.signatures.map(({ keyId }) => keyId.toString()) : [];
}

function logKeyId({ founded: { origin } }: House, { grant }: Signer): string {
  return verifierKey(hasher, origin, signatureTypes.ed25519, grant.public_key).keyId.toString();
}

test('after a start the last head with its quorum is shown again while no witness answers; one that doesn\'t fit the log isn\'t', async () => {
  const at = await house();
  const all = ['a', 'b', 'c'].map((name) => witness(at.founded, name));
  agree(at, all);
  let kept: string | undefined;
  const first = new Publisher(ports(at, all, { keep: (note) => { kept = note; } }), never);
  await first.settled();
  const { size } = at.collective.tree;
  pay(at);
  const again = new Publisher(ports(at, [], { kept: () => kept }), never);
  assert.equal(sizeOf(again.shown), size);
  await again.settled();
  assert.equal(sizeOf(again.shown), size, 'nobody answered');
  assert.equal(new Publisher(ports(at, [], { kept: () => at.heads.text }), never).shown, undefined, 'signed, and cosigned by nobody');
  // Another past under the very same keys and policy: one payment before they agreed.
  const other = await house();
  pay(other);
  agree(other, all);
  assert.ok(other.collective.tree.size > size);
  assert.equal(new Publisher(ports(other, [], { kept: () => kept }), never).shown, undefined);
});
