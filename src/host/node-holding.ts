/** The writer of a data folder and its nodes: what it keeps of them on its disk (`nodes.log`), and how it reaches them. */
import { join } from 'node:path';
import { openHeldFile, type HeldFile } from '../adapters/held-file/held-file.ts';
import { postToNode } from '../adapters/http/node-post.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { JournalError } from '../journal/journal.ts';
import { toBase64 } from '../log/bytes.ts';
import { formPorts } from '../log/kernel-ports.ts';
import { emptyRoot } from '../log/merkle.ts';
import { writerName, type Message } from '../log/nodes/messages.ts';
import type { HoldProof, Tenure } from '../log/nodes/stored.ts';
import { WriterCore, type WriterStep, type WriterStored } from '../log/nodes/writer.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import type { Sealer } from '../vocabulary/ports.ts';
import { adoptedPolicy } from './adopted-policy.ts';
import { appearMsOf, chainOf } from './chain.ts';
import type { Collective } from './collective.ts';
import { deposedText, HoldingNodes } from './holding-nodes.ts';
import { signedSize } from './heads.ts';
import { blobsFor } from './node-blobs.ts';
import { PolicyTurns } from './policy-turns.ts';
import type { Signer } from './sealing.ts';

const hasher = createHasher();
const verifier = createSealVerifier();

export type WriterNodes = {
  readonly holding: HoldingNodes;
  readonly close: () => void;
};

export type WriterNodesParts = {
  readonly folder: string;
  readonly collective: () => Collective;
  readonly logKey: () => Signer | undefined;
  /** The head that was signed last. */
  readonly signed: string | undefined;
  readonly submit: (sealed: SealedEntry) => void;
  readonly deposed: (detail: string) => void;
  readonly tell: (message: string) => void;
};

type Line = { readonly turn: HoldProof } | { readonly tenure: Tenure } | { readonly deposed: Tenure };

/** @throws JournalError `sequence_taken` when another writer has taken over from this folder's */
export function openWriterNodes(parts: WriterNodesParts): WriterNodes {
  const { collective, tell } = parts;
  const turns = new PolicyTurns(formPorts(hasher).policies);
  const file = openHeldFile(nodesPath(parts.folder));
  const stored = storedIn(file, parts.signed);
  const core = new WriterCore(corePorts(collective, turns, () => parts.logKey()?.sealer), stored);
  const holding = new HoldingNodes({
    core, appearMs: () => appearMsOf(collective()), now: () => Date.now(), tell,
    send: (node, message, signal) => sendTo(collective(), node, writerName, message, signal),
    keep: (step) => file.append(linesOf(step)),
    submit: (entry) => parts.submit(JSON.parse(entry) as SealedEntry),
    deposed: (tenure) => {
      file.append([JSON.stringify({ deposed: tenure } satisfies Line)]);
      parts.deposed(deposedText(tenure));
    },
  });
  return {
    holding,
    close: () => {
      holding.close();
      file.close();
    },
  };
}

/** For whoever would start a writer that the nodes have replaced. */
export function replaced(tenure: Tenure): JournalError {
  return new JournalError('sequence_taken', deposedText(tenure), { hint: 'Go on with a copy of the log as it is now: `import` it from the new writer, and hand in with `resubmit` what this folder took in meanwhile.' });
}

export function nodesPath(folder: string): string {
  return join(folder, 'nodes.log');
}

/** What `log/nodes` needs of a writer. Without a key of the log in force it signs nothing that anyone takes. */
function corePorts(collective: () => Collective, turns: PolicyTurns, sealer: () => Sealer | undefined): ConstructorParameters<typeof WriterCore>[0] {
  return {
    origin: collective().state.origin, chain: chainOf(collective, turns), hasher, verifier,
    sealer: { get publicKey() { return sealer()?.publicKey ?? ''; }, sign: (message) => sealer()?.sign(message) ?? '' },
  };
}

/** Sends to a node of the agreed policy. Rejects when it can't be reached. */
export async function sendTo(collective: Collective, node: string, from: string, message: Message, signal: AbortSignal): Promise<Message | undefined> {
  const url = adoptedPolicy(collective)?.policy.witnesses.find(({ name }) => name === node)?.url;
  if (url === undefined) throw new Error('the policy names no address for it');
  const blobs = blobsFor(message, (hash) => collective.journal.getBlob(hash));
  return await postToNode(url, { from, message, ...(blobs === undefined ? {} : { blobs }) }, appearMsOf(collective), signal);
}

function storedIn(file: HeldFile, signed: string | undefined): WriterStored {
  let tenure: Tenure = { term: 0, election: null, base: { size: 0, root: toBase64(emptyRoot(hasher)) } };
  const turns: HoldProof[] = [];
  for (const text of file.lines) {
    const line = JSON.parse(text) as Line;
    if ('deposed' in line) {
      file.close();
      throw replaced(line.deposed);
    }
    if ('turn' in line) turns.push(line.turn);
    else tenure = line.tenure;
  }
  // What was signed was committed; what was committed besides is acked again.
  return { tenure, turns, latest: turns.at(-1) ?? null, committed: signed === undefined ? 0 : signedSize(signed) };
}

function linesOf({ committed, turn, tenure }: Pick<WriterStep, 'committed' | 'turn' | 'tenure'>): string[] {
  const lines: Line[] = [...(tenure === undefined ? [] : [{ tenure }]), ...(committed !== undefined && turn === true ? [{ turn: committed }] : [])];
  return lines.map((line) => JSON.stringify(line));
}
