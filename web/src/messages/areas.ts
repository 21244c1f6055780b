/** The message files, one for each area of the app: `messages/LANGUAGE/AREA.json` at the top of the repository, in ICU MessageFormat. English says which messages there are. */
import type agreements from '../../../messages/en/agreements.json';
import type adopt from '../../../messages/en/adopt.json';
import type app from '../../../messages/en/app.json';
import type books from '../../../messages/en/books.json';
import type ledger from '../../../messages/en/ledger.json';
import type money from '../../../messages/en/money.json';
import type months from '../../../messages/en/months.json';
import type trust from '../../../messages/en/trust.json';
import type join from '../../../messages/en/join.json';
import type me from '../../../messages/en/me.json';
import type pictures from '../../../messages/en/pictures.json';
import type things from '../../../messages/en/things.json';
import type notices from '../../../messages/en/notices.json';
import type today from '../../../messages/en/today.json';
import type offline from '../../../messages/en/offline.json';
import type refusals from '../../../messages/en/refusals.json';
import type decide from '../../../messages/en/decide.json';
import type why from '../../../messages/en/why.json';
import type backtest from '../../../messages/en/backtest.json';
import type charter from '../../../messages/en/charter.json';
import type words from '../../../messages/en/words.json';
import type door from '../../../messages/en/door.json';
import type found from '../../../messages/en/found.json';
import type survey from '../../../messages/en/survey.json';

type Areas = {
  readonly agreements: typeof agreements;
  readonly adopt: typeof adopt;
  readonly app: typeof app;
  readonly books: typeof books;
  readonly ledger: typeof ledger;
  readonly money: typeof money;
  readonly months: typeof months;
  readonly trust: typeof trust;
  readonly join: typeof join;
  readonly me: typeof me;
  readonly pictures: typeof pictures;
  readonly things: typeof things;
  readonly notices: typeof notices;
  readonly today: typeof today;
  readonly offline: typeof offline;
  readonly refusals: typeof refusals;
  readonly decide: typeof decide;
  readonly why: typeof why;
  readonly backtest: typeof backtest;
  readonly charter: typeof charter;
  readonly words: typeof words;
  readonly door: typeof door;
  readonly found: typeof found;
  readonly survey: typeof survey;
};

export type Area = keyof Areas;

/** @example 'app.nav.today' */
export type MessageId = { [area in Area]: `${area}.${keyof Areas[area] & string}` }[Area];
