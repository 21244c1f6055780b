/** What a kit is about, as its README begins. */
import { join } from 'node:path';
import { paragraphsIn } from './paragraphs.ts';
import { readTextFile } from './text-file.ts';

/** On one line and without its marks: the first paragraph that is neither a heading nor the title again. */
export function aboutOf(folder: string, title: string): string | null {
  const read = readTextFile(join(folder, 'README.md'));
  const paragraphs = 'text' in read ? paragraphsIn(read.text).map((each) => withoutMarks(each.replaceAll('\n', ' '))) : [];
  return paragraphs.find((each) => !each.startsWith('#') && each !== title && each !== `${title}.`) ?? null;
}

/** A sentence of Markdown as plain words: no emphasis, no code marks, of a link what it says. @example withoutMarks('the *owner* of [it](x)') === 'the owner of it' */
function withoutMarks(text: string): string {
  return text.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll(/(\*\*?|`)(\S[^*`]*?)\1/g, '$2');
}
