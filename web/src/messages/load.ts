import { messagesIn, type MessageFiles } from './files.ts';
import { chosenOf, languages, type Language } from './languages.ts';
import { speak } from './t.ts';

/** A language is one file for the browser, and only the one that is spoken is loaded. */
const loaders: { readonly [language in Language]: () => Promise<{ readonly files: MessageFiles }> } = {
  en: () => import('./english.ts'), de: () => import('./german.ts'), es: () => import('./spanish.ts'),
};

const kept = 'frankpledge-language';

/** Loads the language that the reader chose, or their browser's, and names it to the browser. */
export async function speakToReader(): Promise<void> {
  const chosen = rememberedLanguage() ?? chosenOf(navigator.languages);
  const { files } = await loaders[chosen]();
  speak(chosen, messagesIn(files));
  document.documentElement.lang = chosen;
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
