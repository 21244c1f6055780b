/** A house in a folder, with a server when one is wanted: for tests of leaving, coming back, deciding, and catching a dishonest operator. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext } from 'node:test';
import { systemClock } from '../src/host/clock.ts';
import { keyFileSigner } from '../src/host/signers.ts';
import { noteServer } from '../src/host/served-at.ts';
import { serveCollective, type Serving } from '../src/host/serve.ts';
import type { Signer } from '../src/host/sealing.ts';
import { frankpledgeHere, type Ran } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'trust-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A path that only this file's tests use. */
export function place(name: string): string {
  return join(folder, name);
}

/** Of what a test's house has beside its three members and its woodpile, each a line as in the settings. */
type More = { readonly rules?: readonly string[]; readonly members?: readonly string[]; readonly woodTerms?: string; readonly subcontracts?: readonly string[] };

/** The settings of the house: kim with the woodpile, ana, bo. */
export function linden({ rules = [], members = [], woodTerms = '', subcontracts = [] }: More = {}): string {
  return `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2 } }
  issue_per_month: { crown: "1000.00" }
${rules.map((rule) => `  ${rule}\n`).join('')}members:
  - { id: kim, opening: { crown: "100.00" } }
  - { id: ana, name: Ana, opening: { crown: "100.00" }, means: { crown: "800.00" } }
  - { id: bo, opening: { crown: "100.00" } }
${members.map((member) => `  - { ${member} }\n`).join('')}subcontracts:
  - { id: wood, kit: firewood, parties: { provider: kim }, terms: { base_price: "2.00"${woodTerms} } }
${subcontracts.map((one) => `  - { ${one} }\n`).join('')}`;
}

const withCashBox = linden({ subcontracts: ['id: cash, kit: cash-box, parties: { owner: bo }, consents: [ kim, ana ]'] });

/** @returns the data folder */
export async function founded(name: string, settings: string = withCashBox): Promise<string> {
  writeFileSync(place('settings.yaml'), settings);
  const ran = await frankpledgeHere(['found', place('settings.yaml'), '--data', place(name)]);
  assert.deepEqual([ran.status, ran.stderr], [0, '']);
  return place(name);
}

export type Served = Serving & { readonly stop: () => Promise<void> };

/** Serves the folder as `start` does, until the test ends or it is stopped. */
export async function served(t: TestContext, data: string): Promise<Served> {
  const serving = await serveCollective({ place: { folder: data }, clock: systemClock, port: 0, tell: () => undefined });
  const forget = noteServer(data, serving);
  let open = true;
  const stop = async (): Promise<void> => {
    if (!open) return;
    open = false;
    forget();
    await serving.close();
  };
  t.after(stop);
  return { ...serving, stop };
}

export function says(ran: Ran, status: number, stdout: RegExp, stderr: RegExp = /^$/): void {
  assert.equal(ran.status, status, ran.stdout + ran.stderr);
  assert.match(ran.stdout, stdout);
  assert.match(ran.stderr, stderr);
}

/** Calls a command in this process. */
export function call(...args: string[]): Promise<Ran> {
  return frankpledgeHere(args);
}

/** Ana pays a crown to bo; the record's number. */
export async function pay(data: string, ...more: string[]): Promise<number> {
  const ran = await call('pay', 'bo', '1.00', '--as', 'ana', '--data', data, '--json', ...more);
  assert.equal(ran.status, 0, ran.stderr);
  return (JSON.parse(ran.stdout) as { seq: number }).seq;
}

/** Waits until the record is under a shown head: its receipt tells. */
export async function receipt(data: string, seq: number, file: string): Promise<string> {
  says(await call('receipt', String(seq), '--data', data, '--out', file), 0, /The receipt is in/);
  return file;
}

export function signerAt(data: string, key: string): Signer {
  return keyFileSigner(join(data, 'keys', `${key}.json`));
}
