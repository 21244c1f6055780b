/** The writer's side alone, answer by answer. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toyHasher, toySealer, toyVerifier } from '../../testing/network-keys.ts';
import { ToyReplica, type ToyEntry } from '../../testing/network-replica.ts';
import { appendText, holdText, voteText, type Append, type Holding } from './messages.ts';
import { freshStored, type Election, type Head, type Tenure } from './stored.ts';
import { WriterCore, type WriterStep } from './writer.ts';

const origin = 'frankpledge/test';
const names = ['n1', 'n2', 'n3'];
const sealer = toySealer('log writer');

function policy(id: string, ...nodes: string[]): ToyEntry {
  return { kind: 'policy', id, policy: { text: '2', witnesses: Object.fromEntries(nodes.map((name) => [name, toySealer(name).publicKey])), runs: Object.fromEntries(nodes.map((name) => [name, name])) } };
}

function begun(...entries: ToyEntry[]): { readonly chain: ToyReplica; readonly core: WriterCore; readonly write: (...entries: ToyEntry[]) => void } {
  const chain = new ToyReplica(toyHasher, { appearMs: 1000 }, []);
  const write = (...more: ToyEntry[]): void => { for (const entry of more) chain.write(JSON.stringify(entry), 0); };
  write({ kind: 'found', id: 'found', key: sealer.publicKey }, ...entries);
  const { tenure, turns, latest } = freshStored(0, chain.root(0));
  return { chain, write, core: new WriterCore({ origin, chain, sealer, hasher: toyHasher, verifier: toyVerifier }, { tenure, turns, latest, committed: 0 }) };
}

function act(id: string): ToyEntry {
  return { kind: 'act', id };
}

/** What a node answers that holds all that it was sent. */
function acked(name: string, append: Append): Holding {
  const { head } = append;
  return { kind: 'holding', node: name, term: append.tenure.term, committed: 0, size: head.size, ack: { head, sig: toySealer(name).sign(holdText(origin, append.tenure.term, head)) } };
}

function appendTo(name: string, { send }: WriterStep): Append {
  const message = send.find(({ to }) => to === name)?.message;
  assert.ok(message?.kind === 'append');
  return message;
}

function headAt(chain: ToyReplica, size: number): Head {
  return { size, root: chain.root(size) };
}

test('without nodes what is recorded is committed at once, and nobody is sent anything', () => {
  const { chain, core } = begun(act('a'), act('b'));
  const step = core.tick(0);
  assert.deepEqual(step.committed, { term: 0, head: headAt(chain, 3), acks: [] });
  assert.deepEqual(step.send, []);
});

test('with the record that names nodes on, two of the three must hold it; what it sends is signed by the log\'s key', () => {
  const { core, write } = begun(policy('p', ...names));
  assert.equal(core.tick(0).committed, undefined, 'the founding alone could be, but the next head is the policy\'s');
  write(act('a'));
  const step = core.tick(1000);
  const append = appendTo('n1', step);
  assert.ok(toyVerifier.verify(sealer.publicKey, appendText(origin, append.tenure, append.at, append.head), append.sig));
  const first = core.receive('n1', acked('n1', append), 1001);
  assert.equal(first.committed, undefined);
  assert.equal(core.isKnownAt(3), false);
});

test('a change of the nodes is committed by itself, by the old and the new ones, and its proof is kept', () => {
  const { chain, core } = begun(policy('p', ...names), act('a'));
  let step = core.tick(0);
  const answer = (name: string): void => { step = core.receive(name, acked(name, appendTo(name, step)), 0); };
  // The whole window goes out first; then a head that ends where the policy was adopted is asked for.
  assert.equal(appendTo('n1', step).head.size, 3);
  const sent = new Map(names.map((name) => [name, appendTo(name, step)]));
  for (const name of ['n1', 'n2']) {
    step = core.receive(name, acked(name, sent.get(name) as Append), 0);
    assert.equal(appendTo(name, step).head.size, 2);
    answer(name);
  }
  assert.deepEqual(step.committed?.head, headAt(chain, 2));
  assert.equal(step.turn, true);
  assert.deepEqual(core.stored.turns.map(({ head }) => head.size), [2]);
});

test('a node that does not know its name yet says what it lacks, and is sent that', () => {
  const { core } = begun(act('a'), policy('p', ...names));
  core.tick(0);
  const step = core.receive('n1', { kind: 'holding', node: '', term: 0, committed: 1, size: 1, why: { code: 'gap', detail: '' } }, 1);
  assert.equal(appendTo('n1', step).at, 1);
});

test('what the writer committed alone is sent like the rest: nobody could check that it was', () => {
  const { core, write } = begun(act('a'));
  assert.equal(core.tick(0).committed?.head.size, 2);
  write(policy('p', ...names));
  core.tick(1);
  const step = core.receive('n1', { kind: 'holding', node: '', term: 0, committed: 1, size: 1, why: { code: 'gap', detail: '' } }, 2);
  const { at, head } = appendTo('n1', step);
  assert.deepEqual([at, head.size], [1, 3]);
});

test('an ack that is not the node\'s own counts for nothing, nor does one over another head', () => {
  const { core, chain } = begun(policy('p', ...names));
  const step = core.tick(0);
  const forged: Holding = { ...acked('n1', appendTo('n1', step)), ack: { head: headAt(chain, 2), sig: 'forged' } };
  assert.equal(core.receive('n1', forged, 0).committed, undefined);
  assert.equal(core.receive('n2', acked('n1', appendTo('n2', step)), 0).committed, undefined, 'by the key of another');
  const third = core.receive('n3', acked('n3', appendTo('n3', step)), 0);
  assert.equal(third.committed, undefined);
  assert.ok(core.receive('n1', acked('n1', appendTo('n1', step)), 0).committed !== undefined);
});

/** n2 has won term 1 with the votes of these. */
function election(chain: ToyReplica, ...voters: string[]): Tenure {
  const proposal = JSON.stringify({ kind: 'propose', id: 'take', by: 'n2', key: 'k2' } satisfies ToyEntry);
  const said = { heldTerm: 0, committed: 1, head: headAt(chain, 2) };
  const votes = voters.map((node) => ({ node, ...said, sig: toySealer(node).sign(voteText(origin, 1, 'take', said)) }));
  return { term: 1, election: { term: 1, candidate: 'n2', proposal, id: 'take', key: 'k2', votes } satisfies Election, base: { size: 3, root: 'other' } };
}

test('another has taken over when enough nodes voted for it, and not because one says so', () => {
  const { core, chain } = begun(policy('p', ...names));
  core.tick(0);
  const told = (tenure: Tenure): Holding => ({ kind: 'holding', node: 'n1', term: 1, committed: 1, size: 3, deposed: { tenure, inForce: false } });
  assert.equal(core.receive('n1', told(election(chain, 'n1')), 1).deposed, undefined);
  assert.equal(core.receive('n1', told(election(chain, 'n1', 'n2')), 2).deposed?.term, 1);
  assert.deepEqual(core.tick(5000).send, [], 'it sends nothing more');
});

test('a writer to whom the members handed the log within a later term goes on in that term', () => {
  const { core, chain } = begun(policy('p', ...names));
  core.tick(0);
  const tenure = { ...election(chain, 'n1', 'n3'), base: headAt(chain, 2) };
  const step = core.receive('n1', { kind: 'holding', node: 'n1', term: 1, committed: 1, size: 2, deposed: { tenure, inForce: true } }, 1);
  assert.equal(step.deposed, undefined);
  assert.deepEqual(step.tenure, tenure);
  assert.equal(appendTo('n1', core.tick(1000)).tenure.term, 1);
});
