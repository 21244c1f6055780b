/** Surveys of a collective that is served: what is kept of members' answers, and what the API answers of it. */
import { openAnswerStore, type AnswerStore } from '../adapters/survey-sqlite/answers.ts';
import type { SurveyPorts } from '../adapters/http/survey-routes.ts';
import { JournalError } from '../journal/journal.ts';
import { isMember, kitAgreedOn, surveyShown } from '../views/survey.ts';
import type { Shown } from '../views/shown.ts';
import type { View } from '../views/view.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { SurveyItem } from '../vocabulary/survey-items.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { answersNow, readSurveyAnswers } from '../vocabulary/survey.ts';
import type { Access } from './access.ts';
import { keeping } from './keeping.ts';
import type { OpenKits } from './serve-kits.ts';
import { memberOf } from './serve-mine.ts';

export type OpenSurveys = {
  readonly store: AnswerStore;
  /** Something was recorded: whoever left with it is erased. */
  readonly note: (shown: Shown) => void;
  readonly close: () => void;
};

/**
 * @param folder the data folder; undefined: in memory
 * @param view of the whole log: whoever left while nothing was noted is erased now
 */
export function openSurveys(folder: string | undefined, view: View, tell: (message: string) => void): OpenSurveys {
  const store = openAnswerStore(folder);
  /** Nothing else waits for it: what couldn't be erased now is erased at the next start. */
  const erasing = (erase: () => void): void => {
    try {
      erase();
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      tell(`surveys: ${error.message}. ${error.hint}`);
    }
  };
  erasing(() => {
    for (const member of store.members()) if (!isMember(view, member)) store.erase(member);
  });
  return {
    store,
    note: ({ outcome: { facts } }) => {
      for (const fact of facts) if (fact.fact === 'left') erasing(() => store.erase(fact.member));
    },
    close: () => store.close(),
  };
}

export type SurveyParts = { readonly surveys: OpenSurveys; readonly kits: Pick<OpenKits, 'list'>; readonly view: () => View; readonly access: Access };

export function surveyPorts({ surveys: { store }, kits, view, access }: SurveyParts): SurveyPorts {
  const asking = async (name: string): Promise<Result<KitManifest>> => {
    const manifest = (await kits.list()).find(({ manifest: each }) => each.name === name)?.manifest ?? kitAgreedOn(view(), name);
    return manifest === undefined ? refuse('unknown_value', `there is no kit ${name}, neither at hand nor agreed on`) : ok(manifest);
  };
  /** Whose session it is is asked last, since nothing is kept of whoever leaves meanwhile. */
  const own = async (secret: string | undefined, kit: string, answer: (member: string, items: readonly SurveyItem[]) => Result<unknown>): ReturnType<SurveyPorts['own']> => {
    const asked = await asking(kit);
    if (!asked.ok) return asked;
    const { survey = [] } = asked.value;
    const member = memberOf(access, secret);
    if (member === undefined) return { ok: false, refusal: { code: 'no_session', detail: 'this is for a member\'s own session' } };
    const answered = answer(member, survey);
    return answered.ok ? keeping(() => ({ kit, member, answers: answersNow(survey, store.of(member, kit) ?? {}) })) : answered;
  };
  return {
    async shown(kit, subcontract) {
      const asked = await asking(kit);
      if (!asked.ok) return asked;
      const agreement = subcontract === undefined ? undefined : view().subcontracts.get(subcontract);
      if (subcontract !== undefined && agreement?.manifest.name !== kit) return refuse('unknown_subcontract', `there is no agreement ${subcontract} of the kit ${kit}`);
      return keeping(() => surveyShown(view(), asked.value, store.all(kit), agreement));
    },
    own: (secret, kit) => own(secret, kit, () => ok(true)),
    put: (secret, kit, given) => own(secret, kit, (member, items) => {
      const answers = readSurveyAnswers(items, given);
      return answers.ok ? keeping(() => store.put(member, kit, answers.value)) : answers;
    }),
  };
}
