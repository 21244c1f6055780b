/**
 * A recorded past, taken up part by part: what the kernel knows after it, and what is shown of it. Who may say what was checked when it was
 * recorded, so seals and the gate aren't asked again. What a log's own hashes are worth is for `verify` to say.
 */
import { Kernel, type KernelPorts } from '../kernel/kernel.ts';
import { formPorts } from '../log/kernel-ports.ts';
import { parseRecord } from '../log/record.ts';
import { readBlob } from '../log/replay.ts';
import { applyShown } from '../views/apply.ts';
import { initialView, type View, type ViewPorts } from '../views/view.ts';
import type { Entry } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { zoneFault, type ZoneRules } from '../vocabulary/zones.ts';
import { BacktestError } from './errors.ts';

export type PastPorts = {
  readonly hasher: Hasher;
  /** Runs the past's code, and what else it has been given beforehand. */
  readonly sandbox: CodeSandbox;
};

export class Past {
  readonly kernel: Kernel;
  readonly view: View;
  readonly #ports: PastPorts;
  readonly #zones = new Map<string, ZoneRules>();

  constructor(ports: PastPorts) {
    this.#ports = ports;
    this.kernel = new Kernel(this.kernelPorts('recorded'));
    this.view = initialView(this.viewPorts());
  }

  /** @throws BacktestError */
  blob(hash: string, text: string): void {
    const blob = readBlob(this.#ports.hasher, hash, text);
    if (blob === undefined) throw unreadable(`the code or zone rules kept as ${hash} were changed: they have another hash`);
    if (blob.zone !== undefined) this.#zones.set(hash, blob.zone);
    this.#ports.sandbox.add(hash, text);
  }

  /** @throws BacktestError */
  read(text: string): LogRecord {
    const parsed = parseRecord(text);
    if (!parsed.ok) throw unreadable(parsed.refusal.detail);
    this.#checkZone(parsed.value.entry);
    return parsed.value;
  }

  /** By the stored outcome where there is one; else the rules say again what they said then. */
  take(record: LogRecord, stored: string | undefined): Outcome {
    const outcome = stored === undefined ? this.kernel.decide(record, record.recordedAt) : JSON.parse(stored) as Outcome;
    if (stored !== undefined) this.kernel.restore(record, record.recordedAt, outcome);
    applyShown(this.view, { record, outcome });
    return outcome;
  }

  /** @param past tells instances of contracts apart, which keep what was agreed */
  kernelPorts(past: string, trying: Pick<KernelPorts, 'whatIf' | 'isTried'> = {}): KernelPorts {
    const { runner } = this.#ports.sandbox;
    return {
      ...formPorts(this.#ports.hasher), verifier: { verify: () => true }, zoneRules: (hash) => this.#zones.get(hash), ...trying,
      runner: { has: (code) => runner.has(code), run: (batch) => runner.run({ ...batch, setup: `${past} ${batch.setup}` }) },
    };
  }

  viewPorts(): ViewPorts {
    return { zoneRules: (hash) => this.#zones.get(hash) };
  }

  /** By rules that a log may bring, looking for a day might not end. */
  #checkZone(entry: Entry): void {
    if (entry.kind !== 'found' && entry.kind !== 'zone') return;
    const rules = this.#zones.get(entry.body.zone_rules);
    const name = (entry.kind === 'found' ? entry.body.charter : this.kernel.state.charter)?.zone ?? '';
    const fault = rules === undefined ? 'they are not in it' : zoneFault(rules, name);
    if (fault !== null) throw unreadable(`the zone rules ${entry.body.zone_rules} can't be taken: ${fault}`);
  }
}

export function unreadable(message: string): BacktestError {
  return new BacktestError('unreadable_log', message, 'Hold the log against the rules with the command `verify`; for a damaged folder, restore a backup.');
}
