/** One node alone, message by message: what docs/decisions/0010-nodes.md says of holding, committing, stopping and voting. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toyHasher, toySealer, toyVerifier } from '../../testing/network-keys.ts';
import { ToyReplica, type ToyEntry } from '../../testing/network-replica.ts';
import { appendText, holdText, standText, voteText, type Append, type Holding, type Message } from './messages.ts';
import { NodeCore } from './node.ts';
import { freshStored, type Head, type HoldProof, type Tenure, type Vote } from './stored.ts';

const origin = 'frankpledge/test';
const names = ['n1', 'n2', 'n3'];
const writer = toySealer('log writer');

function line(entry: ToyEntry, seq: number): string {
  return JSON.stringify({ seq, at: 0, entry });
}

const genesis = [
  line({ kind: 'found', id: 'found', key: writer.publicKey }, 0),
  line({ kind: 'policy', id: 'policy', policy: { text: '2', witnesses: Object.fromEntries(names.map((name) => [name, toySealer(name).publicKey])), runs: Object.fromEntries(names.map((name) => [name, name])) } }, 1),
];

function act(id: string, seq: number): string {
  return line({ kind: 'act', id }, seq);
}

/** n1, which knows the founding; at time 0. */
function node(): { readonly core: NodeCore; readonly replica: ToyReplica; readonly tenure: Tenure; say: (message: Message, now?: number) => Message | undefined } {
  const replica = new ToyReplica(toyHasher, { appearMs: 1000 }, genesis.slice(0, 1));
  const stored = freshStored(1, replica.root(0));
  const core = new NodeCore({
    origin, name: 'n1', sealer: toySealer('n1'), hasher: toyHasher, verifier: toyVerifier, replica, takeover: false, random: () => 0,
    voice: { propose: (term) => JSON.stringify({ kind: 'propose', id: `take ${term}`, by: 'n1', key: 'k' }), ballot: (id) => JSON.stringify({ kind: 'ballot', id: `yes ${id}`, by: 'n1', proposal: id }) },
  }, stored, 0);
  return { core, replica, tenure: stored.tenure, say: (message, now = 0) => core.receive('writer', message, now).send.find(({ to }) => to === 'writer')?.message };
}

function headOf(records: readonly string[]): Head {
  const log = new ToyReplica(toyHasher, { appearMs: 1000 }, records);
  return { size: log.size, root: log.root(log.size) };
}

function append(tenure: Tenure, chain: readonly string[], at: number, sealer = writer): Append {
  const head = headOf(chain);
  return { kind: 'append', tenure, at, records: chain.slice(at), head, key: sealer.publicKey, sig: sealer.sign(appendText(origin, tenure, at, head)) };
}

function proof(term: number, head: Head, ...acks: string[]): HoldProof {
  return { term, head, acks: acks.map((name) => ({ node: name, sig: toySealer(name).sign(holdText(origin, term, head)) })) };
}

function holding(message: Message | undefined): Holding {
  assert.equal(message?.kind, 'holding');
  return message as Holding;
}

test('records of the writer are held and acked by the node\'s key; the ack names term, size and root', () => {
  const { say, core, tenure } = node();
  const chain = [...genesis, act('a', 2)];
  const { ack, committed, size } = holding(say(append(tenure, chain, 1)));
  assert.deepEqual([committed, size], [1, 3]);
  assert.ok(ack !== undefined && toyVerifier.verify(toySealer('n1').publicKey, holdText(origin, 0, headOf(chain)), ack.sig));
  assert.deepEqual(core.stored.tail, chain.slice(1));
});

test('who has no key of the log in force is no writer, and a record that the rules do not give is not held', () => {
  const { say, core, tenure } = node();
  assert.equal(holding(say(append(tenure, [...genesis, act('a', 2)], 1, toySealer('someone')))).why?.code, 'not_the_writer');
  const wrong = holding(say({ ...append(tenure, [...genesis, act('a', 2)], 1), sig: writer.sign('something else') }));
  assert.equal(wrong.why?.code, 'not_the_writer');
  const bad = [...genesis, act('a', 2)];
  const head = { size: 4, root: node().replica.rootOver(1, [...bad.slice(1), act('bad', 3)]) };
  const given = holding(say({ kind: 'append', tenure, at: 1, records: [...bad.slice(1), act('bad', 3)], head, key: writer.publicKey, sig: writer.sign(appendText(origin, tenure, 1, head)) }));
  assert.deepEqual([given.why?.code, given.why?.at], ['differs', 3]);
  assert.deepEqual(core.stored.tail, []);
});

test('in one term another record for one that is held is refused, with both in hand; records that do not join are asked for', () => {
  const { core, tenure, say } = node();
  say(append(tenure, [...genesis, act('a', 2)], 1));
  const step = core.receive('writer', append(tenure, [...genesis, act('x', 2)], 1), 0);
  assert.equal(holding(step.send[0]?.message).why?.code, 'two_faces');
  assert.equal(step.twoFaces?.records[1], act('x', 2));
  const gap = holding(say(append(tenure, [...genesis, act('a', 2), act('b', 3), act('c', 4)], 4)));
  assert.deepEqual([gap.why?.code, gap.size], ['gap', 3]);
});

test('committed is what two of three have acked, and no fewer; that never goes', () => {
  const { say, core, tenure } = node();
  const chain = [...genesis, act('a', 2)];
  say(append(tenure, chain, 1));
  assert.equal(holding(say({ kind: 'commit', proof: proof(0, headOf(chain), 'n2') })).committed, 1);
  assert.equal(holding(say({ kind: 'commit', proof: { ...proof(0, headOf(chain), 'n2'), acks: [...proof(0, headOf(chain), 'n2').acks, { node: 'n3', sig: 'x' }] } })).committed, 1);
  assert.equal(holding(say({ kind: 'commit', proof: proof(0, headOf(chain), 'n2', 'n3') })).committed, 3);
  assert.deepEqual(core.stored.tail, []);
  const other = holding(say(append(tenure, [...genesis, act('x', 2)], 1)));
  assert.equal(other.why?.code, 'two_faces');
});

test('only committed heads are cosigned, under a key of the log that is in force', () => {
  const { say, core, tenure, replica } = node();
  const chain = [...genesis, act('a', 2)];
  say(append(tenure, chain, 1));
  const head = headOf(chain);
  assert.match(core.cosignFault(head, writer.publicKey, 0) ?? '', /1 records to be committed, not 3/);
  say({ kind: 'commit', proof: proof(0, head, 'n2', 'n3') });
  assert.equal(core.cosignFault(head, writer.publicKey, 0), undefined);
  assert.match(core.cosignFault(head, toySealer('someone').publicKey, 0) ?? '', /not signed by a key/);
  assert.match(core.cosignFault({ size: 2, root: replica.root(3) }, writer.publicKey, 0) ?? '', /other records/);
});

test('an entry that is missing when its time is over stops acks and cosignatures, until it is held', () => {
  const { say, core, tenure } = node();
  const chain = [...genesis, act('a', 2)];
  say(append(tenure, chain, 1));
  const { answer, step } = core.ask(JSON.stringify({ kind: 'act', id: 'mine' }), 0);
  assert.equal(answer.is, 'takes');
  assert.deepEqual(step.send.map(({ to }) => to), ['writer', 'n2', 'n3'], 'the writer and the other nodes get it');
  assert.ok(holding(say(append(tenure, chain, 3), 999)).ack !== undefined);
  const stopped = holding(say(append(tenure, [...chain, act('b', 3)], 3), 1000));
  assert.equal(stopped.why?.code, 'stopped');
  assert.deepEqual(stopped.missing, [JSON.stringify({ kind: 'act', id: 'mine' })]);
  say({ kind: 'commit', proof: proof(0, headOf(chain), 'n2', 'n3') }, 1000);
  assert.match(core.cosignFault(headOf(chain), writer.publicKey, 1000) ?? '', /1 entries .* missing/);
  const whole = [...chain, act('b', 3), act('mine', 4)];
  assert.ok(holding(say(append(tenure, whole, 4), 1001)).ack !== undefined);
  say({ kind: 'commit', proof: proof(0, headOf(whole), 'n2', 'n3') }, 1001);
  assert.deepEqual(core.stored.asked, []);
});

test('what its own rules refuse is refused at once', () => {
  const { say, core, tenure } = node();
  say(append(tenure, genesis, 1));
  assert.deepEqual(core.ask(JSON.stringify({ kind: 'act', id: 'bad' }), 0).answer, { is: 'refuses', code: 'not_permitted', detail: 'bad' });
});

test('a node that the policy does not name is given nothing, so it misses nothing and calls nobody silent: what is handed to it goes on to the writer', () => {
  const { say, core, tenure } = node();
  const entry = JSON.stringify({ kind: 'act', id: 'bad' });
  const { answer, step } = core.ask(entry, 0);
  assert.deepEqual(answer, { is: 'handed_on' }, 'what its own old copy would refuse, the writer judges');
  assert.deepEqual(step, { persist: [], send: [{ to: 'writer', message: { kind: 'entry', entry } }] });
  core.tick(100_000);
  const { missing, grievance } = core.status(100_000);
  assert.deepEqual([missing, grievance], [[], undefined]);
  say(append(tenure, genesis, 1), 100_000);
  assert.deepEqual(core.status(101_001).grievance, { is: 'silent', since: 100_000 }, 'from the policy on it is owed the records');
});

test('a node that the policy names no more lets go of what it was handed', () => {
  const { say, core, tenure } = node();
  say(append(tenure, genesis, 1));
  core.ask(JSON.stringify({ kind: 'act', id: 'mine' }), 0);
  const others = Object.fromEntries(['n2', 'n3'].map((name) => [name, toySealer(name).publicKey]));
  const chain = [...genesis, line({ kind: 'policy', id: 'fewer', policy: { text: '2', witnesses: others, runs: { n2: 'n2', n3: 'n3' } } }, 2)];
  say(append(tenure, chain, 2));
  assert.equal(core.status(1000).missing.length, 1, 'until the change is committed it counts by the old policy');
  say({ kind: 'commit', proof: proof(0, headOf(chain), 'n2', 'n3') }, 1000);
  core.tick(5000);
  assert.deepEqual([core.stored.committed, core.stored.asked, core.status(5000).grievance], [3, [], undefined]);
});

test('a node whose writer does its work votes for nobody; one that is failed votes once in a term, and acks nothing of the earlier one after that', () => {
  const { say, core, tenure } = node();
  say(append(tenure, [...genesis, act('a', 2)], 1));
  const stand = (term: number, id: string, by = 'n2'): Message => ({
    kind: 'stand', term, candidate: by, committed: 1, proposal: JSON.stringify({ kind: 'propose', id, by, key: 'k2' }), id, sig: toySealer(by).sign(standText(origin, term, id)),
  });
  assert.deepEqual(say(stand(1, 'take')), { kind: 'willing', node: 'n1', term: 0, committed: 1, willing: false });
  core.ask(JSON.stringify({ kind: 'act', id: 'mine' }), 0);
  const cast = say(stand(1, 'take'), 1000);
  assert.equal(cast?.kind, 'vote');
  assert.deepEqual(cast?.kind === 'vote' ? [cast.vote.heldTerm, cast.vote.committed, cast.tail.length] : [], [0, 1, 2]);
  assert.deepEqual([core.stored.term, core.stored.votedFor], [1, 'take']);
  assert.equal(say(stand(1, 'other', 'n3'), 1000)?.kind, 'willing', 'not for another in the same term');
  assert.equal(say(stand(1, 'take'), 1000)?.kind, 'vote', 'the same again');
  assert.equal(say({ ...stand(2, 'forged'), sig: 'x' } as Message, 1000)?.kind, 'willing');
  assert.equal(holding(say(append(tenure, [...genesis, act('a', 2), act('b', 3)], 3), 1000)).why?.code, 'later_term');
});

test('the chain of a later term is taken as a whole or not at all; what falls out of the node\'s own is handed in again', () => {
  const { say, core, tenure } = node();
  say(append(tenure, [...genesis, act('a', 2), act('old', 3)], 1));
  const next = toySealer('log n2');
  const proposal = JSON.stringify({ kind: 'propose', id: 'take', by: 'n2', key: next.publicKey } satisfies ToyEntry);
  const chain = [
    ...genesis, act('a', 2), line({ kind: 'propose', id: 'take', by: 'n2', key: next.publicKey }, 3), line({ kind: 'ballot', id: 'yes n3', by: 'n3', proposal: 'take' }, 4),
  ];
  const said = { heldTerm: 0, committed: 1, head: headOf([...genesis, act('a', 2)]) };
  const votes = (...voters: string[]): Vote[] => voters.map((name) => ({ node: name, ...said, sig: toySealer(name).sign(voteText(origin, 1, 'take', said)) }));
  const term = (...voters: string[]): Tenure => ({ term: 1, base: headOf(chain), election: { term: 1, candidate: 'n2', proposal, id: 'take', key: next.publicKey, votes: votes(...voters) } });
  assert.equal(holding(say(append(term('n2', 'n3'), chain.slice(0, 4), 1, next))).why?.code, 'gap', 'not without all of its base');
  assert.equal(holding(say(append(term('n2'), chain, 1, next))).why?.code, 'not_the_writer', 'not with one vote of three');
  assert.deepEqual([core.stored.tenure.term, core.stored.tail.length], [0, 3]);
  const step = core.receive('writer', append(term('n2', 'n3'), chain, 1, next), 0);
  assert.ok(holding(step.send.find(({ to, message }) => to === 'writer' && message.kind === 'holding')?.message).ack !== undefined);
  assert.deepEqual([core.stored.term, core.stored.tenure.term, core.stored.tail], [1, 1, chain.slice(1)]);
  assert.deepEqual(core.stored.asked.map(({ id }) => id), ['old']);
  assert.equal(holding(say(append(tenure, [...genesis, act('a', 2), act('old', 3)], 4))).why?.code, 'later_term');
});

test('a writer that speaks and gets nothing committed is no writer for long: its nodes vote again; each commit gives it its time anew', () => {
  const { say, core, tenure } = node();
  const chain = [...genesis, act('a', 2)];
  say(append(tenure, chain, 1), 0);
  for (const now of [400, 800, 1000]) say(append(tenure, chain, 3), now);
  assert.equal(core.status(1000).grievance, undefined, 'it has as long as an entry has');
  say(append(tenure, chain, 3), 1001);
  assert.deepEqual(core.status(1001).grievance, { is: 'stuck', since: 0 });
  say({ kind: 'commit', proof: proof(0, headOf(chain), 'n2', 'n3') }, 1002);
  const more = [...chain, act('b', 3)];
  say(append(tenure, more, 3), 1800);
  say(append(tenure, more, 4), 2800);
  assert.equal(core.status(2800).grievance, undefined);
  say(append(tenure, more, 4), 2801);
  const id = 'take';
  const stand: Message = {
    kind: 'stand', term: 3, candidate: 'n2', committed: 3, proposal: JSON.stringify({ kind: 'propose', id, by: 'n2', key: 'k2' }), id, sig: toySealer('n2').sign(standText(origin, 3, id)),
  };
  assert.equal(say(stand, 2801)?.kind, 'vote');
});
