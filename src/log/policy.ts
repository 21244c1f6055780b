/**
 * Trust policies (c2sp.org/tlog-policy): which logs are accepted, which witnesses are known, and how many must have cosigned.
 *
 * ```
 * log <vkey> [<url>]
 * witness <name> <vkey> [<url>]
 * group <name> all|any|<k> <name>…
 * quorum <name>|none
 * ```
 * Names count within the file only. Text is read as UTF-8, as the specification recommends.
 */
import type { Hasher, PolicyReader, SealVerifier } from '../vocabulary/ports.ts';
import { invariant, ok, refuse } from '../vocabulary/result.ts';
import { toBase64 } from './bytes.ts';
import { openCheckpoint, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { cosignatureSeconds, knownKey } from './cosignature.ts';
import { isCleanText, quote } from './lines.ts';
import { formatVerifierKey, isBySameKey, isSamePublicKey, parseNote, parseVerifierKey, signatureTypes, type KnownKey, type VerifierKey } from './note.ts';
import { checked, problem, type Checked } from './problem.ts';

export type PolicyLog = { readonly key: VerifierKey; readonly url?: string };
export type PolicyWitness = { readonly name: string; readonly key: VerifierKey; readonly url?: string };
export type PolicyGroup = { readonly name: string; readonly threshold: number; readonly members: readonly string[] };

export type Policy = {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** A group's members come before it. */
  readonly groups: readonly PolicyGroup[];
  /** A witness, a group, or `none`: no cosignature is needed. */
  readonly quorum: string;
};

/** Lines that a policy may have; the specification asks for 32 logs, witnesses and groups at the least. */
export const policyLinesMax = 1000;
/** Characters of a policy: room for 256 post-quantum keys of 1.8 kB. */
export const policyCharsMax = 500_000;

const noQuorum = 'none';
const { ed25519, ed25519Cosignature, mlDsa44Cosignature } = signatureTypes;
const logTypes: readonly number[] = [ed25519, ed25519Cosignature, mlDsa44Cosignature];
const witnessTypes: readonly number[] = [ed25519Cosignature, mlDsa44Cosignature];

type Draft = { logs: PolicyLog[]; witnesses: PolicyWitness[]; groups: PolicyGroup[]; quorum?: string };

/** Refuses with `malformed` and the number of the first line (from 1) that is wrong. */
export function parsePolicy(hasher: Hasher, text: string): Checked<Policy> {
  if (text.length > policyCharsMax) return problem('malformed', `the policy has more than ${policyCharsMax} characters`);
  const lines = text.split('\n');
  if (lines.length > policyLinesMax) return problem('malformed', `the policy has more than ${policyLinesMax} lines`);
  const draft: Draft = { logs: [], witnesses: [], groups: [] };
  for (const [i, line] of lines.entries()) {
    const wrong = readLine(hasher, draft, line);
    if (wrong !== undefined) return problem('malformed', `line ${i + 1}: ${wrong}`);
  }
  const { quorum, ...rest } = draft;
  return quorum === undefined ? problem('malformed', `line ${lines.length}: the policy ends without a quorum line`) : checked({ ...rest, quorum });
}

/** The inverse of {@link parsePolicy}, without comments; thresholds as numbers. */
export function formatPolicy({ logs, witnesses, groups, quorum }: Policy): string {
  const lines = [
    ...logs.map(({ key, url }) => ['log', formatVerifierKey(key), url]),
    ...witnesses.map(({ name, key, url }) => ['witness', name, formatVerifierKey(key), url]),
    ...groups.map(({ name, threshold, members }) => ['group', name, String(threshold), ...members]),
    ['quorum', quorum],
  ];
  return lines.map((items) => `${items.filter((item) => item !== undefined).join(' ')}\n`).join('');
}

/** Whether the witnesses of these names (the policy's own) are enough. Names that the policy doesn't have count for nothing. */
export function isQuorum(policy: Policy, names: ReadonlySet<string>): boolean {
  if (policy.quorum === noQuorum) return true;
  const standing = new Set(policy.witnesses.map(({ name }) => name).filter((name) => names.has(name)));
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => standing.has(member)).length >= threshold) standing.add(name);
  }
  return standing.has(policy.quorum);
}

export type PolicyVerdict = {
  readonly checkpoint: Checkpoint;
  /** What was signed. */
  readonly text: string;
  /** Who cosigned, by the policy's names, and when (seconds since 1970, by the witness's own clock). */
  readonly cosigned: readonly { readonly witness: string; readonly seconds: number }[];
  /** Whether those are enough. */
  readonly quorum: boolean;
};

/**
 * What a policy says of a signed checkpoint. Refuses with `wrong_log` what isn't of one of its logs, with `not_signed`, `bad_signature`
 * or `malformed` what none of them signed; too few cosignatures are no refusal. Keys of types that can't be checked here never count.
 */
export function judgeCheckpoint(verifier: SealVerifier, policy: Policy, message: string): Checked<PolicyVerdict> {
  const note = parseNote(message);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!checkpoint.ok) return checkpoint;
  const { origin } = checkpoint.value;
  const logKeys = policy.logs.filter(({ key }) => key.name === origin).flatMap(({ key }) => usable(verifier, key));
  if (logKeys.length === 0) return problem('wrong_log', `the policy has no key of the log ${quote(origin)}`);
  const opened = openCheckpoint(message, origin, logKeys, policy.witnesses.flatMap(({ key }) => usable(verifier, key)));
  if (!opened.ok) return opened;
  const cosigned = policy.witnesses.flatMap(({ name, key }) => {
    const signature = opened.value.verified.find((candidate) => isBySameKey(candidate, key));
    const seconds = signature === undefined ? undefined : cosignatureSeconds(signature);
    return seconds === undefined ? [] : [{ witness: name, seconds }];
  });
  const quorum = isQuorum(policy, new Set(cosigned.map(({ witness }) => witness)));
  return checked({ checkpoint: opened.value.checkpoint, text: opened.value.text, cosigned, quorum });
}

/** Policies as the kernel reads them: the witnesses' public keys by name, and whether some of them are enough. */
export function policyReader(hasher: Hasher): PolicyReader {
  return {
    witnesses(text) {
      const policy = parsePolicy(hasher, text);
      if (!policy.ok) return refuse('invalid_value', policy.problem.detail);
      return ok(Object.fromEntries(policy.value.witnesses.map(({ name, key }) => [name, toBase64(key.publicKey)])));
    },
    fulfilled(text, names) {
      const policy = parsePolicy(hasher, text);
      invariant(policy.ok, 'an adopted policy can be read');
      return isQuorum(policy.value, names);
    },
  };
}

function usable(verifier: SealVerifier, key: VerifierKey): KnownKey[] {
  const known = knownKey(verifier, key);
  return known.ok ? [known.value] : [];
}

/** Takes a line into the draft; what is wrong with it, if anything. */
function readLine(hasher: Hasher, draft: Draft, line: string): string | undefined {
  if (!isCleanText(line.replaceAll('\t', ' ')) || line.includes('\u007f')) return 'control characters but tabs, or no UTF-8';
  const [keyword = '', ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
  if (keyword === '' || keyword.startsWith('#')) return undefined;
  switch (keyword) {
    case 'log': return readLog(hasher, draft, items);
    case 'witness': return readWitness(hasher, draft, items);
    case 'group': return readGroup(draft, items);
    case 'quorum': return readQuorum(draft, items);
    default: return `${quote(keyword)} is not log, witness, group or quorum`;
  }
}

function readLog(hasher: Hasher, draft: Draft, items: readonly string[]): string | undefined {
  const [vkey, url] = items;
  if (vkey === undefined || items.length > 2) return 'a log line is: log <vkey> [<url>]';
  const key = readKey(hasher, vkey, logTypes, 'sign a log');
  if (typeof key === 'string') return key;
  if (draft.logs.some((log) => isSamePublicKey(log.key, key))) return `the public key of the log ${quote(key.name)} is there already`;
  draft.logs.push({ key, ...(url === undefined ? {} : { url }) });
  return undefined;
}

function readWitness(hasher: Hasher, draft: Draft, items: readonly string[]): string | undefined {
  const [name, vkey, url] = items;
  if (name === undefined || vkey === undefined || items.length > 3) return 'a witness line is: witness <name> <vkey> [<url>]';
  const taken = takenName(draft, name);
  if (taken !== undefined) return taken;
  const key = readKey(hasher, vkey, witnessTypes, 'cosign');
  if (typeof key === 'string') return key;
  if (draft.witnesses.some((witness) => isSamePublicKey(witness.key, key))) return `the public key of the witness ${quote(name)} is there already`;
  draft.witnesses.push({ name, key, ...(url === undefined ? {} : { url }) });
  return undefined;
}

function readGroup(draft: Draft, items: readonly string[]): string | undefined {
  const [name, needed, ...members] = items;
  if (name === undefined || needed === undefined || members.length === 0) return 'a group line is: group <name> all|any|<k> <name>…';
  const taken = takenName(draft, name);
  if (taken !== undefined) return taken;
  for (const [i, member] of members.entries()) {
    if (!isDefined(draft, member)) return `${quote(member)} is not defined above`;
    if (members.indexOf(member) !== i || draft.groups.some((group) => group.members.includes(member))) return `${quote(member)} is a member of a group already`;
  }
  const threshold = needed === 'all' ? members.length : needed === 'any' ? 1 : /^\d{1,9}$/.test(needed) ? Number(needed) : undefined;
  if (threshold === undefined || threshold < 1 || threshold > members.length) return `${quote(needed)} is not all, any or a number from 1 to ${members.length}`;
  draft.groups.push({ name, threshold, members });
  return undefined;
}

function readQuorum(draft: Draft, items: readonly string[]): string | undefined {
  const [name] = items;
  if (name === undefined || items.length > 1) return 'a quorum line is: quorum <name>';
  if (draft.quorum !== undefined) return 'a second quorum line';
  if (name !== noQuorum && !isDefined(draft, name)) return `${quote(name)} is not defined above`;
  draft.quorum = name;
  return undefined;
}

function readKey(hasher: Hasher, vkey: string, types: readonly number[], use: string): VerifierKey | string {
  const key = parseVerifierKey(hasher, vkey);
  if (!key.ok) return key.problem.detail;
  return types.includes(key.value.type) ? key.value : `the key ${quote(key.value.name)} is of type ${key.value.type}, which does not ${use}`;
}

function takenName(draft: Draft, name: string): string | undefined {
  if (name === noQuorum) return '"none" is reserved';
  return isDefined(draft, name) ? `${quote(name)} is defined above already` : undefined;
}

function isDefined({ witnesses, groups }: Draft, name: string): boolean {
  return [...witnesses, ...groups].some((defined) => defined.name === name);
}
