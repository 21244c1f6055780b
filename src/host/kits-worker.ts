/** A thread that reads and compiles the kits below a folder; one that can't be used keeps no other from being used. */
import { aboutOf } from './kit-about.ts';
import type { KitAtHand, KitsFound } from './kits-at-hand.ts';
import { KitError, kitsBelow, loadKit } from './kits.ts';
import { reportOf } from './thread-report.ts';

await reportOf((folder: string) => Promise.resolve(found(folder)));

function found(folder: string): KitsFound {
  const kits: KitAtHand[] = [];
  const problems: string[] = [];
  for (const each of kitsBelow(folder)) {
    try {
      const kit = loadKit(each);
      kits.push({ ...kit, about: aboutOf(each, kit.manifest.title) });
    } catch (error) {
      if (!(error instanceof KitError)) throw error;
      problems.push(error.message);
    }
  }
  return { kits, problems };
}
