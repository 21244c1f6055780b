/**
 * What a node does with records that it is given: it takes each through its own rules, stores it, and gives its word on the head. Within a
 * term a chain only grows; a later term's chain replaces it as a whole, or not at all; what is committed never goes.
 */
import { fromBase64 } from '../bytes.ts';
import { verifyConsistency } from '../merkle.ts';
import { ask, missing, settleCommitted } from './asked.ts';
import type { Desk } from './desk.ts';
import { electionFault } from './election.ts';
import { appendText, holdText, type Append, type Catchup, type Commit, type Holding, type HoldRefusal } from './messages.ts';
import { areEnough, nodesOf, type Quorum } from './quorum.ts';
import type { Change, HoldProof } from './stored.ts';

/** Records of the writer: held, if they are its to give and as the rules give them, and acked unless an entry is missing. */
export function onAppend(desk: Desk, append: Append, now: number): Holding {
  const { stored, ports: { origin, verifier, replica } } = desk;
  const { tenure, at, head, key } = append;
  if (!verifier.verify(key, appendText(origin, tenure, at, head), append.sig) || at + append.records.length !== head.size) {
    return no(desk, 'not_the_writer', 'the append is not signed by the key that it names');
  }
  if (tenure.term < stored.term) {
    const begun = stored.tenure.term === stored.term;
    return { ...no(desk, 'later_term', `this node is in term ${stored.term}`), ...(begun ? { deposed: { tenure: stored.tenure, inForce: replica.logKeys().includes(key) } } : {}) };
  }
  const refused = tenure.term === stored.tenure.term ? extend(desk, append) : adopt(desk, append, now);
  if (refused !== undefined) return refused;
  desk.heard = now;
  return acked(desk, append, now);
}

function acked(desk: Desk, { tenure, head }: Append, now: number): Holding {
  const absent = missing(desk, now);
  if (absent.length > 0) {
    return { ...no(desk, 'stopped', `${absent.length} entries are missing from the log, the first since ${absent[0]?.since ?? now}`), missing: absent.map(({ entry }) => entry) };
  }
  return desk.holding({ ack: { head, sig: desk.ports.sealer.sign(holdText(desk.ports.origin, tenure.term, head)) } });
}

/** More of the chain that is held in this term. */
function extend(desk: Desk, append: Append): Holding | undefined {
  const { stored, size, ports: { replica } } = desk;
  const { tenure, at, head, records, key } = append;
  if (tenure.base.size !== stored.tenure.base.size || tenure.base.root !== stored.tenure.base.root) return twoFaces(desk, append, tenure.base.size);
  if (at > size) return gap(desk, size);
  const other = firstOther(desk, at, records);
  if (other !== undefined) return twoFaces(desk, append, other);
  const added = records.slice(size - at);
  const whole = head.size > size ? replica.rootOver(size, added) : replica.root(head.size);
  if (whole !== head.root) return at <= stored.committed ? twoFaces(desk, append, at) : gap(desk, stored.committed);
  const mayNow = replica.logKeys().includes(key);
  const wrong = head.size > size ? replica.rebase(size, added) : undefined;
  // A handover by the members' vote lies in the chain: either writer may bring the record that ends the one's and begins the other's time.
  if (wrong !== undefined || !(mayNow || replica.logKeys().includes(key))) {
    replica.rebase(size, []);
    return wrong === undefined ? no(desk, 'not_the_writer', 'the key that signs the append is no key of the log in force') : no(desk, 'differs', wrong.detail, wrong.at);
  }
  if (head.size > size) desk.persist({ change: 'held', tenure: stored.tenure, from: size, records: added });
  return undefined;
}

/** The chain of a later term: it must hold all that its writer began with. */
function adopt(desk: Desk, append: Append, now: number): Holding | undefined {
  const { stored, size, ports: { replica } } = desk;
  const { tenure, at, head, records } = append;
  if (at > size || head.size < tenure.base.size) return gap(desk, Math.min(size, Math.max(stored.committed, at)));
  const other = firstOther(desk, at, records);
  if (other !== undefined && other < stored.committed) return twoFaces(desk, append, other);
  const from = Math.max(stored.committed, other ?? Math.min(size, head.size));
  const added = records.slice(from - at);
  if (head.size < stored.committed) return gap(desk, stored.committed);
  if (replica.rootOver(from, added) !== head.root) return at <= stored.committed ? twoFaces(desk, append, at) : gap(desk, stored.committed);
  const wrong = replica.rebase(from, added);
  const fault = wrong === undefined ? tenureFault(desk, append) : no(desk, 'differs', wrong.detail, wrong.at);
  if (fault !== undefined) {
    replica.rebase(stored.committed, stored.tail);
    return fault;
  }
  replaceTail(desk, { change: 'held', tenure, from, records: added }, now);
  return undefined;
}

/** What falls out was taken in by some writer: whoever said it needn't say it again. */
function replaceTail(desk: Desk, change: Change & { change: 'held' }, now: number): void {
  const dropped = desk.stored.tail.slice(change.from - desk.stored.committed);
  desk.persist(change);
  for (const entry of dropped.length === 0 ? [] : desk.ports.replica.missedOf(dropped)) ask(desk, entry, now, true);
}

/** What is wrong with a term that isn't known here yet, the replica standing at the append's end. */
function tenureFault(desk: Desk, { tenure, key }: Append): Holding | undefined {
  const { stored, ports: { replica } } = desk;
  const { election, base } = tenure;
  if (election?.term !== tenure.term || election.key !== key) return no(desk, 'not_the_writer', `no election for term ${tenure.term} names this key`);
  if (replica.root(base.size) !== base.root) return no(desk, 'not_the_writer', 'the chain is not the one with which the term began');
  // Whoever knows of commits beyond the base may know a later policy: the votes were given by the one of that time.
  const fault = electionFault(desk.ports, replica.quorums(Math.min(stored.committed, base.size), base.size), election);
  if (fault !== undefined) return no(desk, 'not_the_writer', fault);
  return replica.logKeys().includes(key) ? undefined : no(desk, 'not_the_writer', 'the chain does not carry the change of the operator');
}

/** Records that enough nodes hold are committed. */
export function onCommit(desk: Desk, { proof }: Commit): Holding {
  const { stored, size, ports: { replica } } = desk;
  const { head } = proof;
  if (head.size <= stored.committed) return desk.holding();
  if (head.size > size || replica.root(head.size) !== head.root) return gap(desk, stored.committed);
  if (!isProven(desk, replica.quorums(stored.committed, head.size), proof)) return no(desk, 'not_the_writer', 'the proof lacks acks of a quorum');
  commit(desk, head.size, proof);
  return desk.holding();
}

/** Committed records for a node that was away, or held others. */
export function onCatchup(desk: Desk, { at, records, consistency, proof }: Catchup, now: number): Holding {
  const { stored, size, ports: { replica } } = desk;
  const end = at + records.length;
  if (at > stored.committed || end <= stored.committed || end > proof.head.size) return desk.holding();
  const from = Math.max(stored.committed, firstOther(desk, at, records) ?? Math.min(size, end));
  const added = records.slice(from - at);
  if (!isPrefix(desk, end, replica.rootOver(from, added), consistency, proof)) return no(desk, 'differs', `the records up to ${end} are no prefix of what the proof is of`);
  const wrong = added.length > 0 ? replica.rebase(from, added) : undefined;
  if (wrong !== undefined || !isProven(desk, replica.quorums(stored.committed, end), proof)) {
    replica.rebase(stored.committed, stored.tail);
    return wrong === undefined ? no(desk, 'not_the_writer', 'the proof lacks acks of a quorum') : no(desk, 'differs', wrong.detail, wrong.at);
  }
  if (added.length > 0) replaceTail(desk, { change: 'held', tenure: stored.tenure, from, records: added }, now);
  commit(desk, end, proof);
  return desk.holding();
}

function commit(desk: Desk, size: number, proof: HoldProof): void {
  const { replica } = desk.ports;
  const records = desk.stored.tail.slice(0, size - desk.stored.committed);
  const turn = size === proof.head.size && replica.nextTurn(size - 1, size) === size;
  desk.persist({ change: 'committed', size, proof, turn });
  settleCommitted(desk, records);
}

/** Whether the acks are those of enough nodes. */
export function isProven(
  { ports: { origin, verifier } }: Pick<Desk, 'ports'>, quorums: readonly (Quorum | null)[], { term, head, acks }: HoldProof,
): boolean {
  const keys = nodesOf(quorums);
  const text = holdText(origin, term, head);
  const valid = acks.filter(({ node, sig }) => verifier.verify(keys.get(node) ?? '', text, sig));
  // Where no nodes are in charge anyone could say that something is committed.
  return keys.size > 0 && areEnough(quorums, new Set(valid.map(({ node }) => node)));
}

function isPrefix({ ports: { hasher } }: Desk, size: number, root: string, consistency: readonly string[], { head }: HoldProof): boolean {
  const [oldRoot, newRoot, ...proof] = [root, head.root, ...consistency].map((text) => fromBase64(text) ?? new Uint8Array());
  return oldRoot !== undefined && newRoot !== undefined && verifyConsistency(hasher, { oldSize: size, newSize: head.size, oldRoot, newRoot, proof });
}

/** The first place at which the node holds another record than the one given. */
function firstOther(desk: Desk, at: number, records: readonly string[]): number | undefined {
  const own = desk.ports.replica.records(at, Math.min(desk.size, at + records.length));
  const index = own.findIndex((record, i) => record !== records[i]);
  return index < 0 ? undefined : at + index;
}

function gap(desk: Desk, size: number): Holding {
  return { ...no(desk, 'gap', `records are missing from ${size} on`), size };
}

function twoFaces(desk: Desk, append: Append, at: number): Holding {
  desk.accuse(append);
  return no(desk, 'two_faces', `record ${at}: this writer gave another chain before`, at);
}

function no(desk: Desk, code: HoldRefusal, detail: string, at?: number): Holding {
  return desk.holding({ why: { code, detail, ...(at === undefined ? {} : { at }) } });
}
