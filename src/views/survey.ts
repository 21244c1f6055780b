/** What members answered in a kit's survey, beside what an agreement has: of those who are members now. */
import type { KitManifest } from '../vocabulary/kit.ts';
import { answersNow, surveyAnswersMin, surveyed, type SurveyAnswers } from '../vocabulary/survey.ts';
import { showFields } from '../vocabulary/values.ts';
import { labelsOf } from './labels.ts';
import type { SurveyShown } from './survey-shown.ts';
import { decimalsOf, type SubcontractView, type View } from './view.ts';

/**
 * @param kit whose survey it is
 * @param kept what is kept of everyone, by member
 * @param agreement one whose terms it is held against; undefined: the kit's own, in the collective's first unit
 */
export function surveyShown(view: View, kit: Pick<KitManifest, 'name' | 'terms' | 'survey'>, kept: ReadonlyMap<string, SurveyAnswers>, agreement?: SubcontractView): SurveyShown {
  const items = kit.survey ?? [];
  const unit = agreement?.unit ?? [...view.units.keys()][0] ?? '';
  const decimals = decimalsOf(view, unit);
  const { terms: fields } = agreement?.manifest ?? kit;
  const labels = labelsOf({ terms: fields }, unit);
  const agreed = agreement === undefined ? {} : showFields(fields, agreement.terms, decimals);
  const given = [...kept].filter(([member]) => isMember(view, member)).map(([, answers]) => answersNow(items, answers)).filter((answers) => Object.keys(answers).length > 0);
  const outcomes = surveyed(items, given, fields, decimals);
  const byOf = new Map(items.map(({ id, by }) => [id, by]));
  return {
    kit: kit.name, items, answered: given.length, answers: Object.fromEntries(outcomes.map(({ item, answers }) => [item, answers])), needed: surveyAnswersMin,
    proposed: outcomes.flatMap(({ item, answers, proposes, says }) => proposes.map(({ term, value }) => ({
      item, by: byOf.get(item) ?? 'median', answers, term, label: labels[term]?.label ?? term, unit: labels[term]?.unit ?? null, value, says, agreed: agreed[term] ?? null,
    }))),
    offers: outcomes.flatMap(({ item, answers, says, offers }) => (offers === null ? [] : [{ item, answers, says: says ?? '', offers: offers.says, kit: offers.kit ?? null }])),
  };
}

/** A kit by its name as it was agreed on last; undefined: it isn't. */
export function kitAgreedOn(view: View, name: string): KitManifest | undefined {
  return [...view.subcontracts.values()].filter(({ manifest }) => manifest.name === name).sort((a, b) => a.adopted - b.adopted).at(-1)?.manifest;
}

/** Somebody who can speak for themselves, and belongs to it still. */
export function isMember(view: View, id: string): boolean {
  const member = view.members.get(id);
  return member !== undefined && member.left === null && !member.commons;
}
