/** The worker in which a log is checked and watched: nothing of it holds up the page. One thing is done after the other. */
import wasmUrl from '@jitl/quickjs-wasmfile-release-sync/wasm?url';
import load from '@jitl/quickjs-wasmfile-release-sync/emscripten-module';
import { createSealer, newSeed } from '../../../src/adapters/keys/web.ts';
import { createHasher } from '../../../src/adapters/keys/web-hasher.ts';
import { createWebVerifier, type Subtle } from '../../../src/adapters/keys/web-ahead.ts';
import { createLogClient, LogClientError } from '../../../src/host/log-client.ts';
import { toBase64, toHex } from '../../../src/log/bytes.ts';
import type { Checkpoint } from '../../../src/log/checkpoint.ts';
import { codeSandboxOver } from '../../../src/sandbox/code-sandbox.ts';
import type { EngineFiles } from '../../../src/sandbox/engine.ts';
import { checkLog, type CheckParts } from './checking.ts';
import type { LogReplay } from './log-replay.ts';
import type { Asked, Failure, Told, Watching } from './messages.ts';
import { openStore } from './store.ts';
import { TabWitness } from './tab-witness.ts';

/** The newest head is looked at so often. */
const watchEveryMs = 4000;

const hasher = createHasher();
/** The collective's place on this server comes as the worker's name: a worker's own address is its file's. */
const client = createLogClient(`${location.origin}${self.name}`);
const now = (): number => Date.now();
// Absent where a page came over plain HTTP from another machine.
const verifying = createWebVerifier((crypto as { readonly subtle?: Subtle }).subtle);
const storing = openStore();
storing.catch(() => undefined); // told when a watch asks for it
const witnessing = Promise.all([storing, verifying]).then(([store, verifier]) => new TabWitness({ client, hasher, verifier, createSealer, newSeed, store, host: location.host, now }));
witnessing.catch(() => undefined);
const idle: Watching = { on: false, tab: null, replayed: null, cosigned: null, heads: 0, trouble: null };

/** For browsers that keep nothing: each check is then the first. */
const forgetful: CheckParts['store'] = { seen: () => Promise.resolve([]), keepSeen: () => Promise.resolve() };

let queue = Promise.resolve();
let replay: LogReplay | undefined;
let watching = idle;
let timer: ReturnType<typeof setTimeout> | undefined;

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  if (data.ask === 'check') inTurn(check);
  else inTurn(data.on ? watch : unwatch);
});

function tell(told: Told): void {
  postMessage(told);
}

function inTurn(work: () => Promise<void> | void): void {
  queue = queue.then(work);
}

async function check(): Promise<void> {
  try {
    const [verifier, store] = await Promise.all([verifying, storing.catch(() => forgetful)]);
    const sandbox = await codeSandboxOver(await readEngine());
    const checked = await checkLog({ client, hasher, verifier, store, sandbox, native: verifier.native, now }, (progress) => tell({ told: 'progress', progress }));
    replay = checked.report.stands ? checked.replay : undefined;
    tell({ told: 'checked', report: checked.report });
  } catch (error) {
    tell({ told: 'failed', failure: failureOf(error) });
  }
}

async function readEngine(): Promise<EngineFiles> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new LogClientError('missing', `the contracts' engine can't be fetched (${response.status})`, 'Load the page anew.');
  const wasm = new Uint8Array(await response.arrayBuffer());
  return { wasm, sha256: toHex(hasher.sha256(wasm)), load };
}

async function watch(): Promise<void> {
  if (watching.on) return;
  watching = { ...idle, on: true };
  await round();
}

function unwatch(): void {
  clearTimeout(timer);
  watching = { ...watching, on: false };
  tell({ told: 'watching', watching });
}

async function round(): Promise<void> {
  if (!watching.on) return;
  try {
    const witness = await witnessing;
    watching = { ...watching, tab: await witness.cosigner('tab') };
    const done = await witness.round(isReplayed);
    if (done.did === 'refused') watching = { ...watching, trouble: done.trouble };
    else watching = { ...watching, trouble: null };
    if (done.did === 'cosigned') {
      const isNew = watching.cosigned?.root !== done.root;
      watching = { ...watching, cosigned: { size: done.size, root: done.root, both: done.both, at: now() }, heads: watching.heads + (isNew ? 1 : 0) };
    }
    if (replay !== undefined) watching = { ...watching, replayed: await witness.cosigner('replayed') };
  } catch (error) {
    watching = { ...watching, trouble: { ...failureOf(error), evidence: null } };
  }
  tell({ told: 'watching', watching });
  timer = setTimeout(() => inTurn(round), watchEveryMs);
}

/** Takes the replay on to the head. Once something differs nothing is cosigned any more. */
async function isReplayed(note: string, head: Checkpoint): Promise<boolean> {
  if (replay === undefined) return false;
  const verdict = await replay.reach(note, head);
  if (!verdict.ok) {
    throw Object.assign(new Error(`What came in since the check isn't as the rules give it: ${verdict.finding.message}.`), { code: 'differs', hint: 'Check again from the beginning, and save what it finds.' });
  }
  return verdict.records === head.size && verdict.root === toBase64(head.root);
}

function failureOf(error: unknown): Failure {
  const { code, hint } = error as { readonly code?: unknown; readonly hint?: unknown };
  return {
    code: typeof code === 'string' ? code : 'failed', message: error instanceof Error ? error.message : String(error),
    hint: typeof hint === 'string' ? hint : 'Load the page anew and try again; if it stays so, tell the operator.',
  };
}
