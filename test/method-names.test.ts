/** Each method of sensing, each part that a stream may play in it and each setting has a name in every language; choices are phrases. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { methods } from '../src/sensing/methods/methods.ts';
import type { Fields } from '../src/vocabulary/kit.ts';
import { languages, type Language } from '../web/src/messages/languages.ts';
import { speak } from '../web/src/messages/t.ts';
import { methodName, partName, plainly, settingName, withUnit } from '../web/src/things/method-names.ts';
import { messagesOf } from './browser/speaking.ts';

const offered = [...methods.values()];
const parts = offered.flatMap(({ parts: own }) => Object.entries(own));
/** The settings that stand in a form under each other: those of a method, and those of a stream in a part of it. */
const forms: readonly Fields[] = [...offered.map(({ fields }) => fields), ...parts.map(([, { fields }]) => fields)];
const named = new Set([
  ...offered.map(({ name }) => `things.method.${name}`), ...parts.map(([as]) => `things.part.${as}`), ...forms.flatMap((fields) => Object.keys(fields).map((name) => `things.setting.${name}`)),
]);
/** Not a setting: how one that is a table is typed. */
const typing = 'things.setting.json';

for (const language of languages) {
  test(`${language}: methods, parts and settings have names, and nothing else has one`, () => {
    const messages = Object.keys(messagesOf(language)).filter((id) => /^things\.(method|part|setting)\./.test(id) && id !== typing);
    assert.deepEqual(messages.toSorted(), [...named].toSorted());
  });

  test(`${language}: no two settings of a form are called the same, nor two parts or methods to choose from`, () => {
    speak(language, messagesOf(language));
    const lists = [offered.map(({ name }) => methodName(name)), ...offered.map((method) => Object.keys(method.parts).map(partName)), ...forms.map((fields) => Object.keys(fields).map(settingName))];
    for (const names of lists) assert.deepEqual(names.filter((name, place) => names.indexOf(name) !== place), []);
  });
}

for (const language of ['de', 'es'] as const) {
  test(`${language}: what can be chosen is a phrase that the form has`, () => {
    const choices = forms.flatMap((fields) => Object.values(fields).flatMap((field) => (field.type === 'choice' ? field.of : [])));
    assert.ok(choices.length > 0);
    const phrases = phrasesOf(language);
    assert.deepEqual(choices.filter((choice) => !Object.hasOwn(phrases, choice.replaceAll('_', ' '))), []);
  });
}

test('a setting has its unit behind it, in every language', () => {
  const said = (language: Language): readonly string[] => {
    speak(language, messagesOf(language));
    return [settingName('drift_g_h'), settingName('piece_g'), settingName('false_alarm'), partName('weight'), methodName('load-cell')];
  };
  assert.deepEqual(said('en'), ['Drift (g/h)', 'Mean weight of a piece (g)', 'False alarm', 'weight', 'load cell']);
  assert.deepEqual(said('de'), ['Drift (g/h)', 'Mittleres Gewicht eines Stücks (g)', 'Fehlalarm', 'Gewicht', 'Wägezelle']);
  assert.deepEqual(said('es'), ['Deriva (g/h)', 'Peso medio de una pieza (g)', 'Falsa alarma', 'peso', 'célula de carga']);
});

test('what no message names keeps the name that it has', () => {
  speak('de', messagesOf('de'));
  assert.deepEqual([settingName('warm_up_s'), settingName('gain'), partName('far_end'), methodName('sonar-sweep')], ['Warm up (s)', 'Gain', 'far end', 'Sonar sweep']);
  assert.equal(withUnit('mass_g', (what) => what.toUpperCase()), 'MASS (g)');
});

test('a refusal names settings as the form does, also without “settings.” where that can be nothing else', () => {
  speak('de', messagesOf('de'));
  assert.equal(plainly('settings.tolerance: "warm" is not a decimal number'), '“Toleranz”: "warm" is not a decimal number');
  assert.equal(plainly('settings.again_s must be at least together_s + late_s, that is 15'), '“Wieder nach (s)” must be at least “Zusammen binnen (s)” + “Verspätung (s)”, that is 15');
  assert.equal(plainly('Datenstrom x: settings.hit muss über settings.false_alarm liegen'), 'Datenstrom x: “Treffer” muss über “Fehlalarm” liegen');
  assert.equal(plainly('stream shed_scale/raw_value: a ratio, a level and a known sensor'), 'stream shed_scale/raw_value: a ratio, a level and a known sensor');
});

function phrasesOf(language: Language): { readonly [english: string]: string } {
  const read = (file: string): object => JSON.parse(readFileSync(new URL(`../messages/phrases/${language}/${file}.json`, import.meta.url), 'utf8')) as object;
  return { ...read('views'), ...read('others') } as { readonly [english: string]: string };
}
