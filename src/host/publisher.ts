/**
 * Signs the log's heads and has them cosigned: what makes a record one that nobody can take back. In this order, whatever fails in between:
 *
 * 1. where the agreed policy names members' nodes, enough of them hold the records;
 * 2. the head is signed and takes the place of the last signed one, in a store apart from the journal;
 * 3. the witnesses are asked to cosign it;
 * 4. with the policy's quorum it becomes the head that is shown.
 *
 * The journal's own durability doesn't wait for any of this.
 */
import type { HeadStore } from '../journal/head.ts';
import { JournalError } from '../journal/journal.ts';
import { signCheckpoint } from '../log/checkpoint.ts';
import { cosignatureSeconds } from '../log/cosignature.ts';
import { sameBytes } from '../log/bytes.ts';
import { judgeHead } from '../log/head.ts';
import { isBySameKey, parseNote, parseSignatureLines, verifyNote, type NoteSignature } from '../log/note.ts';
import { isQuorum } from '../log/policy.ts';
import { withCosignatures } from '../log/witness-client.ts';
import type { SealVerifier } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { adoptedPolicy, type AdoptedPolicy } from './adopted-policy.ts';
import { AskedWitnesses, type AskingPorts, type Signed, type WitnessStanding } from './asked-witnesses.ts';
import type { Collective } from './collective.ts';
import { readHandedIn } from './handed-in.ts';
import { lastSigned, type Head } from './signed-head.ts';
import type { Signer } from './sealing.ts';

export type PublisherPorts = {
  readonly heads: HeadStore;
  readonly verifier: SealVerifier;
  /** As it is now: a failure of the store replaces it. */
  readonly collective: () => Collective;
  /** The log's key that is in force; undefined: nothing can be signed here. */
  readonly logKey: () => Signer | undefined;
  readonly post: AskingPorts['post'];
  /** Resolves when enough members' nodes hold the head's records, with null, or with the reason why not. Left out: there are none. */
  readonly hold?: (head: Head, policy: AdoptedPolicy) => Promise<string | null>;
  /** Keeps the head that is shown, where that is possible, and gives back the last one that was kept. */
  readonly keep?: (note: string) => void;
  readonly kept?: () => string | undefined;
  readonly tell: (message: string) => void;
};

export type PublisherTimes = {
  /** Least time between two heads: many records share one. */
  readonly everyMs: number;
  /** After which what failed is tried again. */
  readonly retryMs: number;
  /** After which witnesses are asked again for the head that they cosigned, so that people see that they are there. */
  readonly refreshMs: number;
};

/** Cosigners outside the policy that are shown: the last ones. */
const volunteersMax = 16;

const standardTimes: PublisherTimes = { everyMs: 100, retryMs: 2000, refreshMs: 60_000 };

export type Standing = {
  readonly records: number;
  /** Of the last signed head; null before the first. */
  readonly signed: number | null;
  /** Of the head that is shown: with an agreed policy, the last one that its quorum has cosigned. */
  readonly shown: number | null;
  readonly witnesses: readonly WitnessStanding[];
  /** Whether a policy is agreed whose quorum asks for any witness. */
  readonly asksWitnesses: boolean;
  /** Why there is no newer head; null: nothing is in the way. */
  readonly waiting: string | null;
};

export class Publisher {
  readonly #ports: PublisherPorts;
  readonly #times: PublisherTimes;
  readonly #witnesses: AskedWitnesses;
  #signed: Signed | undefined;
  /** Of the signed head, the last of each key. */
  #cosignatures: readonly NoteSignature[] = [];
  /** By cosigners outside the policy: shown, and counting for nothing. */
  #volunteers: readonly NoteSignature[] = [];
  #shown: string | undefined;
  #shownSize: number | null = null;
  #waiting: string | null = null;
  /** Why this one signs nothing more, and asks nobody. */
  #stopped: string | undefined;
  readonly #closing = new AbortController();
  #timer: { readonly handle: NodeJS.Timeout; readonly at: number } | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  readonly #listeners = new Set<() => void>();

  /**
   * @throws JournalError `behind`, `differs` or `unsigned` when the journal isn't the one that was signed: nothing may be signed then;
   * `corrupt` when the last signed head can't be read or isn't this log's
   */
  constructor(ports: PublisherPorts, times: Partial<PublisherTimes> = {}) {
    this.#ports = ports;
    this.#times = { ...standardTimes, ...times };
    this.#witnesses = new AskedWitnesses({
      verifier: ports.verifier, post: ports.post, tell: ports.tell, signal: this.#closing.signal, isWanted: (signed) => this.#signed === signed,
      isStopped: () => this.#stopped !== undefined, gather: (...given) => this.#gather(...given),
    });
    const signed = lastSigned(ports.heads, ports.collective(), ports.verifier);
    this.#signed = signed === undefined ? undefined : { ...signed, text: textOf(signed.note) };
    if (this.#signed !== undefined && adoptedPolicy(ports.collective()) === null) this.#show(this.#signed);
    else this.#showAgain(ports.kept?.());
  }

  /** Records were added: a head follows. */
  note(): void {
    this.#again = true;
    this.#schedule(this.#times.everyMs);
    this.#wake();
  }

  /** The signed note to show to whoever reads the log. */
  get shown(): string | undefined {
    return this.#shown;
  }

  /** The newest signed note, for witnesses that fetch instead of being asked. */
  get pending(): string | undefined {
    return this.#signed === undefined ? undefined : withAll(this.#signed.note, this.#cosignatures);
  }

  /** Resolves with the head that is shown once it holds `size` records; whoever waits gives up by itself. */
  async reaches(size: number, signal?: AbortSignal): Promise<string | undefined> {
    await this.#until(() => (this.#shownSize ?? 0) >= size, signal);
    return (this.#shownSize ?? 0) >= size ? this.#shown : undefined;
  }

  /** Resolves when it is so, when `signal` says that nobody waits any more, or at the end. */
  async #until(isSo: () => boolean, signal?: AbortSignal): Promise<void> {
    let wake: () => void = () => undefined;
    const woken = (): void => wake();
    signal?.addEventListener('abort', woken);
    this.#listeners.add(woken);
    while (!isSo() && signal?.aborted !== true && !this.#isClosed) await new Promise<void>((resolve) => { wake = resolve; });
    this.#listeners.delete(woken);
    signal?.removeEventListener('abort', woken);
  }

  /**
   * Takes signature lines over the newest signed head from a witness that can't be asked. A volunteer, whom the policy doesn't name, puts
   * lines `cosigner <vkey>` and an empty line before them.
   * @returns what is wrong with them, or null
   */
  take(handedIn: string): string | null {
    const signed = this.#signed;
    const { volunteers, lines } = readHandedIn(this.#ports.collective().hasher, this.#ports.verifier, handedIn);
    const parsed = parseSignatureLines(lines);
    if (!parsed.ok) return parsed.problem.detail;
    if (signed === undefined) return 'nothing is signed yet';
    const adopted = adoptedPolicy(this.#ports.collective());
    const agreed = adopted === null ? [] : adopted.policy.witnesses.flatMap((witness) => this.#witnesses.keysOf(witness));
    const verified = verifyNote({ text: signed.text, signatures: parsed.value }, [...agreed, ...volunteers]);
    if (!verified.ok) return verified.problem.detail;
    const ofPolicy = verified.value.verified.filter((signature) => agreed.some((key) => isBySameKey(key, signature)));
    this.#volunteers = merged(this.#volunteers, verified.value.verified.filter((each) => !ofPolicy.includes(each))).slice(-volunteersMax);
    this.#gather(signed, ofPolicy, adopted);
    if (this.#shownSize === signed.size) this.#show(signed);
    return null;
  }

  standing(): Standing {
    const collective = this.#ports.collective();
    const adopted = adoptedPolicy(collective);
    return {
      records: collective.tree.size, signed: this.#signed?.size ?? null, shown: this.#shownSize,
      witnesses: adopted === null ? [] : this.#witnesses.standing(adopted),
      asksWitnesses: adopted !== null && !isQuorum(adopted.policy, new Set()),
      waiting: this.#waiting,
    };
  }

  /** Cosigners outside the policy, of the head as it was signed last. */
  get volunteers(): readonly { readonly name: string; readonly seconds: number }[] {
    return this.#volunteers.map((each) => ({ name: each.name, seconds: cosignatureSeconds(each) ?? 0 }));
  }

  /** For good: another signs this log from now on. What is shown stays, and so does what was signed. */
  stop(reason: string): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = reason;
    clearTimeout(this.#timer?.handle);
    this.#timer = undefined;
    this.#wait(reason);
  }

  /** Waits for the round that is under way, and for one more if there is something new. For whoever must know, as a shutdown or a test. */
  async settled(): Promise<void> {
    clearTimeout(this.#timer?.handle);
    this.#timer = undefined;
    await this.#running;
    await this.#run();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer?.handle);
    await this.#running;
    this.#wake();
    this.#ports.heads.close();
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** A round that is set for later gives way to an earlier one. */
  #schedule(ms: number): void {
    const at = performance.now() + ms;
    if (this.#isClosed || this.#stopped !== undefined || this.#running !== undefined || (this.#timer?.at ?? Infinity) <= at) return;
    clearTimeout(this.#timer?.handle);
    const handle = setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, ms);
    handle.unref();
    this.#timer = { handle, at };
  }

  #run(): Promise<void> {
    this.#running ??= this.#rounds().finally(() => {
      this.#running = undefined;
      if (this.#again) this.#schedule(this.#waiting === null ? this.#times.everyMs : this.#times.retryMs);
      else if (!this.#witnesses.isEmpty) this.#schedule(this.#waiting === null ? this.#times.refreshMs : this.#times.retryMs);
    });
    return this.#running;
  }

  async #rounds(): Promise<void> {
    if (this.#isClosed || this.#stopped !== undefined) return;
    this.#again = false;
    try {
      const waiting = await this.#round();
      this.#wait(this.#stopped ?? waiting);
    } catch (error) {
      // A store that fails is tried again; a fault of the program must not end the server that keeps people's records.
      this.#again = true;
      this.#wait(this.#stopped ?? `${error instanceof Error ? error.message : String(error)}${error instanceof JournalError ? `. ${error.hint}` : ''}`);
    }
  }

  /** @returns why there is no newer head, or null */
  async #round(): Promise<string | null> {
    const collective = this.#ports.collective();
    const head: Head = { size: collective.tree.size, root: collective.tree.root() };
    const adopted = adoptedPolicy(collective);
    if (head.size > (this.#signed?.size ?? 0)) {
      // As of the head: a key that comes while nodes are asked isn't in its records.
      const key = this.#ports.logKey();
      const unheld = adopted === null || this.#ports.hold === undefined ? null : await this.#ports.hold(head, adopted);
      if (unheld !== null) {
        this.#again = true;
        return unheld;
      }
      if (this.#stopped !== undefined) return this.#stopped;
      const refusal = this.#sign(collective, head, key);
      if (refusal !== null) return refusal;
    }
    const signed = this.#signed;
    if (signed === undefined) return null;
    if (adopted === null) {
      this.#show(signed);
      return null;
    }
    this.#gather(signed, [], adopted); // the policy may ask for nobody
    await this.#askAll(collective, signed, adopted);
    return this.#shownSize === signed.size ? null : this.#shortOf(adopted);
  }

  #sign(collective: Collective, { size, root }: Head, key: Signer | undefined): string | null {
    const { origin } = collective.state;
    if (key === undefined) return 'no key of the log that is in force lies here: heads are signed where it is';
    const note = signCheckpoint(collective.hasher, key.sealer, { origin, size, root });
    if (!this.#ports.heads.compareAndSet(this.#signed?.note, note)) {
      this.#stopped = 'another process has signed a head of this log: this one signs nothing any more. Find out which of the two should run';
      return this.#stopped;
    }
    this.#signed = { note, text: textOf(note), size };
    this.#cosignatures = [];
    this.#volunteers = [];
    return null;
  }

  /** One that is slow, or silent, holds up nobody: with the quorum the next head may follow, and it is asked for that one when it has answered. */
  async #askAll(collective: Collective, signed: Signed, adopted: AdoptedPolicy): Promise<void> {
    const answered = new AbortController();
    const everyone = this.#witnesses.askAll(collective, signed, adopted).finally(() => answered.abort());
    await Promise.race([everyone, this.#until(() => this.#again && this.#shownSize === signed.size, answered.signal)]);
  }

  #gather(signed: Signed, signatures: readonly NoteSignature[], adopted: AdoptedPolicy | null): void {
    this.#cosignatures = merged(this.#cosignatures, signatures);
    if (adopted === null) return;
    const standing = new Set<string>();
    for (const witness of adopted.policy.witnesses) {
      const own = this.#cosignatures.find((signature) => isBySameKey(signature, witness.key));
      if (own === undefined) continue;
      standing.add(witness.name);
      this.#witnesses.cosigned(witness.name, { size: signed.size, seconds: cosignatureSeconds(own) ?? 0 });
    }
    if (isQuorum(adopted.policy, standing)) this.#show(signed);
  }

  #show(signed: Signed): void {
    this.#shown = withAll(signed.note, [...this.#cosignatures, ...this.#volunteers]);
    this.#shownSize = signed.size;
    try {
      this.#ports.keep?.(this.#shown);
    } catch (error) {
      this.#ports.tell(`the shown head can't be kept: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#wake();
  }

  /** What was shown before the start, until there is a newer one: if it fits the log, and today's keys and policy accept it. */
  #showAgain(note: string | undefined): void {
    const { hasher, state, tree } = this.#ports.collective();
    const judged = note === undefined ? undefined : judgeHead({ hasher, verifier: this.#ports.verifier }, state, note);
    if (note === undefined || judged?.ok !== true || !judged.value.standing.quorum) return;
    const { root, standing: { size } } = judged.value;
    if (size > tree.size || !sameBytes(tree.root(size), root)) return;
    this.#shown = note;
    this.#shownSize = size;
  }

  #wake(): void {
    for (const listener of this.#listeners) listener();
  }

  #shortOf(adopted: AdoptedPolicy): string {
    const faults = this.#witnesses.faults(adopted);
    return `too few witnesses have cosigned the newest head${faults.length === 0 ? '' : `: ${faults.join('; ')}`}`;
  }

  #wait(reason: string | null): void {
    if (reason !== null && reason !== this.#waiting) this.#ports.tell(`the log's head waits: ${reason}`);
    if (reason === null && this.#waiting !== null) this.#ports.tell('the log\'s head moves on');
    this.#waiting = reason;
  }

}

function textOf(note: string): string {
  const parsed = parseNote(note);
  invariant(parsed.ok, 'a head that was signed or checked here can be read');
  return parsed.value.text;
}

function withAll(note: string, signatures: readonly NoteSignature[]): string {
  const head = withCosignatures(note, signatures);
  invariant(head.ok, 'a head that was signed or checked here can be read');
  return head.value;
}

function merged(before: readonly NoteSignature[], added: readonly NoteSignature[]): readonly NoteSignature[] {
  return [...before.filter((each) => !added.some((other) => isBySameKey(other, each))), ...added];
}
