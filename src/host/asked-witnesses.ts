/** The witnesses of the agreed policy as a log asks them to cosign its heads: each for itself, one question at a time, by its own address. */
import { knownKey } from '../log/cosignature.ts';
import type { KnownKey, NoteSignature } from '../log/note.ts';
import type { PolicyWitness } from '../log/policy.ts';
import { problemHint } from '../log/problem.ts';
import { firstQuestion, questionBody, readWitnessAnswer, type WitnessReply } from '../log/witness-client.ts';
import type { SealVerifier } from '../vocabulary/ports.ts';
import type { AdoptedPolicy } from './adopted-policy.ts';
import type { Collective } from './collective.ts';

export type WitnessStanding = {
  readonly name: string;
  readonly url: string | null;
  /** The member who runs it, where the policy says so. */
  readonly runBy: string | null;
  /** What it cosigned last, and when by its own clock (POSIX seconds). */
  readonly cosigned: { readonly size: number; readonly seconds: number } | null;
  /** Why it didn't cosign when it was asked last. */
  readonly fault: string | null;
};

/** A head that the log's key has signed. */
export type Signed = { readonly note: string; readonly text: string; readonly size: number };

export type AskingPorts = {
  readonly verifier: SealVerifier;
  /** Sends an add-checkpoint request below a witness's submission prefix. Rejects when it can't be reached. */
  readonly post: (url: string, body: string, signal: AbortSignal) => Promise<WitnessReply>;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
  /** Whether it is still this head that cosignatures are wanted for. */
  readonly isWanted: (signed: Signed) => boolean;
  /** Whether nobody is asked anything more. */
  readonly isStopped: () => boolean;
  /** A witness has cosigned the head that is wanted. */
  readonly gather: (signed: Signed, signatures: readonly NoteSignature[], adopted: AdoptedPolicy) => void;
  readonly tell: (message: string) => void;
};

/** `size`: what it is known to hold. `asked` resolves when it has answered what it was asked last, or wasn't asked any more. */
type KnownWitness = { size: number; cosigned: WitnessStanding['cosigned']; fault: string | null; asked: Promise<void> };

export class AskedWitnesses {
  readonly #ports: AskingPorts;
  readonly #witnesses = new Map<string, KnownWitness>();

  constructor(ports: AskingPorts) {
    this.#ports = ports;
  }

  /** Whether any was asked, or has cosigned by itself. */
  get isEmpty(): boolean {
    return this.#witnesses.size === 0;
  }

  standing({ policy, runs }: AdoptedPolicy): readonly WitnessStanding[] {
    return policy.witnesses.map(({ name, url }) => {
      const known = this.#witnesses.get(name);
      return { name, url: url ?? null, runBy: runs[name] ?? null, cosigned: known?.cosigned ?? null, fault: known?.fault ?? null };
    });
  }

  /** Takes note of a cosignature, whoever brought it. */
  cosigned(name: string, what: NonNullable<WitnessStanding['cosigned']>): void {
    this.#known(name).cosigned = what;
  }

  /** Why those didn't cosign who didn't. */
  faults({ policy }: AdoptedPolicy): string[] {
    return policy.witnesses.flatMap(({ name }) => {
      const fault = this.#witnesses.get(name)?.fault ?? null;
      return fault === null ? [] : [`${name} ${fault}`];
    });
  }

  /** Resolves when each has answered; one that is asked something already is asked this afterwards. */
  async askAll(collective: Collective, signed: Signed, adopted: AdoptedPolicy): Promise<void> {
    await Promise.all(adopted.policy.witnesses.map((witness) => {
      const known = this.#known(witness.name);
      const asking = known.asked.then(() => this.#ask(collective, signed, witness, adopted));
      known.asked = asking.catch(() => undefined);
      return asking;
    }));
  }

  async #ask(collective: Collective, signed: Signed, witness: PolicyWitness, adopted: AdoptedPolicy): Promise<void> {
    const { post, signal, isWanted, isStopped, gather, tell } = this.#ports;
    const known = this.#known(witness.name);
    if (witness.url === undefined || !isWanted(signed) || signal.aborted) return;
    const url = `${witness.url.replace(/\/$/, '')}/add-checkpoint`;
    let question = firstQuestion(signed.note, signed.size, known.size);
    while (!isStopped()) {
      const proof = question.oldSize === 0 ? [] : collective.tree.proofs().consistencyProof(question.oldSize, signed.size);
      let reply: WitnessReply;
      try {
        reply = await post(url, questionBody(question, proof), signal);
      } catch (error) {
        known.fault = `can't be reached: ${error instanceof Error ? error.message : String(error)}`;
        return;
      }
      const step = readWitnessAnswer(question, reply, this.keysOf(witness));
      if (step.step === 'cosigned') {
        known.size = signed.size;
        known.fault = null;
        if (isWanted(signed) && !signal.aborted) gather(signed, step.signatures, adopted);
        return;
      }
      if (step.step === 'failed') {
        known.fault = `${step.problem.detail}. ${problemHint(step.problem.code)}`;
        if (!step.later && !isStopped()) tell(`the witness ${witness.name}: ${known.fault}`);
        return;
      }
      question = step.question;
    }
  }

  /** The key by which its cosignatures are checked; none where its type can't be checked here. */
  keysOf({ key }: PolicyWitness): KnownKey[] {
    const known = knownKey(this.#ports.verifier, key);
    return known.ok ? [known.value] : [];
  }

  #known(name: string): KnownWitness {
    let known = this.#witnesses.get(name);
    if (known === undefined) this.#witnesses.set(name, known = { size: 0, cosigned: null, fault: null, asked: Promise.resolve() });
    return known;
  }
}
