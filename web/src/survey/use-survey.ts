import { useState } from 'react';
import type { SurveyShown } from '../../../src/views/survey-shown.ts';
import type { SurveyAnswers } from '../../../src/vocabulary/survey.ts';
import { useMe } from '../acting/me.ts';
import { useLive, type Live } from '../api/live.ts';
import { deleteAt, putJson, type Posted, type Refused } from '../api/post.ts';
import { own, useOwn, type Own } from '../notices/own.ts';

export type OwnAnswers = { readonly kit: string; readonly member: string; readonly answers: SurveyAnswers };

/** What everyone's answers come to. @param subcontract an agreement that it is held against; null: none */
export function useSurvey(kit: string, subcontract: string | null, records = 0): Live<SurveyShown> {
  return useLive<SurveyShown>(`/api/kits/${kit}/survey${subcontract === null ? '' : `?subcontract=${subcontract}`}`, records);
}

export type Answering = {
  readonly mine: Own<OwnAnswers>;
  readonly busy: boolean;
  /** What became of the last change; null: there was none. */
  readonly told: 'kept' | 'forgotten' | Refused | null;
  /** All that one answers; nothing takes it away. */
  readonly keep: (answers: SurveyAnswers) => void;
};

/** One's own answers. Nothing of them is kept in the browser. @param changed called when they are others */
export function useAnswering(kit: string, changed: () => void): Answering {
  const me = useMe();
  const address = `/api/me/survey/${kit}`;
  const mine = useOwn<OwnAnswers>(address);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Answering['told']>(null);
  const put = async (answers: SurveyAnswers): Promise<void> => {
    setBusy(true);
    setTold(null);
    const nothing = Object.keys(answers).length === 0;
    const answer: Posted<OwnAnswers> = await own(me, () => (nothing ? deleteAt(address) : putJson(address, { answers })));
    setBusy(false);
    setTold(answer.ok ? (nothing ? 'forgotten' : 'kept') : answer.refused);
    if (!answer.ok) return;
    mine.set(answer.value);
    changed();
  };
  return { mine, busy, told, keep: (answers) => void put(answers) };
}
