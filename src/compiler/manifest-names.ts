/** Whether the names in a manifest of the right shape exist: cells, subjects, template fields, parties, parts, terms, tables. */
import { factorsOf, isAmounts, typeOf } from '../vocabulary/envelope-amounts.ts';
import type { ActionRule, Field, Fields, KitManifest, ObservationRule, PeriodRule, PostedOf, ReadRule, ValueType, WakeRules } from '../vocabulary/kit.ts';
import { canLeaveBehind } from '../vocabulary/weighs.ts';
import { braces, checkPlainWords } from './manifest-words.ts';
import { at, unknownName, type Say } from './problems.ts';

export function checkNames(kit: KitManifest, say: Say): void {
  checkTerms(kit, say);
  checkCells(kit, say);
  for (const [event, rule] of Object.entries(kit.observations ?? {})) checkObservation(kit, event, rule, say);
  for (const [name, rule] of Object.entries(kit.actions ?? {})) checkAction(kit, at('actions', name), rule, say);
  for (const [name, rule] of Object.entries(kit.questions ?? {})) checkHandler(kit, at('questions', name), rule, say, ['by']);
  for (const [name, rule] of Object.entries(kit.timers ?? {})) checkCellNames(kit, at('timers', name), rule.cells, say);
  checkReads(kit, say);
  checkWakes(kit, say);
  checkCellNames(kit, 'reviews', kit.reviews?.cells, say);
  checkAttested(kit, say);
  checkEnvelope(kit, say);
  checkPlainWords(kit, say);
}

// Terms

function checkTerms(kit: KitManifest, say: Say): void {
  const { unit } = kit.terms;
  const paysOut = kit.envelope.length > 0 || allTypes(kit).some((type) => type.type === 'amount');
  if (unit === undefined) {
    if (paysOut) say('terms', 'missing', 'amounts need the term unit', 'add unit: { type: unit, default: first }');
  } else if (unit.type !== 'unit' || (paysOut && unit.default !== 'first')) {
    say('terms.unit', 'kind', 'the term unit is the unit of all amounts', 'write unit: { type: unit, default: first }');
  }
}

function allTypes(kit: KitManifest): ValueType[] {
  const rules = [kit.observations, kit.actions, kit.questions].flatMap((one) => Object.values<ActionRule | ObservationRule>(one ?? {}));
  return [kit.terms, ...rules.map((one) => one.fields)].flatMap(typesIn);
}

function typesIn(fields: Fields): ValueType[] {
  return Object.values(fields).flatMap(within);
}

function within(type: ValueType): ValueType[] {
  switch (type.type) {
    case 'list': return [type, ...within(type.of)];
    case 'map': return [type, ...within(type.keys), ...within(type.of)];
    case 'record': return [type, ...typesIn(type.fields)];
    default: return [type];
  }
}

// Handlers

function checkObservation(kit: KitManifest, event: string, rule: ObservationRule, say: Say): void {
  const path = at('observations', event);
  const term = kit.terms[rule.subject];
  if (term === undefined) unknownName(say, at(path, 'subject'), 'term', rule.subject, Object.keys(kit.terms));
  else if (!holdsSubjects(term)) say(at(path, 'subject'), 'kind', `the term "${rule.subject}" holds no subject`, 'name a term of type subject, or a map with subjects as keys');
  checkHandler(kit, path, rule, say, []);
}

function holdsSubjects(term: Field): boolean {
  return term.type === 'subject' || (term.type === 'map' && term.keys.type === 'subject');
}

/** Names that the kernel adds to an event: a field can't have one of them. */
const added = ['id', 'subject', 'at', 'day', 'dayStart', 'now', 'today', 'p'];

function checkHandler(kit: KitManifest, path: string, rule: ActionRule, say: Say, alsoAdded: readonly string[]): void {
  for (const name of Object.keys(rule.fields)) {
    if ([...added, ...alsoAdded].includes(name)) say(at(at(path, 'fields'), name), 'name', `"${name}" is what the kernel itself adds`, 'choose another name');
  }
  checkCellKeys(kit, path, rule.cells, [...cellWords, ...alsoAdded, ...Object.keys(rule.fields)], say);
}

function checkAction(kit: KitManifest, path: string, rule: ActionRule, say: Say): void {
  checkHandler(kit, path, rule, say, ['by']);
  if (rule.weighs !== undefined || !canLeaveBehind(kit, rule)) return;
  say(at(path, 'weighs'), 'missing', 'it can leave something behind by which the kit takes from members later: say whether whoever asks arranges by it to pay', 'add weighs: true, and who has a passkey asks with that; or weighs: false, where it arranges no payment of theirs');
}

/** The cells exist, and what fills their keys is among what the handler is told. */
function checkCellKeys(kit: KitManifest, path: string, cells: readonly string[] | undefined, told: readonly string[], say: Say): void {
  checkCellNames(kit, path, cells, say);
  for (const cell of cells ?? []) {
    for (const name of braces(kit.cells?.[cell]?.key ?? '')) if (!told.includes(name)) unknownName(say, at('cells', `${cell}.key`), `value for ${path}`, name, told);
  }
}

function checkCellNames(kit: KitManifest, path: string, cells: readonly string[] | undefined, say: Say): void {
  (cells ?? []).forEach((cell, i) => {
    if (kit.cells === undefined || !Object.hasOwn(kit.cells, cell)) unknownName(say, `${at(path, 'cells')}[${i}]`, 'cell', cell, Object.keys(kit.cells ?? {}));
  });
}

// Reads

function checkPurse(kit: KitManifest, path: string, name: string, say: Say): void {
  if (!Object.hasOwn(kit.purses ?? {}, name)) unknownName(say, path, 'purse', name, Object.keys(kit.purses ?? {}));
}

function checkPart(kit: KitManifest, path: string, name: string, say: Say): void {
  if (!Object.hasOwn(kit.parts ?? {}, name)) unknownName(say, path, 'part', name, Object.keys(kit.parts ?? {}));
}

/** What is read exists, each is read by some handler, and each handler names what there is. */
function checkReads(kit: KitManifest, say: Say): void {
  const used = new Set<string>();
  for (const [path, rule] of handlersOf(kit)) {
    (rule.reads ?? []).forEach((name, i) => {
      used.add(name);
      const place = `${at(path, 'reads')}[${i}]`;
      if (!Object.hasOwn(kit.reads ?? {}, name)) unknownName(say, place, 'read', name, Object.keys(kit.reads ?? {}));
      const cell = cellRead(kit.reads?.[name]);
      if (cell !== undefined && rule.cells?.includes(cell) !== true) say(place, 'cell', `"${name}" goes by the cell "${cell}", which this handler doesn't name`, `add ${cell} to its cells`);
    });
  }
  for (const [name, rule] of Object.entries(kit.reads ?? {})) {
    const path = at('reads', name);
    if (!used.has(name)) say(path, 'unused', `no handler names the read "${name}"`, 'name it under reads of a handler, or leave it out');
    if ('party' in rule && !Object.hasOwn(kit.parties, rule.party)) unknownName(say, at(path, 'party'), 'party', rule.party, Object.keys(kit.parties));
    if ('part' in rule) checkPart(kit, at(path, 'part'), rule.part, say);
    const cell = cellRead(rule);
    const { back_minutes, through } = kit.cells?.[cell ?? ''] ?? {};
    if (back_minutes !== undefined || through !== undefined) say(path, 'kind', `"${cell}" is a list of cells`, 'name one that holds a single record');
    if (!('purse' in rule)) continue;
    checkPurse(kit, at(path, 'purse'), rule.purse, say);
    const keyed = kit.purses?.[rule.purse]?.keyed === true;
    const keys = ['key', 'keys'].filter((name) => Object.hasOwn(rule, name)).length;
    if (keys !== (keyed ? 1 : 0)) say(at(path, 'key'), 'kind', keyed ? `of the purse "${rule.purse}" there is one for each key` : `of the purse "${rule.purse}" each member has one`, keyed ? 'add key: FIELD, or keys: CELL' : 'leave out key and keys');
  }
}

/** The cell by which something is read, if it is read by one. */
function cellRead(rule: ReadRule | undefined): string | undefined {
  if (rule === undefined) return undefined;
  return 'accounts' in rule ? rule.accounts : 'keys' in rule ? rule.keys : 'holders' in rule ? rule.holders : undefined;
}

type Seeing = { readonly cells?: readonly string[]; readonly reads?: readonly string[] };

/** Every handler with its place in the file. */
function handlersOf(kit: KitManifest): (readonly [string, Seeing])[] {
  const groups = { observations: kit.observations, actions: kit.actions, questions: kit.questions, timers: kit.timers };
  return [
    ...Object.entries(groups).flatMap(([group, rules]) => Object.entries<Seeing>(rules ?? {}).map(([name, rule]) => [at(group, name), rule] as const)),
    ...wakesIn(kit).map(({ group, name, rule }) => [at(at('wakes', group), name), rule] as const),
    ['reviews', kit.reviews ?? {}],
  ];
}

// Wakings

/** What can fill a cell's key: the texts that a handler of each group is told. */
const toldTexts: { readonly [group in keyof WakeRules]-?: readonly string[] } = {
  posted: ['from', 'to', 'payer', 'payee', 'unit', 'ref', 'code', 'because', 'pays'], due: ['id', 'debtor', 'creditor', 'unit', 'ref', 'because'],
  marked: ['on', 'code', 'ref', 'because'], decided: ['id', 'change', 'by', 'about'], consented: ['member', 'part'],
};
const wakeGroups = Object.keys(toldTexts) as (keyof WakeRules)[];

type AnyWake = { readonly of?: PostedOf; readonly part?: string; readonly unit?: string; readonly code?: string; readonly cells?: readonly string[]; readonly reads?: readonly string[] };

function wakesIn(kit: KitManifest): { readonly group: keyof WakeRules; readonly name: string; readonly rule: AnyWake }[] {
  return wakeGroups.flatMap((group) => Object.entries<AnyWake>(kit.wakes?.[group] ?? {}).map(([name, rule]) => ({ group, name, rule })));
}

function checkWakes(kit: KitManifest, say: Say): void {
  for (const { group, name, rule } of wakesIn(kit)) {
    const path = at(at('wakes', group), name);
    const party = rule.of?.startsWith('party:') === true ? rule.of.slice('party:'.length) : undefined;
    if (party !== undefined && !Object.hasOwn(kit.parties, party)) unknownName(say, at(path, 'of'), 'party', party, Object.keys(kit.parties));
    if (rule.of?.startsWith('purse:') === true) checkPurse(kit, at(path, 'of'), rule.of.slice('purse:'.length), say);
    if (rule.part !== undefined) checkPart(kit, at(path, 'part'), rule.part, say);
    if (rule.unit !== undefined) checkUnit(kit, at(path, 'unit'), rule.unit, say);
    if (group === 'marked') checkMarkCode(kit, at(path, 'code'), rule.code ?? '', say);
    checkCellKeys(kit, path, rule.cells, [...toldTexts[group], 'day', 'slot'], say);
  }
}

function checkUnit(kit: KitManifest, path: string, unit: string, say: Say): void {
  const units = Object.keys(kit.terms).filter((name) => kit.terms[name]?.type === 'unit');
  if (kit.terms[unit] === undefined) unknownName(say, path, 'term of type unit', unit, units);
  else if (!units.includes(unit)) say(path, 'kind', `the term "${unit}" isn't a unit`, 'name a term of type unit');
}

function checkMarkCode(kit: KitManifest, path: string, code: string, say: Say): void {
  if (!code.startsWith('term:')) return;
  const name = code.slice('term:'.length);
  if (!Object.hasOwn(kit.terms, name)) unknownName(say, path, 'term of type subject', name, Object.keys(kit.terms).filter((term) => kit.terms[term]?.type === 'subject'));
  else if (kit.terms[name]?.type !== 'subject') say(path, 'kind', `the term "${name}" isn't a subject`, 'name a term of type subject');
}

// Cells

const cellWords = ['subject', 'observation', 'day', 'slot'];

function checkCells(kit: KitManifest, say: Say): void {
  const used = new Set(handlersOf(kit).flatMap(([, { cells }]) => cells ?? []));
  for (const [name, rule] of Object.entries(kit.cells ?? {})) {
    const path = at('cells', name);
    if (!used.has(name)) say(path, 'unused', `no handler names the cell "${name}"`, 'name it under cells of a handler, or leave it out');
    checkNumber(kit, at(path, 'back_minutes'), rule.back_minutes, say);
    checkNumber(kit, at(path, 'slot_minutes'), rule.slot_minutes, say);
    const slotted = rule.slot_minutes !== undefined;
    if (slotted !== braces(rule.key).includes('slot')) say(at(path, 'key'), 'kind', '{slot} and slot_minutes belong together', slotted ? 'add {slot}' : 'add slot_minutes');
    else if (slotted && rule.through !== undefined) say(at(path, 'through'), 'kind', 'through goes by days, not by slots', 'leave out through or slot_minutes');
    else if (!slotted && (rule.back_minutes !== undefined || rule.through !== undefined) && !braces(rule.key).includes('day')) {
      say(at(path, 'key'), 'kind', 'a cell for each day has {day} in its key', 'add {day}');
    }
  }
}

/** A number of minutes or days, or the name of a term that is one. */
function checkNumber(kit: KitManifest, path: string, given: number | string | undefined, say: Say): void {
  if (typeof given !== 'string') return;
  const term = kit.terms[given];
  if (term === undefined) unknownName(say, path, 'term', given, Object.keys(kit.terms));
  else if (term.type !== 'integer') say(path, 'kind', `the term "${given}" isn't an integer`, 'name a term of type integer');
}

// Attested tables and the envelope

function checkAttested(kit: KitManifest, say: Say): void {
  for (const [name, rule] of Object.entries(kit.attested ?? {})) {
    const path = at(at('attested', name), 'table');
    const term = kit.terms[rule.table];
    if (term === undefined) unknownName(say, path, 'term', rule.table, Object.keys(kit.terms));
    else if (term.type !== 'list' || term.of.type !== 'record' || !Object.hasOwn(term.of.fields, 'from')) {
      say(path, 'kind', `the term "${rule.table}" isn't a table`, 'name a list of records with the field from');
    }
  }
}

function checkEnvelope(kit: KitManifest, say: Say): void {
  kit.envelope.forEach((rule, i) => {
    const path = `envelope[${i}]`;
    const [kind, name = ''] = rule.debit.split(/:(.*)/s);
    if (kind === 'party' && !Object.hasOwn(kit.parties, name)) unknownName(say, at(path, 'debit'), 'party', name, Object.keys(kit.parties));
    if (kind === 'part') checkPart(kit, at(path, 'debit'), name, say);
    if (kind === 'purse') checkPurse(kit, at(path, 'debit'), name, say);
    amountOf(kit, at(path, 'per_event'), rule.per_event, say);
    checkPeriod(kit, at(path, 'per_person'), rule.per_person, say);
    if (rule.in_total !== undefined) checkPeriod(kit, at(path, 'in_total'), rule.in_total, say);
  });
}

function checkPeriod(kit: KitManifest, path: string, { amount, days }: PeriodRule, say: Say): void {
  amountOf(kit, at(path, 'amount'), amount, say);
  checkNumber(kit, at(path, 'days'), days, say);
  const term = typeof days === 'string' ? kit.terms[days] : undefined;
  if (term?.type === 'integer' && (term.min ?? 0) < 1) say(at(path, 'days'), 'kind', `the term "${days}" may be less than a day`, 'give it a min of at least 1');
}

function amountOf(kit: KitManifest, path: string, amount: string, say: Say): void {
  const sum = factorsOf(amount);
  if (sum === undefined) return say(path, 'kind', `"${amount}" isn't an amount`, 'write decimal text, or terms as in price * count + fee');
  for (const [first, ...others] of sum) {
    if ('term' in first) checkFactor(kit, path, first, isAmount, 'an amount', say);
    for (const other of others) if ('term' in other) checkFactor(kit, path, other, isTimes, 'a number of times', say);
  }
}

type InEnvelope = (type: ValueType) => boolean;
/** The amounts of a map are added up. */
const isAmount: InEnvelope = (type) => type.type === 'amount' || isAmounts(type);
/** Lists and maps count their entries; an amount times an amount is none. */
const isTimes: InEnvelope = ({ type }) => ['integer', 'decimal', 'probability', 'list', 'map'].includes(type);

function checkFactor(kit: KitManifest, path: string, factor: { readonly term: string; readonly field: string | null }, fits: InEnvelope, what: string, say: Say): void {
  const { term, field } = factor;
  const type = typeOf(factor, kit.terms);
  if (type !== undefined && fits(type)) return;
  const fitting = Object.entries(kit.terms).filter(([, one]) => fits(one)).map(([name]) => name);
  if (!Object.hasOwn(kit.terms, term)) unknownName(say, path, `term that is ${what}`, term, fitting);
  else say(path, 'kind', `"${field === null ? term : `${term}.${field}`}" isn't ${what}`, `write a number, or name a term: ${fitting.join(', ') || 'there is none that fits'}`);
}
