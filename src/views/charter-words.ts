/** A charter's clauses in plain words: who decides on what by which rule, and what an ordinary vote can't touch. */
import type { ChangeKind } from '../vocabulary/changes.ts';
import type { Asked, CharterPart, Entrenched, Matter } from '../vocabulary/charter.ts';
import { sayDays } from './at-most.ts';
import { sayRule } from './deciding-words.ts';

const changeWords: { readonly [change in ChangeKind]: string } = {
  operator: 'another operator', policy: 'other witnesses of the log', recover: 'new keys for who lost theirs', issue: 'issuing', adopt: 'adopting agreements', terms: 'changing their terms',
  retire: 'ending agreements', stop: 'stopping agreements', resume: 'letting them go on', pilot: 'trials', act: 'asking agreements for something', spend: 'spending what is held in common', admit: 'admitting members',
  exclude: 'excluding members', charter: 'the charter', sensing: 'which streams become observations', resolution: 'resolutions', ratify: 'agreements with others', choice: 'choices between several',
};

/** A matter without its name: `on resolutions everyone decides, by this rule: more than half of those who say yes or no. Open for 7 days.` */
export function sayMatter({ changes, subcontracts, topics, parts, asked, rule, days, days_min }: Matter): string {
  const of = subcontracts === undefined ? '' : ` of ${subcontracts.join(', ')}`;
  const under = topics === undefined ? '' : ` under ${topics.join(', ')}`;
  const within = parts === undefined ? '' : ` in ${parts.map(sayPart).join(', ')}`;
  const what = `${changes.map((change) => changeWords[change]).join(', ')}${of}${under}${within}`;
  const least = days_min === undefined || days_min === days ? '' : `, and at least ${sayDays(days_min)}`;
  return `${sayDecides(what, asked)}, by this rule: ${sayRule(rule)}. Open for ${sayDays(days)}${least}.`;
}

/** Each a whole clause, so that it can be said in other languages. */
function sayDecides(what: string, asked: Asked): string {
  switch (asked) {
    case 'all': return `on ${what} everyone decides`;
    case 'bound': return `on ${what} those whom it binds decide`;
    case 'parties': return `on ${what} the parties of it decide`;
    case 'chosen': return `on ${what} everyone or one group, as the proposal says decides`;
    default: return `on ${what} the group ${asked.slice('group:'.length)} decides`;
  }
}

/** What is entrenched, in one line: what it is for, what it holds fast, and the way round it. */
export function sayEntrenched({ says, cap, way }: Entrenched): string {
  return `${says}; ${sayCap(cap)}. ${sayWay(way)}`;
}

/** @param label what people call the term, where it has a label */
export function sayCap(cap: Entrenched['cap'], label?: string): string {
  if ('charter' in cap) return `of the charter stand fast: ${cap.charter.map(sayPart).join(', ')}`;
  const bounds = [...(cap.at_most === undefined ? [] : [`at most ${cap.at_most}`]), ...(cap.at_least === undefined ? [] : [`at least ${cap.at_least}`])];
  return `the term ${cap.term}${label === undefined ? '' : ` (${label})`} of ${cap.subcontract ?? `every ${String(cap.kit)}`} is ${bounds.join(' and ')}`;
}

/** @example sayWay({ consent: 'party:giver', votes: 2, apart_days: 30 }) === 'It takes the yes of whoever is giver, and 2 votes, 30 days apart.' */
export function sayWay({ consent, votes, apart_days }: Entrenched['way']): string {
  const whom = typeof consent !== 'string' ? consent.join(', ') : consent.startsWith('party:') ? `whoever is ${consent.slice('party:'.length)}` : consent.startsWith('part:') ? `each who has taken up the part ${consent.slice('part:'.length)}` : `the group ${consent.slice('group:'.length)}`;
  const times = votes === 1 ? 'one vote' : `${votes} votes, ${sayDays(apart_days)} apart`;
  return `It takes the yes of ${whom}, and ${times}.`;
}

const partWords: { readonly [part in CharterPart]: string } = {
  name: 'name', rights: 'rights', issue_per_month: 'issue per month', late_days: 'late days', clock_ahead_s: 'clock ahead s', decide: 'decide', recovery: 'recovery', alone_max: 'alone max', appear_s: 'appear s',
  matters: 'matters', amending: 'amending', windows: 'windows', groups: 'groups', entrenched: 'entrenched', weighty: 'weighty',
};

/** What a part of the charter is called. */
export function sayPart(part: CharterPart): string {
  return partWords[part];
}
