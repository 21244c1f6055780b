/** The message files, one for each area of the app: `messages/LANGUAGE/AREA.json` at the top of the repository, in ICU MessageFormat. English says which messages there are. */
import type app from '../../../messages/en/app.json';
import type today from '../../../messages/en/today.json';
import type words from '../../../messages/en/words.json';

type Areas = {
  readonly app: typeof app;
  readonly today: typeof today;
  readonly words: typeof words;
};

export type Area = keyof Areas;

/** @example 'app.nav.today' */
export type MessageId = { [area in Area]: `${area}.${keyof Areas[area] & string}` }[Area];
