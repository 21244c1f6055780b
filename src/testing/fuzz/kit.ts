/** Fuzzes kits: manifests and contract sources that are nearly right; what compiles is run in the sandbox, one call at a time and several. */
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { isObject } from '../../vocabulary/json.ts';
import { isRefusalCode } from '../../vocabulary/refusals.ts';
import type { Batch, Call, CallResult, ContractRunner, HandlerGroup } from '../../vocabulary/runner.ts';
import type { Random } from '../random.ts';
import { writeContract } from './contract-source.ts';
import { fuzz, hasStack, must, type FuzzReport } from './fuzz.ts';
import { mutateText, oddValue } from './mutate.ts';

export type KitTexts = { readonly manifest: string; readonly contract: string };

export type CheckedTexts = {
  /** One line each, as `kit check` prints them. */
  readonly problems: readonly string[];
  /** Of the contract alone; undefined when it doesn't compile. */
  readonly compiled: { readonly code: string; readonly hash: string; readonly handlers: { readonly [group: string]: readonly string[] } } | undefined;
};

export type KitGround = {
  readonly corpus: readonly KitTexts[];
  /** What `kit check` says of these files. */
  readonly check: (kit: KitTexts) => Promise<CheckedTexts>;
  /** Runs compiled code. */
  readonly runner: ContractRunner & { readonly add: (hash: string, code: string) => void };
  /** Plays the kit's scenarios with the kit that was checked last and is in order. @throws what a scenario must never throw */
  readonly play: () => void;
};

const callsPerContract = 14;
const batchSizes = [1, 7] as const;

export function fuzzKits(ground: KitGround, seed: number, goOn: (cases: number) => boolean): Promise<FuzzReport> {
  return fuzz(seed, goOn, async (random) => {
    const kit = someKit(random, ground.corpus);
    try {
      return await oneKit(ground, random, kit);
    } catch (error) {
      const said = error instanceof Error ? error.stack ?? error.message : String(error);
      throw new Error(`${said.slice(0, 1500)}\n──── kit.yaml ${changed(ground, kit.manifest, 'manifest')}\n──── contract.ts ${changed(ground, kit.contract, 'contract')}`, { cause: error });
    }
  });
}

async function oneKit(ground: KitGround, random: Random, kit: KitTexts): Promise<string> {
  const { problems, compiled } = await ground.check(kit);
  for (const problem of problems) {
    must(/^(kit\.yaml|contract\.ts):[1-9]\d*:[1-9]\d*  \S[^\n]* → \S[^\n]*$/.test(problem) && !hasStack(problem), () => `a problem must be one line with its place and what to write instead: ${JSON.stringify(problem)}`);
  }
  if (compiled !== undefined) runBoth(ground, random, compiled);
  if (problems.length > 0) return compiled === undefined ? 'refused' : 'refused, compiles';
  ground.play();
  return 'in order';
}

function someKit(random: Random, corpus: readonly KitTexts[]): KitTexts {
  const kit = corpus[random.int(0, corpus.length - 1)] ?? { manifest: '', contract: '' };
  const edits = random.int(1, 3);
  const manifests = corpus.map((each) => each.manifest);
  const contracts = corpus.map((each) => each.contract);
  switch (random.int(0, 4)) {
    case 0: case 1: return { ...kit, manifest: mutateText(random, kit.manifest, manifests, edits) };
    case 2: return { ...kit, contract: mutateText(random, kit.contract, contracts, edits) };
    case 3: return { ...kit, contract: writeContract(random) };
    default: return { ...kit, contract: mutateText(random, writeContract(random), contracts, edits) };
  }
}

/** The results of calls must be well-shaped, and the same however the calls are batched. */
function runBoth({ runner }: KitGround, random: Random, { code, hash, handlers }: NonNullable<CheckedTexts['compiled']>): void {
  runner.add(hash, code);
  const named = Object.entries(handlers).flatMap(([group, names]) => names.map((name) => [group as HandlerGroup, name] as const));
  if (named.length === 0) return;
  const calls = Array.from({ length: callsPerContract }, (): Call => {
    const [group, name] = named[random.int(0, named.length - 1)] ?? ['observed', 'it'];
    return { group, name, event: eventOf(random), view: { agents: { by: { member: random.chance(0.8), attested: { bracket: random.int(0, 3) } } } }, cells };
  });
  const batch: Batch = {
    code: hash, setup: 'fuzz', calls, parties: { provider: 'bunyan', owner: 'bunyan' },
    terms: { unit: 'crown', price: 150, base_price: 150, brackets: [{ from: 0, times: 1_000_000 }, { from: 100_000, times: 2_000_000 }], event_cutoff: 900_000_000, person_cutoff: 900_000_000, return_window_minutes: 10, review_days: 14, stock_below: 20, house_below_celsius: 16_000_000, compensation: 1000, houses: { 'house-a': 'ana' }, loan_days: 30, guarantee_max: 10_000 },
    state: Object.fromEntries(cellKeys.map((key) => [key, random.chance(0.7) ? null : oddValue(random)])),
  };
  const [alone, together] = batchSizes.map((size) => runIn(runner, batch, size));
  for (const result of alone ?? []) wellShaped(result);
  const [a, b] = [alone, together].map((results) => JSON.stringify(results));
  must(a === b, () => `batched differently:\n${String(a)}\n${String(b)}`);
}

const cellKeys = ['k', 'a', 'b', 'c', 'd', 'e', 'f'];
const cells = {
  kept: 'k', charged: 'a', taking: 'b', recent: ['b', 'c'], stock: 'd', since: 'e', loan: 'f', cold: 'c', low: 'd', day: 'a',
};

function runIn(runner: ContractRunner, batch: Batch, size: number): CallResult[] {
  const state: { [key: string]: Json } = { ...batch.state };
  const results: CallResult[] = [];
  for (let from = 0; from < batch.calls.length; from += size) {
    for (const result of runner.run({ ...batch, state, calls: batch.calls.slice(from, from + size) })) {
      if (result.ok) Object.assign(state, result.state);
      results.push(result);
    }
  }
  return results;
}

function wellShaped(result: CallResult): void {
  const shown = (): string => `not well-shaped: ${JSON.stringify(result).slice(0, 1000)}`;
  must(Number.isSafeInteger(result.gas) && result.gas >= 0, shown);
  if (result.ok) {
    must(isObject(result.state) && Object.keys(result.state).every((key) => cellKeys.includes(key)), shown);
    must(Array.isArray(result.effects) && Object.keys(result).every((key) => ['ok', 'state', 'effects', 'answer', 'gas'].includes(key)), shown);
  } else {
    must(isRefusalCode(result.code) && typeof result.detail === 'string' && !hasStack(result.detail), shown);
    must(Object.keys(result).every((key) => ['ok', 'code', 'detail', 'gas'].includes(key)), shown);
  }
}

function eventOf(random: Random): JsonObject {
  const at = 1_767_654_000_000 + random.int(0, 1_000_000_000);
  return {
    id: `scale:${random.int(1, 99)}`, subject: random.pick(['woodpile', 'house-a']), at, day: '2026-01-05', dayStart: 1_767_589_200_000, now: at + 900, today: '2026-01-05',
    by: random.pick(['ana', 'bunyan', null]), count: random.int(1, 9), mass_g: 2_100_000, amount: random.int(1, 5000), celsius: random.int(-10, 25) * 1_000_000,
    observation: 'scale:3', reason: 'it was three', list: [3, 1, random.int(-5, 5)], key: 'k', data: isObjectOr(oddValue(random)), item: { kind: 'taking', by: 'ana', data: { kind: 'taking', amount: 3, count: 2 } },
    p: { event: random.pick([990_000_000, 10]), person: 980_000_000 },
  };
}

function isObjectOr(value: Json): JsonObject {
  return isObject(value) ? value as JsonObject : {};
}

/** Only what isn't as in the corpus. */
function changed({ corpus }: KitGround, text: string, part: keyof KitTexts): string {
  return corpus.some((kit) => kit[part] === text) ? '(as it was)' : `\n${difference(corpus.map((kit) => kit[part]), text)}`;
}

/** The lines that none of the originals has; all of them when it was written anew. */
function difference(originals: readonly string[], text: string): string {
  const known = new Set(originals.flatMap((original) => original.split('\n')));
  const lines = text.split('\n');
  const fresh = lines.flatMap((line, i) => (known.has(line) ? [] : [`${i + 1}: ${line}`]));
  return fresh.length > 0 ? fresh.join('\n') : `(lines were taken out or moved; ${lines.length} are left)`;
}
