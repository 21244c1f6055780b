/**
 * The manifest's parser: what kit.yaml says, as a `KitManifest` whose names all exist. Shape first; names only in what has the right shape.
 */
import { didYouMean } from '../vocabulary/nearest.ts';
import type { Change } from '../vocabulary/changes.ts';
import { isId } from '../vocabulary/ids.ts';
import { askedBy, type KitManifest, type ValueType } from '../vocabulary/kit.ts';
import { isObject } from '../vocabulary/json.ts';
import { checkNames } from './manifest-names.ts';
import { checkSurvey, isSurveyNumber } from './manifest-survey.ts';
import { at, type ManifestProblem, type Say } from './problems.ts';

export type ParsedManifest = { readonly ok: true; readonly value: KitManifest } | { readonly ok: false; readonly problems: readonly ManifestProblem[] };

/** @param value kit.yaml after parsing */
export function parseManifest(value: unknown): ParsedManifest {
  const problems: ManifestProblem[] = [];
  const say: Say = (path, code, message, instead, within) => problems.push({ path, code, message, instead, ...(within === undefined ? {} : { within }) });
  shapeOf(value, '', manifestShape, say);
  if (problems.length > 0) return { ok: false, problems };
  const manifest = value as KitManifest;
  checkNames(manifest, say);
  checkSurvey(manifest, say);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: manifest };
}

/** What a place in the file may hold. */
type Shape = (value: unknown, path: string, say: Say) => void;

function shapeOf(value: unknown, path: string, shape: Shape, say: Say): void {
  shape(value, path, say);
}

const text: Shape = (value, path, say) => {
  if (typeof value !== 'string') say(path, 'kind', 'expected a text', 'put it in quotes');
};

const filled: Shape = (value, path, say) => {
  if (typeof value !== 'string' || value.trim() === '') say(path, 'kind', 'expected words', 'say it in a sentence');
};

const word: Shape = (value, path, say) => {
  if (typeof value !== 'string' || !plainName.test(value)) say(path, 'name', `${JSON.stringify(value)} isn't a plain name`, 'use lower-case letters, digits, _ and -, beginning with a letter');
};

const whole = (min: number): Shape => (value, path, say) => {
  if (!Number.isSafeInteger(value) || (value as number) < min) say(path, 'kind', `expected a whole number, at least ${min}`, 'correct it');
};

const yesNo: Shape = (value, path, say) => {
  if (typeof value !== 'boolean') say(path, 'kind', 'expected true or false', 'correct it');
};

const decimalText: Shape = (value, path, say) => {
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) say(path, 'kind', 'expected a decimal number as text', 'write "12.50" in quotes');
};

const anything: Shape = () => undefined;
const plainName = /^[a-z][a-z0-9_-]{0,63}$/;
const handlerName = /^[a-z][a-z0-9_]{0,63}$/i;

const listOf = (each: Shape): Shape => (value, path, say) => {
  if (!Array.isArray(value)) return say(path, 'kind', 'expected a list', 'write it with - before each');
  value.forEach((one, i) => each(one, `${path}[${i}]`, say));
};

const named = (each: Shape, names: RegExp = plainName): Shape => (value, path, say) => {
  if (!isObject(value)) return say(path, 'kind', 'expected names with values', 'write name: value');
  for (const [name, one] of Object.entries(value)) {
    if (!names.test(name) || reserved.has(name)) say(at(path, name), 'name', `"${name}" can't be a name here`, 'use letters, digits and _, beginning with a letter');
    each(one, at(path, name), say);
  }
};

/** Names that mean something to the engine. */
const reserved = new Set(['constructor', 'prototype']);

const record = (required: { readonly [key: string]: Shape }, optional: { readonly [key: string]: Shape } = {}): Shape => (value, path, say) => {
  if (!isObject(value)) return say(path, 'kind', `expected ${Object.keys(required).join(', ') || 'a record'}`, 'write key: value');
  const known = { ...required, ...optional };
  for (const key of Object.keys(required)) {
    if (!Object.hasOwn(value, key)) say(path, 'missing', `${key} is missing`, `add ${key}`);
  }
  for (const [key, one] of Object.entries(value)) {
    const shape = Object.hasOwn(known, key) ? known[key] : undefined;
    if (shape === undefined) say(at(path, key), 'unknown', `unknown key "${key}"${didYouMean(key, Object.keys(known))}`, `the keys here are ${Object.keys(known).join(', ')}`);
    else shape(one, at(path, key), say);
  }
};

/** Keys of each type of value, besides `type`. */
const typeKeys: { readonly [type in ValueType['type']]: { readonly required: { readonly [key: string]: Shape }; readonly optional: { readonly [key: string]: Shape } } } = {
  integer: { required: {}, optional: { min: whole(-Number.MAX_SAFE_INTEGER), max: whole(-Number.MAX_SAFE_INTEGER) } },
  decimal: { required: { decimals: whole(0) }, optional: { min: decimalText, max: decimalText } },
  probability: { required: {}, optional: {} },
  amount: { required: {}, optional: { min: decimalText, max: decimalText } },
  unit: { required: {}, optional: {} },
  member: { required: {}, optional: {} },
  account: { required: {}, optional: {} },
  id: { required: {}, optional: {} },
  day: { required: {}, optional: {} },
  agent: { required: {}, optional: {} },
  subject: { required: {}, optional: {} },
  observation: { required: {}, optional: {} },
  choice: { required: { of: listOf(word) }, optional: {} },
  text: { required: { lengthMax: whole(1) }, optional: {} },
  list: { required: { of: (value, path, say) => valueType(value, path, say, false), countMax: whole(1) }, optional: { countMin: whole(0) } },
  map: {
    required: { keys: (value, path, say) => valueType(value, path, say, false), of: (value, path, say) => valueType(value, path, say, false), countMax: whole(1) },
    optional: {},
  },
  record: { required: { fields: (value, path, say) => fields(value, path, say) }, optional: {} },
};

const fieldKeys: { readonly [key: string]: Shape } = { label: filled, says: filled, default: anything, optional: yesNo };
/** What is counted or measured; an amount is in the unit that is agreed. */
const numberKeys: { readonly [key: string]: Shape } = { ...fieldKeys, unit: filled };
const numbers: readonly string[] = ['integer', 'decimal'] satisfies ValueType['type'][];

function valueType(value: unknown, path: string, say: Say, isField: boolean): void {
  if (!isObject(value)) return say(path, 'kind', 'expected a type', 'write { type: integer } or the like');
  const { type } = value;
  const keys = typeof type === 'string' && Object.hasOwn(typeKeys, type) ? typeKeys[type as ValueType['type']] : undefined;
  if (keys === undefined) {
    const near = typeof type === 'string' ? didYouMean(type, Object.keys(typeKeys)) : '';
    return say(at(path, 'type'), 'unknown', `there is no type ${JSON.stringify(type ?? null)}${near}`, `the types are ${Object.keys(typeKeys).join(', ')}`);
  }
  const besides = numbers.includes(String(type)) ? numberKeys : fieldKeys;
  record({ type: anything, ...keys.required }, { ...keys.optional, ...(isField ? besides : {}) })(value, path, say);
}

const field: Shape = (value, path, say) => valueType(value, path, say, true);
const fields: Shape = named(field, handlerName);

const cells = listOf(word);
/** What a handler may see besides what happened. */
const seen = { cells, reads: listOf(word) };
const eventRule = { fields };
const asked = record(eventRule, { says: filled, ...seen });

/** A number, or the name of a term that is one. */
const numberOrTerm: Shape = (value, path, say) => {
  if (typeof value !== 'string') whole(1)(value, path, say);
};

const cellRule = record({ key: filled }, {
  keep_days: whole(1),
  slot_minutes: numberOrTerm,
  back_minutes: numberOrTerm,
  through: (value, path, say) => {
    if (value !== 'now') say(path, 'kind', 'through is "now"', 'write through: now');
  },
});

const limit: Shape = record({ amount: text, days: numberOrTerm });

const envelopeRule = record({
  debit: (value, path, say) => {
    if (typeof value !== 'string' || !/^(members|party:.+|part:.+|purse:.+)$/.test(value)) say(path, 'kind', 'whose account may be debited', 'write members, party:NAME, part:NAME or purse:NAME');
  },
  per_event: text, per_person: limit,
}, { in_total: limit });

const oneOf = (...known: readonly string[]): Shape => (value, path, say) => {
  if (typeof value === 'string' && known.includes(value)) return;
  const near = typeof value === 'string' ? didYouMean(value, known) : '';
  say(path, 'kind', `${JSON.stringify(value ?? null)} isn't possible here${near}`, `write ${known.join(' or ')}`);
};

const heardOf: Shape = (value, path, say) => {
  if (typeof value !== 'string' || !/^(members|party:.+)$/.test(value)) say(path, 'kind', 'whose it must be to be heard of', 'write members or party:NAME');
};

const postedOf: Shape = (value, path, say) => {
  if (typeof value !== 'string' || !/^(members|party:.+|purse:.+)$/.test(value)) say(path, 'kind', 'whose it must be to be heard of', 'write members, party:NAME or purse:NAME');
};

const readRule: Shape = (value, path, say) => {
  const kinds = { holders: record({ holders: word }, { purse: word, part: word }), purse: record({ purse: word, of: word }, { key: word, keys: word }), accounts: record({ accounts: word, at: word }), member: record({ member: word }), party: record({ party: word }), part: record({ part: word }) };
  const kind = isObject(value) ? Object.entries(kinds).find(([key]) => Object.hasOwn(value, key)) : undefined;
  if (kind === undefined) say(path, 'kind', 'what is read', 'write purse: NAME with of: FIELD or holders: CELL, or holders: CELL alone or with part: NAME, member: FIELD, party: NAME, part: NAME, or accounts: CELL with at: NAME');
  else kind[1](value, path, say);
};

const markCode: Shape = (value, path, say) => {
  if (!isId(value) && !(typeof value === 'string' && /^term:./.test(value))) say(path, 'name', `${JSON.stringify(value ?? null)} can't be the code of a mark`, 'use letters, digits, . _ and -, or write term:NAME');
};

/** Kinds of decisions; that all are here is checked by their type. */
const changes: { readonly [change in Change['change']]: true } = {
  operator: true, policy: true, adopt: true, recover: true, issue: true, terms: true, retire: true, stop: true, resume: true, pilot: true, act: true, spend: true,
  admit: true, exclude: true, charter: true, sensing: true, resolution: true, ratify: true, choice: true,
};
const wakeKeys = { says: filled, ...seen };
const because = oneOf('own', 'others');

const wakes = record({}, {
  posted: named(record({ of: postedOf, direction: oneOf('in', 'out') }, { because, code: word, unit: word, ...wakeKeys }), handlerName),
  due: named(record({ of: heardOf, side: oneOf('debtor', 'creditor') }, { because, unit: word, ...wakeKeys }), handlerName),
  marked: named(record({ of: heardOf, code: markCode }, { because, ...wakeKeys }), handlerName),
  decided: named(record({}, { change: oneOf(...Object.keys(changes)), ...wakeKeys }), handlerName),
  consented: named(record({ part: word, given: yesNo }, { ...wakeKeys }), handlerName),
});

const surveyNumber: Shape = (value, path, say) => {
  if (!isSurveyNumber(value)) say(path, 'kind', 'expected a whole number, or a decimal as text', 'write "12.5" in quotes');
};

const surveyAnswer: Shape = (value, path, say) => {
  const kinds: { readonly [type: string]: Shape } = {
    number: record({ type: anything, min: surveyNumber, max: surveyNumber, step: surveyNumber }, { unit: filled }),
    choice: record({ type: anything, of: named(record({ says: filled, counts: surveyNumber })) }),
  };
  const type = isObject(value) ? value['type'] : undefined;
  const kind = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined) say(path, 'kind', 'what one answers with', 'write { type: number, min, max, step } or { type: choice, of: { name: { says, counts } } }');
  else kind(value, path, say);
};

const surveyRow = record({ at_least: surveyNumber, says: filled }, {
  terms: named((value, path, say) => { if (typeof value !== 'string') surveyNumber(value, path, say); }, handlerName),
  offers: record({ says: filled }, { kit: word }),
});

const surveyItem: Shape = (value, path, say) => {
  const keys = { id: word, question: filled, answer: surveyAnswer, by: oneOf('median', 'mean', 'count') };
  const rule: { readonly [key: string]: Shape } = isObject(value) && value['by'] === 'median' ? { sets: word } : { rows: listOf(surveyRow) };
  record({ ...keys, ...rule }, { help: filled })(value, path, say);
};

const manifestShape = record({
  name: word,
  version: (value, path, say) => {
    if (typeof value !== 'string' || !/^\d+\.\d+\.\d+$/.test(value)) say(path, 'kind', 'expected a version', 'write "1.0.0" in quotes');
  },
  title: filled,
  parties: named(record({ says: filled })),
  terms: fields,
  envelope: listOf(envelopeRule),
  words: named(filled),
  text: filled,
}, {
  parts: named(record({ says: filled }, { widened: oneOf('outside', 'old') })),
  observations: named(record({ subject: word, ...eventRule }, { says: filled, ...seen }), handlerName),
  actions: named(record(eventRule, { says: filled, by: oneOf(...askedBy), weighs: yesNo, ...seen }), handlerName),
  reviews: record({}, { ...seen }),
  timers: named(record({}, { says: filled, ...seen }), handlerName),
  wakes,
  questions: named(asked, handlerName),
  cells: named(cellRule, handlerName),
  reads: named(readRule, handlerName),
  purses: named(record({ says: filled }, { keyed: yesNo })),
  values: fields,
  survey: listOf(surveyItem),
  attested: named(record({ means: (value, path, say) => {
    if (value !== 'unit') say(path, 'kind', 'means are declared in the subcontract\'s unit', 'write means: unit');
  }, table: word }), handlerName),
});

