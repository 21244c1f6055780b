/** A kit by its folder, or by its name among those at hand. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kitFolders, loadKit, loadKitsFrom, type Kit, type KitError } from '../host/kits.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { UsageError } from './errors.ts';

export function findKit(given: string, more: readonly string[] | undefined): Kit {
  if (existsSync(join(given, 'kit.yaml'))) return loadKit(given);
  const { kits, broken } = allKits(more);
  const found = kits.get(given);
  if (found === undefined) throw broken.get(given) ?? new UsageError(`there is no kit ${given}${didYouMean(given, kits.keys())}`, `Known: ${[...kits.keys()].join(', ')}; others by their folder, or with --kits DIR.`);
  return found;
}

/** Whether it is the name of a kit, also of one that can't be used. */
export function isKitName(given: string, more: readonly string[] | undefined): boolean {
  const { kits, broken } = allKits(more);
  return kits.has(given) || broken.has(given);
}

function allKits(more: readonly string[] | undefined): { readonly kits: Map<string, Kit>; readonly broken: Map<string, KitError> } {
  const broken = new Map<string, KitError>();
  return { kits: loadKitsFrom(kitFolders(more), (name, error) => broken.set(name, error)), broken };
}

/** The product's own kits and those below further folders. Those that can't be used are left out, and named. */
export function kitsAtHand(more: readonly string[] | undefined): Map<string, Kit> {
  return loadKitsFrom(kitFolders(more), (name, { message, hint }) => console.error(`left out is ${name}: ${message}\n  ${hint}`));
}
