/** Fuzzes kits: manifests and contract sources that are nearly right; what compiles is run in the sandbox, one call at a time and several. */
import { isObject } from '../../vocabulary/json.ts';
import { isRefusalCode } from '../../vocabulary/refusals.ts';
import type { CallResult, ContractRunner } from '../../vocabulary/runner.ts';
import type { Random } from '../random.ts';
import { batchCells, batchOf, runIn } from './batch.ts';
import { writeContract } from './contract-source.ts';
import { fuzz, hasStack, must, type FuzzReport } from './fuzz.ts';
import { mutateText } from './mutate.ts';

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
  const batch = batchOf(random, hash, handlers);
  if (batch === undefined) return;
  const [alone, together] = batchSizes.map((size) => runIn(runner, batch, size));
  for (const result of alone ?? []) wellShaped(result);
  const [a, b] = [alone, together].map((results) => JSON.stringify(results));
  must(a === b, () => `batched differently:\n${String(a)}\n${String(b)}`);
}

function wellShaped(result: CallResult): void {
  const shown = (): string => `not well-shaped: ${JSON.stringify(result).slice(0, 1000)}`;
  must(Number.isSafeInteger(result.gas) && result.gas >= 0, shown);
  if (result.ok) {
    must(isObject(result.state) && Object.keys(result.state).every((key) => batchCells.includes(key)), shown);
    must(Array.isArray(result.effects) && Object.keys(result).every((key) => ['ok', 'state', 'effects', 'answer', 'gas'].includes(key)), shown);
  } else {
    must(isRefusalCode(result.code) && typeof result.detail === 'string' && !hasStack(result.detail), shown);
    must(Object.keys(result).every((key) => ['ok', 'code', 'detail', 'gas'].includes(key)), shown);
  }
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
