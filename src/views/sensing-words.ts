/** Sensing in plain words. */
import type { Fact } from '../vocabulary/outcomes.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Binding, Look, Permit } from '../vocabulary/sensing.ts';
import { sayDays } from './at-most.ts';
import { sayTime } from './local-time.ts';
import { actorName, nameOf } from './say.ts';
import type { View } from './view.ts';

/** @example `pile observes woodpile with load-cell from cell/mass (weight), door (door), which measures ana; readings are kept for 7 days` */
export function sayBinding({ id, subject, method, streams, keep_days }: Binding): string {
  const parts = streams.map(({ stream, as, of = [] }) => `${stream} (${as})${of.length === 0 ? '' : `, which measures ${of.join(' and ')}`}`);
  return `${id} observes ${subject} with ${method} from ${parts.join(', ')}; ${sayKept(keep_days)}`;
}

/** What of a reading may be shown, where it isn't a member of its value. */
const fieldWords: { readonly [field: string]: string } = { at: 'the time', value: 'the value', unit: 'the unit', received: 'when it came', id: 'its number', by: 'who vouches for it' };

/** @example sayFields(['at', 'celsius']) === 'the time and celsius' */
function sayFields(fields: readonly string[]): string {
  const words = fields.map((field) => (Object.hasOwn(fieldWords, field) ? (fieldWords[field] ?? field) : field));
  if (words.length === 0) return 'nothing';
  return words.length === 1 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

export function sayPermit(view: View, { stream, purpose, to, fields, keep_days, until }: Permit): string {
  const who = to === undefined ? '' : fields === undefined ? `, and ${actorName(view, to)} may see all of each reading` : `, and ${actorName(view, to)} may see ${sayFields(fields)} of each reading`;
  return `${stream} for ${purpose}${who}; ${sayKept(keep_days)}${until === undefined ? '' : `; until ${sayTime(view.zone, until)}`}`;
}

/** @param refused why it wasn't allowed; null: it was */
export function sayLook(view: View, by: string, { stream, purpose, reason }: Look, refused: RefusalCode | null): string {
  const who = actorName(view, by);
  return refused === null ? `${who} looked at ${stream} for ${purpose}: ${reason}` : `${who} was not let look at ${stream} for ${purpose}: ${reason}`;
}

/** @param end null: it is open */
export function sayDispute(view: View, { observation, by, reason }: { readonly observation: string; readonly by: string; readonly reason: string }, end: { readonly how: 'held' | 'dropped' | 'expired'; readonly by: string | null; readonly was?: string } | null): string {
  const said = `${nameOf(view, by)} disputes ${observation}: ${reason}`;
  if (end === null) return `${said}; it waits for somebody to judge it`;
  if (end.how === 'expired') return `${said}; nobody judged it in time`;
  return `${said}; ${nameOf(view, end.by ?? '')} says that ${end.how === 'held' ? `it is so${end.was === undefined ? '' : `, and that it was ${nameOf(view, end.was)}`}` : 'it is not so'}`;
}

/** What somebody's act led to, in a few words; nothing for a fact of another kind. */
export function saySensed(view: View, fact: Fact): string[] {
  switch (fact.fact) {
    case 'binding': return [sayBinding(fact.binding)];
    case 'binding.gone': return [`${fact.binding} observes nothing any more`];
    case 'permitted': {
      const member = nameOf(view, fact.member);
      return [fact.permit === null ? `${member} permits ${fact.stream} for ${fact.purpose} no more` : `${member} permits ${sayPermit(view, fact.permit)}`];
    }
    case 'looked': {
      const who = fact.of.map((member) => nameOf(view, member)).join(', ');
      return [`readings of ${fact.look.stream} may be shown${fact.fields === null ? '' : `: ${sayFields(fact.fields)} of each`}${who === '' ? '' : `; ${who} will see who looked and why`}`];
    }
    case 'disputed': return [`${fact.observation} is disputed; somebody else says whether it is so, until ${sayTime(view.zone, fact.expires)}`];
    case 'judged': return [fact.how === 'expired' ? `nobody judged ${fact.observation} in time` : `${fact.observation} is judged ${fact.how === 'held' ? 'to be so' : 'not to be so'}`];
    case 'incident': return [`noted: ${fact.incident.place}, severity ${fact.incident.severity}`];
    default: return [];
  }
}

function sayKept(days: number): string {
  return days === 0 ? 'readings are not kept' : `readings are kept for ${sayDays(days)}`;
}
