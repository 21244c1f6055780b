/** What an agreement watches, as its manifest and its terms tell: pages know no kit by its name. */
import { isObject } from '../../../src/vocabulary/json.ts';
import type { Fields, KitManifest } from '../../../src/vocabulary/kit.ts';
import type { SubcontractDetail, ThingShown } from '../../../src/views/shown.ts';
import { sentencesOf } from '../../../src/vocabulary/sentences.ts';
import { phrase } from '../messages/phrase.ts';
import { clauseOf } from '../why/clause.ts';
import { numeric } from '../words/amounts.ts';
import { sentence, titled } from '../words/names.ts';
import { thingTitle } from './watched.ts';

type Told = Pick<SubcontractDetail, 'manifest' | 'terms'>;

/** A whole number of what lies at the thing that people take from. `low`: below it there is little; null: the agreement says nothing of that. */
export type Stock = { readonly subject: string; readonly event: string; readonly field: string; readonly low: number | null };

/** Degrees Celsius at each member's own thing. `low`: below it it is cold. */
export type Warmth = { readonly homes: readonly (readonly [subject: string, member: string])[]; readonly event: string; readonly low: number | null };

/** Prices by declared means: a step begins at its `from`. `factor`: what each multiplies by, under its name. */
export type Steps = { readonly factor: string; readonly steps: readonly { readonly from: string; readonly times: string }[] };

/** The one thing at which somebody does something, as takings; null: there is none, or there are several. */
export function handledSubject({ manifest, terms }: Told): string | null {
  const named = new Set(Object.values(manifest.observations ?? {}).flatMap(({ subject, fields }) => (hasSomebody(fields) && typeof terms[subject] === 'string' ? [terms[subject]] : [])));
  const [only] = named;
  return only !== undefined && named.size === 1 ? only : null;
}

/** By the thing at which something is done; else by what it watches. */
export function titleOf(told: Told | undefined, subcontract: { readonly title: string }, watched: readonly ThingShown[]): string {
  const subject = told === undefined ? null : handledSubject(told);
  return subject === null ? thingTitle(subcontract, watched) : titled(subject);
}

export function stockOf({ manifest, terms }: Told): Stock | null {
  const handled = handledSubject({ manifest, terms });
  for (const [event, { subject, fields }] of Object.entries(manifest.observations ?? {})) {
    const field = Object.keys(fields).find((name) => fields[name]?.type === 'integer');
    if (handled !== null && terms[subject] === handled && field !== undefined && !hasSomebody(fields)) return { subject: handled, event, field, low: lowFor('integer', { manifest, terms }) };
  }
  return null;
}

export function warmthOf({ manifest, terms }: Told): Warmth | null {
  for (const [event, { subject, fields }] of Object.entries(manifest.observations ?? {})) {
    const type = manifest.terms[subject];
    const homes = terms[subject];
    if (type?.type !== 'map' || type.of.type !== 'member' || !isObject(homes) || fields['celsius']?.type !== 'decimal') continue;
    return { homes: Object.entries(homes).map(([thing, member]) => [thing, String(member)]), event, low: lowFor('decimal', { manifest, terms }) };
  }
  return null;
}

export function stepsOf({ manifest, terms }: Told): Steps | null {
  const { table } = Object.values(manifest.attested ?? {})[0] ?? {};
  const rows = table === undefined ? undefined : terms[table];
  if (!Array.isArray(rows)) return null;
  const records = rows.filter(isObject);
  const factor = Object.keys(records[0] ?? {}).find((name) => name !== 'from');
  return factor === undefined ? null : { factor, steps: records.map((each) => ({ from: String(each['from']), times: String(each[factor]) })) };
}

/** The sentence of the agreement that speaks of an action, with its terms; else what its kit says of it. @param text of the agreement, with its terms filled in */
export function saidOf({ manifest }: Pick<Told, 'manifest'>, text: string, action: string): string | null {
  const says = manifest.actions?.[action]?.says;
  if (says === undefined) return null;
  const sentences = sentencesOf(text);
  const place = clauseOf(sentences, says, []);
  return phrase(place === undefined ? `${sentence(says)}.` : sentences[place] ?? '');
}

/** By this word in its name a term says below what there is too little; of two of one type it isn't known which is meant. */
function lowFor(type: 'integer' | 'decimal', { manifest, terms }: { readonly manifest: KitManifest; readonly terms: Told['terms'] }): number | null {
  const [only, ...others] = Object.entries(manifest.terms).filter(([term, field]) => field.type === type && term.split('_').includes('below'));
  return only === undefined || others.length > 0 ? null : numeric(terms[only[0]]) ?? null;
}

function hasSomebody(fields: Fields): boolean {
  return Object.values(fields).some(({ type }) => type === 'agent' || type === 'member');
}
