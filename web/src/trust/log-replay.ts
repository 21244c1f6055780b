/** A log that is fetched under its signed heads and taken through the rules, and that goes on where it was when a longer head comes. */
import { sealAhead, type AheadVerifier } from '../../../src/adapters/keys/findings.ts';
import type { LogClient } from '../../../src/host/log-client.ts';
import { recordsFrom } from '../../../src/host/log-records.ts';
import type { Checkpoint } from '../../../src/log/checkpoint.ts';
import { sealIn } from '../../../src/log/record.ts';
import { createReplay, type Differs, type RunningReplay, type Verdict } from '../../../src/log/replay.ts';
import { TileError } from '../../../src/log/tiles.ts';
import type { Hasher } from '../../../src/vocabulary/ports.ts';
import type { CodeSandbox } from '../../../src/vocabulary/runner.ts';

export type ReplayParts = {
  readonly client: Pick<LogClient, 'tiles' | 'bundle' | 'blob' | 'blobHashes'>;
  readonly hasher: Hasher;
  readonly verifier: AheadVerifier;
  readonly sandbox: CodeSandbox;
};

/** Records between two looks at what else has come: a tenth of a second or two. */
const pieceRecords = 128;

export class LogReplay {
  readonly #parts: ReplayParts;
  readonly #run: RunningReplay;
  readonly #blobs = new Set<string>();
  #differs: Differs | undefined;
  #records = 0;
  #observations = 0;
  #text = '';

  constructor(parts: ReplayParts) {
    this.#parts = parts;
    this.#run = createReplay(parts, ({ record: { entry } }) => {
      this.#records += 1;
      if (entry.kind === 'observe') this.#observations += entry.body.observations.length;
    });
  }

  get run(): Pick<RunningReplay, 'state' | 'digest'> {
    return this.#run;
  }

  get records(): number {
    return this.#records;
  }

  get observations(): number {
    return this.#observations;
  }

  /** The last record that was looked at. */
  get text(): string {
    return this.#text;
  }

  /**
   * Takes in what lies between the records so far and the head.
   * @param note the head as it was signed
   * @param progress called with records taken in
   * @returns what differs first, now as ever after; otherwise how it stands at this head
   * @throws LogClientError when the log can't be read now: it may be asked again; OtherRulesError
   */
  async reach(note: string, head: Checkpoint, progress: (records: number) => void = () => undefined): Promise<Verdict> {
    if (this.#differs !== undefined) return this.#differs;
    const verdict = await this.#reach(note, head, progress);
    if (!verdict.ok) this.#differs = verdict;
    return verdict;
  }

  /** All code and zone rules that are there and haven't been taken in. */
  async blobs(progress: (done: number, of: number) => void = () => undefined): Promise<Differs | undefined> {
    const { client } = this.#parts;
    const hashes = (await client.blobHashes()).filter((hash) => !this.#blobs.has(hash));
    for (const [done, hash] of hashes.entries()) {
      progress(done, hashes.length);
      const differs = this.#run.take({ part: 'blob', hash, text: await client.blob(hash) });
      if (differs !== undefined) return this.#differs = differs;
      this.#blobs.add(hash);
    }
    return undefined;
  }

  async #reach(note: string, head: Checkpoint, progress: (records: number) => void): Promise<Verdict> {
    const early = this.#run.take({ part: 'header', origin: head.origin }) ?? this.#run.take({ part: 'checkpoint', note }) ?? await this.blobs();
    if (early !== undefined) return early;
    try {
      let coming = this.#fetch(head, this.#records);
      for (let texts = await coming; texts.length > 0; texts = await coming) {
        coming = this.#fetch(head, this.#records + texts.length);
        const differs = await this.#take(texts, progress);
        if (differs !== undefined) return differs;
      }
    } catch (error) {
      if (!(error instanceof TileError) || error.code !== 'wrong_tile') throw error;
      return { ok: false, records: this.#records, finding: { seq: null, what: 'head', message: `${error.message}: what is served is not the log that was signed` } };
    }
    return this.#run.end();
  }

  #fetch(head: Checkpoint, from: number): Promise<readonly string[]> {
    if (from >= head.size) return Promise.resolve([]);
    const texts = recordsFrom(this.#parts.client, this.#parts.hasher, head, from);
    texts.catch(() => undefined); // looked at when its turn comes
    return texts;
  }

  /** While one piece is decided on, the seals of the next are looked at. */
  async #take(texts: readonly string[], progress: (records: number) => void): Promise<Differs | undefined> {
    await this.#ahead(texts.slice(0, pieceRecords));
    for (let from = 0; from < texts.length; from += pieceRecords) {
      const ahead = this.#ahead(texts.slice(from + pieceRecords, from + 2 * pieceRecords));
      for (const text of texts.slice(from, from + pieceRecords)) {
        this.#text = text;
        const differs = this.#run.take({ part: 'record', text });
        if (differs !== undefined) return differs;
      }
      progress(this.#records);
      await ahead;
    }
    return undefined;
  }

  /** By the keys that are known so far. */
  async #ahead(texts: readonly string[]): Promise<void> {
    await Promise.all(texts.map((text) => {
      const found = sealIn(text);
      return found === undefined ? undefined : sealAhead(this.#parts.verifier, this.#run.state.keys.get(found.seal.key)?.grant, found.message, found.seal);
    }));
  }
}
