/** Differences as a person reads them: one line for each leaf, and texts line by line. */
import { lineDiff } from '../host/text-diff.ts';
import type { DifferenceShown } from '../views/deciding-shown.ts';
import { withLocalTimes, type Zone } from '../views/local-time.ts';

/** Longer ones stand below each other. */
const besideMax = 60;

export function differenceLines(differences: readonly DifferenceShown[], zone: Zone): string[] {
  return differences.flatMap((difference) => {
    const { what, place, before, after } = difference;
    if (what === 'effective') return [withLocalTimes(zone, besideLine('in force not before', before, after))];
    const clause = clauseLine(difference);
    if (clause !== undefined) return [clause];
    const name = [...(['term', 'value', 'paragraph'].includes(what) ? [] : [what]), ...place].join(' ');
    if (what !== 'paragraph' && (before ?? '').length + (after ?? '').length <= besideMax) return [besideLine(name, before, after)];
    return [`${name}:`, ...lineDiff(before ?? '', after ?? '').map(({ is, text }) => `  ${marks[is]} ${text}`)];
  });
}

const marks = { same: ' ', removed: '-', added: '+' } as const;

/** A matter or a cap that the charter gets or loses whole, in one line. */
function clauseLine({ what, place: [part, name, ...inside], before, after }: DifferenceShown): string | undefined {
  const called = what === 'charter' && inside.length === 0 && name !== undefined ? clauses[part ?? ''] : undefined;
  if (called === undefined) return undefined;
  return after === null ? `without the ${called} ${String(name)}` : before === null ? `with the ${called} ${String(name)}: ${after}` : undefined;
}

const clauses: { readonly [part: string]: string } = { matters: 'matter', entrenched: 'cap' };

function besideLine(name: string, before: string | null, after: string | null): string {
  if (before === null) return `${name} ${String(after)}`;
  return after === null ? `without ${name}, which is ${before}` : `${name} ${before} → ${after}`;
}
