/** A thread that reads and compiles the kits below a folder; one that can't be used keeps no other from being used. */
import { join } from 'node:path';
import type { KitAtHand, KitsFound } from './kits-at-hand.ts';
import { KitError, kitsBelow, loadKit } from './kits.ts';
import { paragraphsIn } from './paragraphs.ts';
import { readTextFile } from './text-file.ts';
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

/** A sentence of Markdown as plain words: no emphasis, no code marks, of a link what it says. @example withoutMarks('the *owner* of [it](x)') === 'the owner of it' */
function withoutMarks(text: string): string {
  return text.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll(/(\*\*?|`)(\S[^*`]*?)\1/g, '$2');
}

/** On one line and without its marks: the first that is neither a heading nor the title again. */
function aboutOf(folder: string, title: string): string | null {
  const read = readTextFile(join(folder, 'README.md'));
  const paragraphs = 'text' in read ? paragraphsIn(read.text).map((each) => withoutMarks(each.replaceAll('\n', ' '))) : [];
  return paragraphs.find((each) => !each.startsWith('#') && each !== title && each !== `${title}.`) ?? null;
}
