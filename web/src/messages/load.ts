import type { Area } from './areas.ts';
import { messagesIn, messagesOfAreas, type Texts } from './files.ts';
import { chosenOf, languages, type Language } from './languages.ts';
import { speakPhrases, type Phrases } from './phrase.ts';
import { learn, speak } from './t.ts';

/** Only the language that is spoken is loaded. */
const loaders: { readonly [language in Language]: () => Promise<Texts> } = {
  en: () => import('./english.ts'), de: () => import('./german.ts'), es: () => import('./spanish.ts'),
};

/** What the server says, by its English sentences: in English there is nothing to load. */
const phraseLoaders: { readonly [language in Language]?: () => Promise<{ readonly default: Phrases }> } = {
  de: () => import('../../../messages/phrases/de.json'), es: () => import('../../../messages/phrases/es.json'),
};

const kept = 'frankpledge-language';

let texts: Texts = { first: {}, later: {} };
let phrases: Promise<void> | undefined;

/** Loads the language that the reader chose, or their browser's, as far as every page needs it, and names it to the browser. */
export async function speakToReader(): Promise<void> {
  const chosen = rememberedLanguage() ?? chosenOf(navigator.languages);
  phrases = speakPhrasesOf(chosen);
  texts = await loaders[chosen]();
  speak(chosen, messagesIn(texts.first));
  document.documentElement.lang = chosen;
}

/** Loads the texts of areas, for what isn't drawn before they and the phrases are there. Called once a language is spoken. */
export async function speakOf(areas: readonly Area[]): Promise<void> {
  const [messages] = await Promise.all([messagesOfAreas(texts, areas), phrases]);
  learn(messages);
}

/** Where they can't be fetched, what the server says stays in English. */
async function speakPhrasesOf(language: Language): Promise<void> {
  try {
    const loaded = await phraseLoaders[language]?.();
    if (loaded !== undefined) speakPhrases(loaded.default);
  } catch {
    // The app's own texts are there: the page is drawn with them.
  }
}

/** The page is loaded anew in it. */
export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(kept, language);
  } catch {
    // The browser keeps nothing here: then its own language stays.
  }
  location.reload();
}

function rememberedLanguage(): Language | undefined {
  try {
    const found = localStorage.getItem(kept);
    return languages.find((each) => each === found);
  } catch {
    return undefined;
  }
}
