/**
 * Records as text: what is signed, what becomes a leaf of the log, and how an outcome is named.
 */
import { recordBytesMax, type Entry, type SealedEntry } from '../vocabulary/entries.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Fact, Outcome } from '../vocabulary/outcomes.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { invariant, ok, refuse, type Result } from '../vocabulary/result.ts';
import { authenticatorDataCharsMax, clientDataCharsMax, plainSeal, type Seal } from '../vocabulary/seals.ts';
import { utf8Length } from '../vocabulary/text-bytes.ts';
import { hasAtMostBytes, isHashHex, toHex } from './bytes.ts';
import { canonical, parseCanonical } from './canonical.ts';

/** What a record adds to its sealed entry, at the most: seq and recordedAt of 16 digits, the outcome's hash, names and commas. */
const frameBytesMax = 160;

/** The text that an entry's seal signs: its canonical JSON. */
export function sealMessage(entry: Entry): string {
  return canonical(entry);
}

/**
 * A record's canonical JSON: the bytes of its leaf.
 * @param message the entry's {@link sealMessage}, when it is at hand: saves writing the entry a second time
 * @throws InvariantError over {@link recordBytesMax} bytes: {@link fitsRecord} is asked before an entry is decided on
 */
export function recordBytes(record: LogRecord, message: string = sealMessage(record.entry)): string {
  const text = `{"entry":${message},${frame(record).slice(1)}`; // "entry" sorts before the others
  invariant(hasAtMostBytes(text, recordBytesMax), `a record has at most ${recordBytesMax} bytes`);
  return text;
}

function frame({ seal, seq, recordedAt, outcomeHash }: LogRecord): string {
  return canonical({ outcomeHash, recordedAt, seal: plainSeal(seal), seq });
}

/** The {@link sealMessage} of a record whose canonical text is at hand: it stands in it word for word. */
export function messageIn(record: LogRecord, text: string): string {
  return text.slice('{"entry":'.length, -frame(record).length);
}

/** A canonical record after its entry. */
const frameForm = /,"outcomeHash":"[0-9a-f]{64}","recordedAt":\d+,"seal":\{(?:"authenticatorData":"([^"\\]+)","clientDataJSON":"([^"\\]+)",)?"key":"([^"\\]+)","sig":"([^"\\]+)"\},"seq":\d+\}$/;
/** No frame with a key's and a seal's usual length is longer. */
const frameCharsMax = 512 + authenticatorDataCharsMax + clientDataCharsMax;

/** The signed text and the seal of a record, looked up without reading it; undefined where that isn't so easy. Proves nothing. */
export function sealIn(text: string): { readonly message: string; readonly seal: Seal } | undefined {
  const end = text.slice(-frameCharsMax);
  const found = frameForm.exec(end);
  const [, authenticatorData, clientDataJSON, key, sig] = found ?? [];
  if (found === null || key === undefined || sig === undefined) return undefined;
  const asserted = authenticatorData === undefined || clientDataJSON === undefined ? {} : { authenticatorData, clientDataJSON };
  return { message: text.slice('{"entry":'.length, found.index - end.length), seal: { ...asserted, key, sig } };
}

/** Refuses with `too_large` an entry that no record could hold, whatever its place. */
export function fitsRecord(sealed: SealedEntry, message: string = sealMessage(sealed.entry)): Result<true> {
  const bytes = utf8Length(message) + utf8Length(canonical(sealed.seal));
  if (bytes + frameBytesMax <= recordBytesMax) return ok(true);
  return refuse('too_large', `the entry has ${bytes} bytes with its seal, and a record holds ${recordBytesMax - frameBytesMax}`);
}

/**
 * Reads a record's text back: its frame, and that it is canonical. What its entry says is the kernel's to read.
 * Refuses with `malformed` or `too_large`.
 */
export function parseRecord(text: string): Result<LogRecord> {
  if (!hasAtMostBytes(text, recordBytesMax)) return refuse('too_large', `a record has at most ${recordBytesMax} bytes`);
  const parsed = parseCanonical(text);
  if (parsed === undefined) return refuse('malformed', 'this is not canonical JSON (RFC 8785)');
  return isRecord(parsed.value) ? ok(parsed.value) : refuse('malformed', 'this is JSON, but not a record');
}

/** SHA-256 in hex of the canonical JSON of `outcome`. */
export function outcomeHash(hasher: Hasher, outcome: Outcome): string {
  return outcomeText(hasher, outcome).hash;
}

/**
 * An outcome's canonical JSON, as the journal keeps it, and the SHA-256 in hex by which its record names it. The hash leaves out the words
 * of refusals (`detail`): they are for people, a later release may say the same better, and engines name a fault differently.
 */
export function outcomeText(hasher: Hasher, outcome: Outcome): { readonly text: string; readonly hash: string } {
  const text = canonical(outcome);
  const worded = outcome.faults !== undefined || outcome.items.some((item) => item.detail !== undefined || item.faults !== undefined) || outcome.facts.some(isWorded);
  return { text, hash: toHex(hasher.sha256(worded ? canonical(withoutWords(outcome)) : text)) };
}

function withoutWords(outcome: Outcome): Outcome {
  const codes = (faults: Outcome['faults']): object => (faults === undefined ? {} : { faults: faults.map(({ subcontract, code }) => ({ subcontract, code })) });
  const items = outcome.items.map(({ detail: _, faults, ...item }) => ({ ...item, ...codes(faults) }));
  const facts = outcome.facts.map(unworded);
  return { ...outcome, items: items as unknown as Outcome['items'], facts, ...codes(outcome.faults) };
}

function unworded(fact: Fact): Fact {
  if (fact.fact !== 'decided') return fact;
  const { detail: _, ...decided } = fact;
  return decided;
}

/** What was carried and couldn't be done says why. */
function isWorded(fact: Fact): boolean {
  return fact.fact === 'decided' && fact.detail !== undefined;
}

const recordKeys = 'entry outcomeHash recordedAt seal seq';
const entryKeys = 'at body by id kind origin';
const sealKeys: readonly string[] = ['key sig', 'authenticatorData clientDataJSON key sig'];

function isRecord(value: unknown): value is LogRecord {
  if (!isObject(value) || keysOf(value) !== recordKeys) return false;
  const { entry, seal } = value;
  if (!isCount(value['seq']) || !isCount(value['recordedAt']) || !isHashHex(value['outcomeHash'])) return false;
  if (!isObject(seal) || !sealKeys.includes(keysOf(seal)) || !areTexts(...Object.values(seal))) return false;
  return isObject(entry) && keysOf(entry) === entryKeys && isObject(entry['body']) && isCount(entry['at'])
    && areTexts(entry['by'], entry['id'], entry['kind'], entry['origin']);
}

function keysOf(value: object): string {
  return Object.keys(value).sort().join(' ');
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function areTexts(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}
