/** A witness in memory, made of the very decisions that a running one takes: for tests, with what they want to see it say. */
import { cosignAnswer, decideAddCheckpoint, openAddCheckpoint } from '../log/witness.ts';
import { formatVerifierKey, signatureTypes, verifierKey, type KnownKey } from '../log/note.ts';
import type { WitnessReply } from '../log/witness-client.ts';
import type { HeadStore } from '../journal/head.ts';
import type { Hasher, Sealer } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';

export type TestWitness = {
  readonly name: string;
  /** As a policy's line names it. */
  readonly vkey: string;
  /** The text of an `add-checkpoint` in, the answer out. */
  readonly add: (body: string) => WitnessReply;
};

export function createTestWitness(parts: {
  readonly name: string; readonly hasher: Hasher; readonly sealer: Sealer; readonly heads: HeadStore; readonly origin: string; readonly logKeys: () => readonly KnownKey[];
  /** POSIX seconds. */
  readonly seconds: () => number;
}): TestWitness {
  const { name, hasher, sealer, heads, origin, logKeys, seconds } = parts;
  return {
    name, vkey: formatVerifierKey(verifierKey(hasher, name, signatureTypes.ed25519Cosignature, sealer.publicKey)),
    add(body) {
      const opened = openAddCheckpoint(new Map([[origin, logKeys()]]), body);
      if (!opened.opened) return opened.answer;
      const decision = decideAddCheckpoint(hasher, heads.read(), opened.request);
      if (decision.decided === 'refuse') return decision.answer;
      invariant(heads.compareAndSet(decision.compare, decision.store), 'nobody else writes a test\'s witness');
      return cosignAnswer(hasher, [{ name, sealer }], decision.text, seconds());
    },
  };
}
