/** Devices that exist only to try an agreement by: `simulated.json` in the data folder. What they report is marked by their names in the log. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../vocabulary/json.ts';
import { isId } from '../vocabulary/ids.ts';
import { writeDurably } from './durable-file.ts';

export type SimulatedDevice = { readonly device: string; readonly subject: string };

export function writeSimulated(folder: string, devices: readonly SimulatedDevice[]): void {
  writeDurably(pathIn(folder), `${JSON.stringify(devices)}\n`);
}

/** @throws Error when the file is there and says something else */
export function readSimulated(folder: string | undefined): readonly SimulatedDevice[] {
  if (folder === undefined || !existsSync(pathIn(folder))) return [];
  const value: unknown = JSON.parse(readFileSync(pathIn(folder), 'utf8'));
  if (!Array.isArray(value) || !value.every(isDevice)) throw new Error(`${pathIn(folder)} is no list of simulated devices: remove it, or put it right`);
  return value;
}

function isDevice(value: unknown): value is SimulatedDevice {
  return isObject(value) && isId(value['device']) && isId(value['subject']);
}

function pathIn(folder: string): string {
  return join(folder, 'simulated.json');
}
