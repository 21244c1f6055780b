/** `frankpledge sensing harm`: where more sensing would help, and a draft proposal. */
import { isAddress } from '../host/log-client.ts';
import { readSensingFile } from '../host/scenarios.ts';
import { pastIn, type SensingPast } from '../host/sensing-past.ts';
import { draftHarm, rankHarm, type HarmDraft, type HarmRanked } from '../sensing/harm.ts';
import type { Severity } from '../vocabulary/sensing.ts';
import { acting, actOptions, commandOn } from './acting.ts';
import { defineCommand } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { UnknownNameError } from './names.ts';
import { proposingOptions, put } from './proposing.ts';
import { readFileAs } from './read-file.ts';
import type { Looked } from './reading.ts';
import { placeUsage, readingPast } from './sensing-past.ts';
import { readWhole } from './when.ts';

const beside = '[--reason TEXT] [--title TEXT] [--text FILE] [--topic ID] [--asked all|group:NAME] [--closes DATE] [--effective DATE] --as MEMBER [--key FILE]';

export const harm = defineCommand({
  name: 'sensing harm',
  usage: `[--severe 1-5] [--place PLACE] [--file FILE.yaml]  [--propose ${beside}]  [${placeUsage}] [--json]`,
  says: 'ranks places by their share of the severe incidents, in a folder or of a running collective by its link, says what senses there already, and drafts a proposal; with --file one that binds what the file says for that place; with --propose hands it in',
  options: { ...actOptions, ...proposingOptions, severe: { type: 'string' }, place: { type: 'string' }, file: { type: 'string' }, propose: { type: 'boolean' } },
  names: [],
  run: ({ values, wrong }) => {
    if (values.propose !== true) return readingPast(values, (past) => look(past, values, wrong));
    if (isAddress(values.data)) throw wrong('--propose signs with a key of the data folder: name that folder with --data, or put it to the vote on the page, under Things, Where harm is');
    return acting(values, async (connection) => {
      const ranked = await rankedIn(pastIn(connection), values, wrong);
      const draft = draftIn(ranked, values.place);
      if (draft === undefined) throw wrong(ranked.says);
      const { change, title, text, reason } = draft;
      return await put(connection, { ...values, reason: values.reason ?? reason, wrong }, { change, drafted: { title, text } });
    });
  },
});

type Given = { readonly data: string; readonly severe?: string | undefined; readonly place?: string | undefined; readonly file?: string | undefined };
type Wrong = (message: string) => UsageError;

async function look(past: SensingPast, given: Given, wrong: Wrong): Promise<Looked> {
  const ranked = await rankedIn(past, given, wrong);
  const draft = draftIn(ranked, given.place);
  const named = (each: readonly { readonly id: string }[]): string[] => each.map(({ id }) => id);
  const again = `sensing harm${['severe', 'place', 'file'].map((option) => { const value = given[option as 'severe' | 'place' | 'file']; return value === undefined ? '' : ` --${option} ${value}`; }).join('')}`;
  return {
    shown: { ...ranked, places: ranked.places.map((each) => ({ ...each, there: named(each.there), candidates: named(each.candidates) })), draft: draft ?? null },
    lines: [
      ranked.says,
      ...ranked.places.map(({ says }, place) => `  ${place + 1}. ${says}`),
      ...(draft === undefined ? [] : ['', `${draft.title}: ${draft.reason}`, ...draft.text.map(({ text }) => `  ${text}`), '', `to put it to the vote: ${'folder' in past.place ? commandOn(past.place.folder, `${again} --propose --as MEMBER`) : `${past.place.url}/#/things/harm`}`]),
    ],
  };
}

async function rankedIn(past: SensingPast, { severe, file }: Given, wrong: Wrong): Promise<HarmRanked> {
  const severeFrom = severe === undefined ? undefined : (readWhole(severe, '--severe', 1, 5, wrong) as Severity);
  const { places, bindings, people } = await past.harm();
  const candidates = file === undefined ? [] : readFileAs(file, (text) => readSensingFile(text, people)).bind;
  return rankHarm({ places, bindings, candidates, ...(severeFrom === undefined ? {} : { severeFrom }) });
}

/** @throws UnknownNameError for a place without a severe incident */
function draftIn(ranked: HarmRanked, place: string | undefined): HarmDraft | undefined {
  const draft = draftHarm(ranked, place);
  if (draft === undefined && place !== undefined) throw new UnknownNameError('unknown_value', 'place with severe incidents', place, ranked.places.map((each) => each.place));
  return draft;
}
