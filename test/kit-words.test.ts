/** What our kits say is said in each other language too: nothing is missing, nothing is too much, and what is put together is found. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { aboutOf } from '../src/host/kit-about.ts';
import { loadKits, type Kit } from '../src/host/kits.ts';
import { kitSentences } from '../src/views/kit-sentences.ts';
import { nameTypes } from '../src/views/words.ts';
import { languages } from '../web/src/messages/languages.ts';
import { learnKitWords, phrase, speakPhrases, type Phrases } from '../web/src/messages/phrase.ts';
import { speak } from '../web/src/messages/t.ts';
import { phrasesIn } from './phrase-sources.ts';

const kits = [...loadKits().values()];

after(() => {
  speak('en', {});
  speakPhrases({});
});

/** What its manifest says, what it is about, and what its code refuses with: there a place has a number, and an amount's is in braces of its own. */
function saidBy({ folder, manifest }: Kit): ReadonlySet<string> {
  const refusals = phrasesIn(readFileSync(join(folder, 'contract.ts'), 'utf8')).map((each) => each.replaceAll(/\{(\{\d+\})\}/g, '$1'));
  const about = aboutOf(folder, manifest.title);
  return new Set([...kitSentences(manifest), ...(about === null ? [] : [about]), ...refusals]);
}

function wordsOf({ folder }: Kit, language: string): Phrases {
  const file = join(folder, 'words', `${language}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Phrases : {};
}

function phrasesOf(language: string): Phrases {
  const file = (name: string): Phrases => JSON.parse(readFileSync(new URL(`../messages/phrases/${language}/${name}.json`, import.meta.url), 'utf8')) as Phrases;
  return { ...file('views'), ...file('others') };
}

test('a kit\'s sentences are those of its text, its words and all that it names', () => {
  const gifts = kits.find(({ manifest }) => manifest.name === 'gifts');
  assert.ok(gifts !== undefined);
  const said = saidBy(gifts);
  for (const one of ['A member gives another up to {gift_max} {unit} at a time', '{arrived} of {amount} reached {to}', 'one can\'t give to oneself', 'Such gifts of a member in a period, at most', 'anonymous']) assert.ok([...said].some((each) => each.startsWith(one)), `${one} is not among ${[...said].join('\n')}`);
});

for (const language of languages.filter((each) => each !== 'en')) {
  for (const kit of kits) {
    test(`${language}: ${kit.manifest.name} has what it says, and nothing else, with the same places`, () => {
      const [said, words] = [saidBy(kit), wordsOf(kit, language)];
      assert.deepEqual({ missing: [...said].filter((each) => words[each] === undefined), gone: Object.keys(words).filter((each) => !said.has(withoutKit(each, kit))) }, { missing: [], gone: [] });
      for (const [english, translation] of Object.entries(words)) {
        assert.deepEqual(unique(placesIn(translation)), unique(placesIn(english)), english);
        assert.equal(translation.trim(), translation, english);
        assert.notEqual(translation, '', english);
      }
    });
  }

  test(`${language}: what people named stays in a kit's sentences as they named it`, () => {
    for (const kit of kits) {
      const types = nameTypes(kit.manifest);
      const isNamed = (name: string): boolean => ['id', 'subject'].includes(types.get(name)?.type ?? '');
      for (const [english, translation] of Object.entries(wordsOf(kit, language))) {
        if (lettersOf(english) >= tellingLetters) assert.deepEqual(placesIn(translation).filter((name) => isNamed(name) && translation.includes(`{${name}}`)), [], `${kit.manifest.name}: ${english}`);
      }
    }
  });

  test(`${language}: what several kits say is the same in each, and as the rules say it`, () => {
    const known = new Map(Object.entries(phrasesOf(language)));
    for (const kit of kits) {
      for (const [english, translation] of Object.entries(wordsOf(kit, language))) {
        assert.equal(translation, known.get(english) ?? translation, `${kit.manifest.name}: ${english}`);
        known.set(english, translation);
      }
    }
  });

  test(`${language}: each is found as it is filled, and no other in its stead`, () => {
    const filled = (text: string): string => text.replaceAll(/\{=?([A-Za-z0-9_.]+)\}/g, (_, name: string) => `X${name.replaceAll(/[^A-Za-z0-9]/g, '')}`);
    speak(language, {});
    speakPhrases(phrasesOf(language));
    for (const kit of kits) learnKitWords(wordsOf(kit, language));
    for (const kit of kits) for (const [english, translation] of Object.entries(wordsOf(kit, language))) assert.equal(phrase(filled(english)), filled(translation));
  });
}

/** Fewer, as of `{name} of {by}`, don't tell a sentence by: only what stands in its places does, so that none may be anything. */
const tellingLetters = 12;

function lettersOf(sentence: string): number {
  return sentence.replaceAll(/\{[^}]*\}|\P{L}/gu, '').length;
}

test('somebody\'s text of which no end of readings could be tried is left as it is, soon, and what is said around it is said', () => {
  speak('de', {});
  speakPhrases(phrasesOf('de'));
  for (const kit of kits) learnKitWords(wordsOf(kit, 'de'));
  // Words of the templates, in an order by a linear congruential generator (the constants of C's rand): were what was tried forgotten on the way, this one would take hours.
  const words = 'the price of bread, from who paid: and the pot; at most 3 days of that is what it takes to be there, each of them, '.split(' ');
  let [seed, reason] = [7, ''];
  while (reason.length < 1000) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    reason += `${words[seed % words.length] ?? ''} `;
  }
  reason = reason.slice(0, 980).trim();
  assert.equal(phrase(`Ana paid Bo: ${reason}`), `Ana hat an Bo gezahlt: ${reason}`);
});

/** A name that means another thing in this kit than in others has its kit behind it. */
function withoutKit(english: string, { manifest: { name } }: Kit): string {
  return english.endsWith(` (${name})`) ? english.slice(0, -` (${name})`.length) : english;
}

function placesIn(text: string): readonly string[] {
  return [...text.matchAll(/\{=?(\w+(?:\.\w+)*)\}/g)].map(([, place = '']) => place);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
