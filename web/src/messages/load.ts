import type { Area } from './areas.ts';
import { messagesIn, messagesOfAreas, type Texts } from './files.ts';
import { chosenOf, languages, type Language } from './languages.ts';
import { learnKitWords, learnPhrases, type Phrases } from './phrase.ts';
import { language, learn, speak } from './t.ts';

/** Only the language that is spoken is loaded. */
const loaders: { readonly [language in Language]: () => Promise<Texts> } = {
  en: () => import('./english.ts'), de: () => import('./german.ts'), es: () => import('./spanish.ts'),
};

type Loading = () => Promise<{ readonly default: Phrases }>;
/** By their files. */
type LoadingKits = () => Promise<{ readonly kits: { readonly [path: string]: Phrases } }>;

/**
 * What the server says, by its English sentences: in English there is nothing to load. `views`: what pages show by themselves; `kits`: what agreements
 * say; `others`: what is refused, found, measured.
 */
const phraseLoaders: { readonly [language in Language]?: { readonly views: Loading; readonly kits: LoadingKits; readonly others: Loading } } = {
  de: { views: () => import('../../../messages/phrases/de/views.json'), kits: () => import('./kits-german.ts'), others: () => import('../../../messages/phrases/de/others.json') },
  es: { views: () => import('../../../messages/phrases/es/views.json'), kits: () => import('./kits-spanish.ts'), others: () => import('../../../messages/phrases/es/others.json') },
};

/** What the first page says beside what stands around every page: it waits for no phrases but those of views. */
const firstAreas: ReadonlySet<Area> = new Set(['today']);

/** After the first page is drawn. */
const soonMs = 1500;

const kept = 'frankpledge-language';

let texts: Texts = { first: {}, later: {} };
let phrases: { readonly first: Promise<unknown>; others: Promise<void> | undefined } | undefined;

/** Loads the language that the reader chose, or their browser's, as far as every page needs it, and names it to the browser. */
export async function speakToReader(): Promise<void> {
  const chosen = rememberedLanguage() ?? chosenOf(navigator.languages);
  const files = phraseLoaders[chosen];
  phrases = { first: Promise.all([learnFrom(files?.views), learnKitsFrom(files?.kits)]), others: undefined };
  texts = await loaders[chosen]();
  speak(chosen, messagesIn(texts.first));
  document.documentElement.lang = chosen;
}

/** Loads the texts of areas, for what isn't drawn before they and the phrases are there. Called once a language is spoken. */
export async function speakOf(areas: readonly Area[]): Promise<void> {
  const isFirst = areas.every((area) => firstAreas.has(area));
  const [messages] = await Promise.all([messagesOfAreas(texts, areas), phrases?.first, isFirst ? undefined : otherPhrases()]);
  learn(messages);
  // On the first page, once it is there: whoever does something by then is refused in their language.
  if (isFirst) setTimeout(() => void otherPhrases(), soonMs);
}

async function otherPhrases(): Promise<void> {
  if (phrases === undefined) return;
  phrases.others ??= phrases.first.then(() => learnFrom(phraseLoaders[language()]?.others));
  await phrases.others;
}

async function learnFrom(load: Loading | undefined): Promise<void> {
  await unlessLost(async () => { if (load !== undefined) learnPhrases((await load()).default); });
}

async function learnKitsFrom(load: LoadingKits | undefined): Promise<void> {
  await unlessLost(async () => { if (load !== undefined) learnKitWords(Object.assign({}, ...Object.values((await load()).kits)) as Phrases); });
}

/** Where they can't be fetched, what the server says stays in English. */
async function unlessLost(learnThem: () => Promise<void>): Promise<void> {
  try {
    await learnThem();
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
