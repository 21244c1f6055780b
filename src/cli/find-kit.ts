/** A kit by its folder, or by its name among those at hand. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kitFolders, loadKit, loadKitsFrom, type Kit } from '../host/kits.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { UsageError } from './errors.ts';

export function findKit(given: string, more: readonly string[] | undefined): Kit {
  if (existsSync(join(given, 'kit.yaml'))) return loadKit(given);
  const kits = loadKitsFrom(kitFolders(more));
  const found = kits.get(given);
  if (found === undefined) throw new UsageError(`there is no kit ${given}${didYouMean(given, kits.keys())}`, `Known: ${[...kits.keys()].join(', ')}; others by their folder, or with --kits DIR.`);
  return found;
}
