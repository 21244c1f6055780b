/** `frankpledge sensing cutoff`: from what errors cost to a cut-off, and what it would have done on the collective's own past. */
import type { AgreedCutoff, SensingPast } from '../host/sensing-past.ts';
import { costMax, cutoffText, isAsking, pastErrors, zonesOf, type ErrorShare, type Fraction, type PastErrors, type Zones } from '../sensing/calibration/cutoff.ts';
import { previewMeasures, type Measure, type MeasurePreview } from '../sensing/measures.ts';
import type { PastCaseShown } from '../views/things-shown.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import { commandOn, dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { UnknownNameError } from './names.ts';
import { printLooked, type Looked } from './reading.ts';
import { placeUsage, readingPast } from './sensing-past.ts';
import { tableLines } from './table.ts';

type Wrong = (message: string) => UsageError;

/** Decimals of a cost; with them the largest is a million. */
const costDecimals = 3;

export const cutoff = defineCommand({
  name: 'sensing cutoff',
  usage: `--wrongly COST --missed COST [--unsure COST] [--subcontract ID] [--binding ID] [--person] [--beside CUTOFF]… [${placeUsage}] [--json]`,
  says: 'says from which probability on acting costs less than not acting, and with --unsure between which ones a person is asked; with --subcontract, --binding or --data also what that would have done on decided cases of the past, of a folder or of a running collective by its link, and how to propose it',
  options: {
    wrongly: { type: 'string' }, missed: { type: 'string' }, unsure: { type: 'string' }, subcontract: { type: 'string' }, binding: { type: 'string' }, person: { type: 'boolean' },
    beside: { type: 'string', multiple: true }, data: { type: 'string' }, json: { type: 'boolean' },
  },
  names: [],
  run: async ({ values, wrong }) => {
    const costs = costsIn(values, wrong);
    const zones = zonesOf(costs.wrongly, costs.missed, costs.unsure);
    const beside = (values.beside ?? []).map((given) => ({ label: given, cutoff: readCutoff(given, wrong) }));
    const { data, subcontract, binding } = values;
    if (data === undefined && subcontract === undefined && binding === undefined) {
      if (values.person === true || beside.length > 0) throw wrong(`${values.person === true ? '--person' : '--beside'} is about the past: say of what, with --data, --subcontract or --binding`);
      return printLooked({ shown: shownOf(zones), lines: zoneLines(zones, costs) }, values.json === true);
    }
    return readingPast({ data: data ?? dataFolder, json: values.json }, (past) => onThePast(past, { ...values, costs, zones, beside }));
  },
});

type Costs = { readonly wrongly: number; readonly missed: number; readonly unsure: number | undefined };

function costsIn(values: { readonly [cost in 'wrongly' | 'missed' | 'unsure']?: string | undefined }, wrong: Wrong): Costs {
  const cost = (name: keyof Costs): number | undefined => {
    const given = values[name];
    if (given === undefined) return undefined;
    const read = parseDecimal(given, costDecimals);
    if (!read.ok || read.value <= 0 || read.value > costMax) throw wrong(`--${name} is what that costs beside the others: a number above 0 and up to ${costMax / 10 ** costDecimals}, as 9 or 0.5, not "${given}"`);
    return read.value;
  };
  const [wrongly, missed] = [cost('wrongly'), cost('missed')];
  if (wrongly === undefined || missed === undefined) throw wrong(wrongly === undefined ? '--wrongly is missing: what acting on something that was not so costs' : '--missed is missing: what missing something that was so costs');
  return { wrongly, missed, unsure: cost('unsure') };
}

function readCutoff(given: string, wrong: Wrong): number {
  const value = /^(0(\.\d{1,9})?|1(\.0{1,9})?)$/.test(given) ? Number(given) : NaN;
  if (Number.isNaN(value)) throw wrong(`--beside is a probability from 0 to 1, as 0.95, not "${given}"`);
  return value;
}

type PastGiven = {
  readonly costs: Costs; readonly zones: Zones; readonly beside: readonly Measure[];
  readonly subcontract?: string | undefined; readonly binding?: string | undefined; readonly person?: boolean | undefined;
};

async function onThePast(past: SensingPast, { costs, zones, beside, subcontract, binding, person = false }: PastGiven): Promise<Looked> {
  await requireKnown(past, subcontract, binding);
  const cases = (await past.cases({ subcontract, binding })).flatMap((each) => probabilityOf(each, person));
  const decided = cases.flatMap(({ p, truth }) => (truth === undefined ? [] : [{ p, truth }]));
  const errors = { ...pastErrors(decided, zones), uncontested: cases.filter(({ how }) => how === 'uncontested').length };
  const agreed = subcontract === undefined ? [] : await past.cutoffs(subcontract);
  const measures = [{ label: `cut-off ${cutoffText(zones.act)}`, cutoff: Number(cutoffText(zones.act)) }, ...beside, ...agreed.map((each) => ({ label: `${each.term} as agreed, ${each.agreed}`, cutoff: Number(each.agreed) }))];
  const previews = previewMeasures(measures, cases);
  const propose = subcontract === undefined ? [] : proposing(past.place, subcontract, agreed, zones);
  return {
    shown: { ...shownOf(zones), past: { claims: cases.length, ...errors }, beside: previews, propose },
    lines: [...zoneLines(zones, costs), ...pastLines(errors, zones), ...besideLines(previews), ...proposeLines(propose)],
  };
}

/** @throws UnknownNameError */
async function requireKnown({ names }: SensingPast, subcontract: string | undefined, binding: string | undefined): Promise<void> {
  if (subcontract === undefined && binding === undefined) return;
  const { subcontracts, bindings } = await names();
  if (subcontract !== undefined && !subcontracts.includes(subcontract)) throw new UnknownNameError('unknown_subcontract', 'subcontract', subcontract, subcontracts);
  if (binding !== undefined && !bindings.includes(binding)) throw new UnknownNameError('unknown_stream', 'binding', binding, bindings);
}

/** With the keys of a folder by a command; elsewhere on the page, where the members' keys are. */
function proposing(place: SensingPast['place'], subcontract: string, agreed: readonly AgreedCutoff[], zones: Zones): readonly string[] {
  if ('folder' in place) return agreed.map(({ term }) => commandOn(place.folder, `propose terms ${subcontract} --set ${term}=${cutoffText(zones.act)} --reason TEXT --as MEMBER`));
  return agreed.length === 0 ? [] : [`${place.url}/#/things/cutoff/${encodeURIComponent(subcontract)}`];
}

type PastCase = { readonly p: number; readonly truth?: boolean; readonly how: PastCaseShown['how'] };

/** As it was said. An observation that names nobody says nothing of a person. */
function probabilityOf({ p, truth: happened, how, person: wasThem }: PastCaseShown, person: boolean): PastCase[] {
  const [said, truth] = person ? [p.person, wasThem] : [p.event, happened];
  return said === null ? [] : [{ p: said, how, ...(truth === null ? {} : { truth }) }];
}

function zoneLines(zones: Zones, { wrongly, missed, unsure }: Costs): string[] {
  const { no, act } = zones;
  const ratio = `acting wrongly costs ${said(wrongly)}, missing it ${said(missed)}`;
  if (isAsking(zones)) return [`from ${say(act)} on it acts, from ${say(no)} on a person is asked, below nothing is done: ${ratio}, asking ${said(unsure ?? 0)}`];
  return [`cut-off ${say(act)}: ${ratio}`, ...(unsure === undefined ? [] : [`asking a person costs ${said(unsure)}, which is no less than to decide: nobody is asked`])];
}

function pastLines({ cases, uncontested, ...past }: PastErrors & { readonly uncontested: number }, zones: Zones): string[] {
  if (cases === 0) return ['no case of the past is decided yet: nothing can be said of errors'];
  const row = (what: string, { count, interval: { low, high } }: ErrorShare): string[] => [`  ${what}`, String(count), `${Math.floor(100 * low)} to ${Math.ceil(100 * high)} %`];
  return [
    `on ${cases} decided cases of the past (${cases - uncontested} by people, ${uncontested} acted on and left uncontested), and what share that can be with so few (95 %):`,
    ...tableLines([row('acted on', past.charged), row('of these wrongly', past.wrongly), row('missed', past.missed), ...(isAsking(zones) ? [row('sent to a person', past.asked)] : [])]),
    'What nobody acted on and nobody noticed is not among them: more may have been missed.',
  ];
}

function besideLines(previews: readonly MeasurePreview[]): string[] {
  return previews.length < 2 ? [] : ['side by side, also on what is not decided:', ...previews.map(({ says }) => `  ${says}`)];
}

function proposeLines(commands: readonly string[]): string[] {
  return commands.length === 0 ? [] : ['to propose it:', ...commands.map((command) => `  ${command}`)];
}

function shownOf(zones: Zones): { readonly cutoff: object; readonly unsure: object | null } {
  const shown = (fraction: Fraction): object => ({ ...fraction, text: cutoffText(fraction) });
  return { cutoff: shown(zones.act), unsure: isAsking(zones) ? { from: shown(zones.no), until: shown(zones.act) } : null };
}

/** @example '0.90 (9/10)' */
function say(fraction: Fraction): string {
  return `${cutoffText(fraction)} (${fraction.numerator}/${fraction.denominator})`;
}

function said(cost: number): string {
  return String(cost / 10 ** costDecimals);
}
