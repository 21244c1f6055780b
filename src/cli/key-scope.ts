/** For what, and until when, a key is good, as people give it and read it. */
import { sayTime, type Zone } from '../views/local-time.ts';
import { entryKinds, type EntryKind } from '../vocabulary/entries.ts';
import type { KeyGrant, KeyScope } from '../vocabulary/grants.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import type { UsageError } from './errors.ts';

export type ScopeGiven = { readonly subjects?: string | undefined; readonly kinds?: string | undefined; readonly days?: string | undefined };

export const scopeOptions = { subjects: { type: 'string' }, kinds: { type: 'string' }, days: { type: 'string' } } as const;

/** A century: what is to be good for longer is good for ever. */
const daysMax = 36_525;

/** @param now from when the days are counted */
export function readScope({ subjects, kinds, days }: ScopeGiven, now: Instant, wrong: (message: string) => UsageError): Pick<KeyGrant, 'scope' | 'expires'> {
  const scope: KeyScope = {
    ...(kinds === undefined ? {} : { kinds: listed(kinds, 'kinds', wrong).map((kind) => readKind(kind, wrong)) }),
    ...(subjects === undefined ? {} : { subjects: listed(subjects, 'subjects', wrong) }),
  };
  if (days !== undefined && !(/^[1-9]\d{0,4}$/.test(days) && Number(days) <= daysMax)) throw wrong(`--days is a whole number from 1 to ${daysMax}, not "${days}"`);
  return { ...(Object.keys(scope).length === 0 ? {} : { scope }), ...(days === undefined ? {} : { expires: now + Number(days) * dayMs }) };
}

/** As `observes woodpile only; until Wed 4 Feb 2026, 12:00 (UTC)`; empty for a key that is good for all of its role's and for ever. */
export function sayScope({ scope, expires }: KeyGrant, zone: Zone): string {
  return [
    ...(scope?.kinds === undefined ? [] : [`says ${scope.kinds.join(', ')} only`]),
    ...(scope?.subjects === undefined ? [] : [`observes ${scope.subjects.join(', ')} only`]),
    ...(expires === undefined ? [] : [`until ${sayTime(zone, expires)}`]),
  ].join('; ');
}

function listed(text: string, option: string, wrong: (message: string) => UsageError): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw wrong(`--${option} is a list as A,B`);
  return names;
}

function readKind(text: string, wrong: (message: string) => UsageError): EntryKind {
  const kind = entryKinds.find((each) => each === text);
  if (kind === undefined) throw wrong(`there is no kind of entry "${text}"${didYouMean(text, entryKinds)}`);
  return kind;
}
