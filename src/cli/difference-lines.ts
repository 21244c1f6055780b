/** Differences as a person reads them: one line for each leaf, and texts line by line. */
import { lineDiff } from '../host/text-diff.ts';
import type { DifferenceShown } from '../views/deciding-shown.ts';

/** Longer ones stand below each other. */
const besideMax = 60;

export function differenceLines(differences: readonly DifferenceShown[]): string[] {
  return differences.flatMap(({ what, place, before, after }) => {
    const name = [...(what === 'term' || what === 'paragraph' ? [] : [what]), ...place].join(' ');
    if (what !== 'paragraph' && (before ?? '').length + (after ?? '').length <= besideMax) return [besideLine(name, before, after)];
    return [`${name}:`, ...lineDiff(before ?? '', after ?? '').map(({ is, text }) => `  ${marks[is]} ${text}`)];
  });
}

const marks = { same: ' ', removed: '-', added: '+' } as const;

function besideLine(name: string, before: string | null, after: string | null): string {
  if (before === null) return `${name} ${String(after)}`;
  return after === null ? `without ${name}, which is ${before}` : `${name} ${before} → ${after}`;
}
