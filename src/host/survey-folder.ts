/** Surveys of a data folder, for commands: read and answered in the folder itself, also while a server runs on it. */
import { openAnswerStore, type AnswerStore } from '../adapters/survey-sqlite/answers.ts';
import type { Problem } from '../scenario/scenario.ts';
import { parseYaml } from '../scenario/yaml-place.ts';
import type { SurveyShown } from '../views/survey-shown.ts';
import { surveyShown } from '../views/survey.ts';
import type { SubcontractView, View } from '../views/view.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { ok, type Result } from '../vocabulary/result.ts';
import { answersNow, readSurveyAnswers, type SurveyAnswers } from '../vocabulary/survey.ts';

/** What the members' answers come to. @throws JournalError */
export function surveyIn(folder: string, view: View, kit: KitManifest, agreement: SubcontractView | undefined): SurveyShown {
  return using(folder, 'read', (store) => surveyShown(view, kit, store.all(kit.name), agreement));
}

/** What a member answered, as far as it is asked still. @throws JournalError */
export function ownAnswersIn(folder: string, kit: KitManifest, member: string): SurveyAnswers {
  return using(folder, 'read', (store) => answersNow(kit.survey ?? [], store.of(member, kit.name) ?? {}));
}

/** All that a member answered and that is kept, by kit: also to what a kit asks no more. @throws JournalError */
export function givenIn(folder: string, member: string): ReadonlyMap<string, SurveyAnswers> {
  return using(folder, 'read', (store) => store.given(member));
}

/** All that a member answers from now on; nothing takes it away. @throws JournalError */
export function answerIn(folder: string, kit: KitManifest, member: string, given: unknown): Result<SurveyAnswers> {
  const answers = readSurveyAnswers(kit.survey ?? [], given);
  if (answers.ok) using(folder, 'write', (store) => store.put(member, kit.name, answers.value));
  return answers.ok ? ok(answers.value) : answers;
}

/** A file of answers by item, as `comfort: 17`. */
export function readAnswersFile(text: string): { readonly ok: true; readonly value: JsonObject } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const root = parseYaml(text, problems, []);
  return root === undefined ? { ok: false, problems } : { ok: true, value: root.raw() as JsonObject }; // it lets nothing but records through
}

function using<T>(folder: string, mode: 'read' | 'write', use: (store: AnswerStore) => T): T {
  const store = openAnswerStore(folder, mode);
  try {
    return use(store);
  } finally {
    store.close();
  }
}
