/** Comments: their place is in the log, their words are in the erasable store. */
import type { Entry } from '../vocabulary/entries.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { Turn } from './turn-state.ts';

/** Of one member on one proposal: a conversation, and no flood. */
export const commentsEachMax = 200;

/** Any member may comment, also who isn't asked. */
export function comment(turn: Turn, { by, body }: Entry & { kind: 'comment' }): Refusal | null {
  const { state } = turn;
  const { proposal: id, paragraph, answers, commitment } = body;
  const amendment = state.amendments.get(id);
  const proposal = state.proposals.get(amendment?.proposal ?? id);
  if (proposal === undefined) return no('unknown_proposal', `no proposal ${id} is open`);
  for (const hash of [commitment, ...(answers === undefined ? [] : [answers])]) if (!/^[0-9a-f]{64}$/.test(hash)) return no('invalid_value', 'a comment is named by a SHA-256 in hex');
  if (paragraph !== undefined && !proposal.revision.text.some((each) => each.id === paragraph)) return no('unknown_value', `the text has no paragraph ${paragraph}`);
  if ((state.comments.get(id)?.[by] ?? 0) >= commentsEachMax) return no('limit_reached', `at most ${commentsEachMax} comments of one member on one proposal`);
  turn.emit({ fact: 'commented', proposal: id, by, paragraph: paragraph ?? null, answers: answers ?? null, commitment });
  return null;
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
