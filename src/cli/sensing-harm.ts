/** `frankpledge sensing harm`: where more sensing would help, and a draft proposal. */
import type { Connection } from '../host/connection.ts';
import { readSensingFile } from '../host/scenarios.ts';
import { draftHarm, rankHarm, type HarmDraft, type HarmRanked } from '../sensing/harm.ts';
import { incidentsOf } from '../views/sensing.ts';
import type { Severity } from '../vocabulary/sensing.ts';
import { acting, actOptions, commandOn } from './acting.ts';
import { defineCommand } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { UnknownNameError } from './names.ts';
import { proposingOptions, put } from './proposing.ts';
import { readFileAs } from './read-file.ts';
import { reading } from './reading.ts';
import { readWhole } from './when.ts';

const beside = '[--reason TEXT] [--title TEXT] [--text FILE] [--topic ID] [--asked all|group:NAME] [--closes DATE] [--effective DATE] --as MEMBER [--key FILE]';

export const harm = defineCommand({
  name: 'sensing harm',
  usage: `[--severe 1-5] [--place PLACE] [--file FILE.yaml]  [--propose ${beside}]  [--data DIR] [--json]`,
  says: 'ranks places by their share of the severe incidents, says what senses there already, and drafts a proposal; with --file one that binds what the file says for that place; with --propose hands it in',
  options: { ...actOptions, ...proposingOptions, severe: { type: 'string' }, place: { type: 'string' }, file: { type: 'string' }, propose: { type: 'boolean' } },
  names: [],
  run: ({ values, wrong }) => {
    if (values.propose !== true) return reading(values, (connection) => look(connection, values, wrong));
    return acting(values, (connection) => {
      const ranked = rankedIn(connection, values, wrong);
      const draft = draftIn(ranked, values.place);
      if (draft === undefined) throw wrong(ranked.says);
      const { change, title, text, reason } = draft;
      return put(connection, { ...values, reason: values.reason ?? reason, wrong }, { change, drafted: { title, text } });
    });
  },
});

type Given = { readonly data: string; readonly severe?: string | undefined; readonly place?: string | undefined; readonly file?: string | undefined };
type Wrong = (message: string) => UsageError;

function look(connection: Connection, given: Given, wrong: Wrong): { readonly shown: unknown; readonly lines: readonly string[] } {
  const ranked = rankedIn(connection, given, wrong);
  const draft = draftIn(ranked, given.place);
  const named = (each: readonly { readonly id: string }[]): string[] => each.map(({ id }) => id);
  const again = `sensing harm${['severe', 'place', 'file'].map((option) => { const value = given[option as 'severe' | 'place' | 'file']; return value === undefined ? '' : ` --${option} ${value}`; }).join('')}`;
  return {
    shown: { ...ranked, places: ranked.places.map((each) => ({ ...each, there: named(each.there), candidates: named(each.candidates) })), draft: draft ?? null },
    lines: [
      ranked.says,
      ...ranked.places.map(({ says }, place) => `  ${place + 1}. ${says}`),
      ...(draft === undefined ? [] : ['', `${draft.title}: ${draft.reason}`, ...draft.text.map(({ text }) => `  ${text}`), '', `to put it to the vote: ${commandOn(given.data, `${again} --propose --as MEMBER`)}`]),
    ],
  };
}

function rankedIn(connection: Connection, { severe, file }: Given, wrong: Wrong): HarmRanked {
  const { view, state } = connection;
  const severeFrom = severe === undefined ? undefined : (readWhole(severe, '--severe', 1, 5, wrong) as Severity);
  const people = [...state.members.values()].filter(({ left, commons }) => left === null && !commons).map(({ id }) => id);
  const candidates = file === undefined ? [] : readFileAs(file, (text) => readSensingFile(text, people)).bind;
  return rankHarm({
    places: incidentsOf(view).places, bindings: [...view.bindings.values()].flatMap(({ binding }) => binding ?? []), candidates, ...(severeFrom === undefined ? {} : { severeFrom }),
  });
}

/** @throws UnknownNameError for a place without a severe incident */
function draftIn(ranked: HarmRanked, place: string | undefined): HarmDraft | undefined {
  const draft = draftHarm(ranked, place);
  if (draft === undefined && place !== undefined) throw new UnknownNameError('unknown_value', 'place with severe incidents', place, ranked.places.map((each) => each.place));
  return draft;
}
