/**
 * Consensus: nobody objects, and enough say yes. An objection blocks whatever the numbers, a concern is put on record and doesn't; a no that is
 * no objection stands aside. After the practice of the Religious Society of Friends as written down for secular groups by C. T. Butler and
 * A. Rothstein, "On Conflict and Consensus" (Food Not Bombs, 1987): agree, with reservations, stand aside, block. With `assents` 0 it is the
 * lazy consensus of the Apache Software Foundation: silence agrees.
 */
import type { CountResult, WorkingStep } from '../vocabulary/deciding.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { castBy, type Cast } from './cast.ts';
import type { Ballots, Eligible, RuleOf } from './decision.ts';
import { decided, saidBy, yesOf } from './yes-no.ts';

export function consensus({ assents }: RuleOf<'consensus'>, eligible: Eligible, ballots: Ballots): CountResult {
  const cast = castBy(eligible, ballots);
  const said = saidBy(eligible, cast);
  const yes = yesOf(said);
  const working: WorkingStep[] = [
    said,
    { step: 'concerns', by: who(cast, 'concern') },
    { step: 'objections', by: who(cast, 'object') },
    { step: 'needed', measure: { people: assents }, of: eligible.all.length, needed: assents, yes, reached: yes >= assents },
  ];
  // Where nobody may speak, silence isn't consent.
  return decided(said.object === 0 && yes >= assents && eligible.all.length > 0, working);
}

function who(cast: readonly Cast[], choice: Cast['choice']): string[] {
  return cast.filter((one) => one.choice === choice).map(({ member }) => member).toSorted(compareIds);
}
