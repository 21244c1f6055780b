/** What an act would do (kernel/foresight.ts), line by line in the words of the kit. */
import type { ForeseenShown } from '../views/foreseen-shown.ts';
import type { Citing } from '../views/say.ts';
import type { View } from '../views/view.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { toldIn } from './consequences.ts';
import { linesOf } from './lines.ts';

/** @param view as of the last record */
export function foreseenShown(view: View, outcome: Outcome): ForeseenShown {
  const [item] = outcome.items;
  const citing: Citing = { record: view.records, recordedAt: view.recordedAt, observations: new Map() };
  const refused = item?.status === 'refused' ? { code: item.code ?? 'malformed', detail: item.detail ?? '' } : null;
  return { refused, lines: linesOf(view, citing, outcome, toldIn(outcome)) };
}
