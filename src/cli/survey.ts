/** `frankpledge survey KIT`: what a kit asks, and what the members' answers come to; with --as, one's own. */
import type { Connection } from '../host/connection.ts';
import { isInForce } from '../host/data-folder.ts';
import { memberSigner } from '../host/signers.ts';
import { answerIn, ownAnswersIn, readAnswersFile, surveyIn } from '../host/survey-folder.ts';
import { sayItem, sayOffer } from '../host/survey-words.ts';
import type { SurveyShown, SurveyTermShown } from '../views/survey-shown.ts';
import { isMember, kitAgreedOn } from '../views/survey.ts';
import type { SubcontractView } from '../views/view.ts';
import { sayValue } from '../views/words.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { SurveyItem } from '../vocabulary/survey-items.ts';
import { aboutRefusal } from '../vocabulary/refusals.ts';
import type { SurveyAnswers } from '../vocabulary/survey.ts';
import { actingAs, actOptions } from './acting.ts';
import { defineCommand, readPairs } from './arguments.ts';
import { RefusedError, reportRefusal, UsageError } from './errors.ts';
import { findKit, isKitName } from './find-kit.ts';
import { knownSubcontract } from './names.ts';
import { readFileAs } from './read-file.ts';
import { reading } from './reading.ts';

type Values = { readonly data: string; readonly as?: string | undefined; readonly key?: string | undefined; readonly answer?: readonly string[] | undefined; readonly file?: string | undefined; readonly forget?: boolean | undefined };

export const survey = defineCommand({
  name: 'survey',
  usage: 'KIT [--for SUBCONTRACT] [--as MEMBER [--key FILE] [--answer ITEM=VALUE]… [--file FILE.yaml] | --as MEMBER --forget] [--kits DIR]… [--data DIR] [--json]',
  says: 'shows what a kit asks, how many answered, and what their answers propose for its terms, beside what an agreement has (--for); with --as one\'s own answers, which nobody else is shown: --answer changes some (ITEM= takes one away), --file gives all of them, --forget takes them away',
  options: {
    ...actOptions, 'for': { type: 'string' }, 'answer': { type: 'string', multiple: true }, 'file': { type: 'string' }, 'forget': { type: 'boolean' }, 'kits': { type: 'string', multiple: true },
  },
  names: ['KIT'],
  run: async ({ values, wrong, positionals: [given = ''] }) => {
    const answers = values.answer !== undefined || values.file !== undefined;
    if (values.as === undefined && values.key === undefined && (answers || values.forget === true)) throw wrong('--as is missing: who answers');
    if (answers && values.forget === true) throw wrong('give answers, or --forget: not both');
    try {
      return await reading(values, (connection) => {
        const kit = kitOf(connection, given, values.kits);
        const agreement = values.for === undefined ? undefined : agreementOf(connection, kit, values.for);
        const own = values.as === undefined && values.key === undefined ? null : ownOf(connection, kit, values, wrong);
        const shown = surveyIn(values.data, connection.view, kit, agreement);
        return { shown: own === null ? shown : { ...shown, own }, lines: linesOf(kit, shown, own) };
      });
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const { code, detail: message } = error.refusal;
      if (values.json === true) console.log(JSON.stringify({ ok: false, error: { code, message, hint: aboutRefusal(code).hint } }));
      return reportRefusal(error.refusal);
    }
  },
});

/** One at hand, or where there is none, as it was agreed on. */
function kitOf({ view }: Connection, given: string, more: readonly string[] | undefined): KitManifest {
  const agreed = isKitName(given, more) ? undefined : kitAgreedOn(view, given);
  const kit = agreed ?? findKit(given, more).manifest;
  if (kit.survey === undefined) throw new UsageError(`the kit ${kit.name} asks nothing`, 'A kit asks what stands under `survey` in its kit.yaml.');
  return kit;
}

function agreementOf(connection: Connection, kit: KitManifest, id: string): SubcontractView | undefined {
  const agreement = connection.view.subcontracts.get(knownSubcontract(connection, id));
  if (agreement?.manifest.name !== kit.name) throw new UsageError(`${id} is an agreement of the kit ${agreement?.manifest.name ?? ''}, not of ${kit.name}`, 'Leave out --for, or name one of this kit.');
  return agreement;
}

/** Whoever has a member's key may see and say what that member answers. */
function ownOf({ state, view }: Connection, kit: KitManifest, { answer = [], file, forget, ...values }: Values, wrong: (message: string) => UsageError): SurveyAnswers {
  const { grant } = memberSigner(values.data, state, actingAs(values));
  if (!isInForce(state, grant) || !isMember(view, grant.owner)) throw new RefusedError({ code: 'not_permitted', detail: `members answer, each by a key of their own that is in force: this one of ${grant.owner}'s isn't` });
  const before = ownAnswersIn(values.data, kit, grant.owner);
  if (answer.length === 0 && file === undefined && forget !== true) return before;
  const from = file === undefined ? before : readFileAs(file, readAnswersFile);
  const changed = Object.fromEntries(readPairs(answer, wrong).map(([item, value]) => [item, value === '' ? null : value]));
  const answered = answerIn(values.data, kit, grant.owner, forget === true ? {} : { ...from, ...changed });
  if (!answered.ok) throw new RefusedError(answered.refusal);
  return answered.value;
}

function linesOf(kit: KitManifest, shown: SurveyShown, own: SurveyAnswers | null): string[] {
  const { answered } = shown;
  return [
    `${kit.name} ${kit.version}: ${answered === 1 ? '1 member has' : `${answered} members have`} answered.`,
    ...shown.items.flatMap((item) => ['', `${item.id}: ${item.question}`, ...(item.help === undefined ? [] : [item.help]), ...sayItem(item), ...(own === null ? [] : [`you: ${own[item.id] ?? '–'}`]), outcomeOf(shown, item)].map((line, place) => (place < 2 ? line : `    ${line}`))),
  ];
}

function outcomeOf({ answers, needed, proposed, offers }: SurveyShown, { id }: SurveyItem): string {
  const count = answers[id] ?? 0;
  const said = count === 1 ? '1 answer' : `${count} answers`;
  if (count < needed) return `→ ${said}; with fewer than ${needed} nothing is said`;
  const of = <T extends { readonly item: string }>(all: readonly T[]): readonly T[] => all.filter(({ item }) => item === id);
  const then = [...of(proposed).map(sayTerm), ...of(offers).map((each) => sayOffer(each.offers, each.kit))];
  const says = of(proposed)[0]?.says ?? of(offers)[0]?.says ?? null;
  return `→ ${said}${says === null ? '' : `, ${says}`}: ${then.length === 0 ? 'nothing is proposed' : then.join('; ')}`;
}

function sayTerm({ term, value, unit, agreed }: SurveyTermShown): string {
  const beside = agreed === null ? '' : agreed === value ? ', as agreed' : `, agreed is ${sayValue(agreed)}`;
  return `${term} ${sayValue(value)}${unit === null ? '' : ` ${unit}`}${beside}`;
}
