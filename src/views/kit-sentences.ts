/** What a kit says to people, sentence by sentence, as its manifest has it: so that its words can be had in another language too. */
import type { Field, Fields, KitManifest, ValueType } from '../vocabulary/kit.ts';
import { sentencesOf } from '../vocabulary/sentences.ts';
import type { SurveyItem } from '../vocabulary/survey-items.ts';
import { spaced } from './labels.ts';

/** Each once, with its places in braces. Names of parties, acts, reasons, choices, values and the like are among them as people read them: `take back` for `take_back`. */
export function kitSentences(manifest: KitManifest): ReadonlySet<string> {
  const { parties, parts = {}, observations = {}, actions = {}, questions = {}, timers = {}, purses = {}, wakes = {}, values = {} } = manifest;
  const asked = Object.values({ ...observations, ...actions, ...questions });
  const named: readonly { readonly [name: string]: { readonly says?: string } }[] = [parties, parts, observations, actions, questions, purses];
  const said = [
    manifest.title, ...sentencesOf(manifest.text), ...Object.values(manifest.words),
    ...[...named, manifest.words].flatMap((group) => Object.keys(group).map(spaced)), ...[...named, timers, ...Object.values(wakes)].flatMap((group) => Object.values(group).map(({ says }) => says)),
    ...[manifest.terms, values, ...asked.map(({ fields }) => fields)].flatMap(fieldSentences), ...(manifest.survey ?? []).flatMap(surveySentences),
  ];
  return new Set(said.filter((each): each is string => each !== undefined && /\p{L}/u.test(each)));
}

function fieldSentences(fields: Fields): readonly (string | undefined)[] {
  return Object.entries(fields).flatMap(([name, field]) => [field.label ?? spaced(name), field.says, ...unitSentences(field), ...typeSentences(field)]);
}

/** One of something stands in the singular. */
function unitSentences({ unit }: Pick<Field, 'unit'>): readonly string[] {
  return unit === undefined ? [] : [unit, oneOf(unit)];
}

function typeSentences(type: ValueType): readonly (string | undefined)[] {
  switch (type.type) {
    case 'choice': return type.of.map(spaced);
    case 'list': return typeSentences(type.of);
    case 'map': return [...typeSentences(type.keys), ...typeSentences(type.of)];
    case 'record': return fieldSentences(type.fields);
    default: return [];
  }
}

function surveySentences({ question, help, answer, ...rule }: SurveyItem): readonly (string | undefined)[] {
  const rows = rule.by === 'median' ? [] : rule.rows.flatMap(({ says, offers }) => [says, offers?.says]);
  return [question, help, ...(answer.type === 'number' ? unitSentences(answer) : Object.values(answer.of).map(({ says }) => says)), ...rows];
}

/** @example oneOf('pieces') === 'piece' */
export function oneOf(unit: string): string {
  return unit.replace(/^([a-z]{3,})s$/, '$1');
}
