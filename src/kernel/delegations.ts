/** Delegation: who votes for a member where they don't themselves, by topic; it can be taken back at any time and never goes in a circle. */
import { circleOf } from '../decisions/delegation.ts';
import type { Entry } from '../vocabulary/entries.ts';
import { isId } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { anyTopic } from './apply-deciding.ts';
import { delegateOn } from './counting.ts';
import type { KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';

/** Topics on which one member delegates. */
export const delegationsEachMax = 100;

export function delegate(turn: Turn, { by, body: { topic, to } }: Entry & { kind: 'delegate' }): Refusal | null {
  const { state } = turn;
  if (topic !== null && !isId(topic)) return no('invalid_value', `a topic can't be called ${JSON.stringify(topic)}`);
  const before = state.delegations.get(`${by} ${topic ?? anyTopic}`);
  if (to === null) {
    if (before === undefined) return no('unknown_value', `${by} has delegated nothing ${topic === null ? 'on all topics' : `on ${topic}`}`);
    turn.emit({ fact: 'delegated', member: by, topic, to });
    return null;
  }
  const member = state.members.get(to);
  if (member === undefined || member.left !== null || member.commons || member.voteless === true) return no('unknown_member', `there is no member ${to} who could vote`);
  if (before === to) return no('already_said', `${by} has delegated this to ${to} already`);
  const own = [...state.delegations.keys()].filter((key) => key.startsWith(`${by} `)).length;
  if (before === undefined && own >= delegationsEachMax) return no('limit_reached', `one delegates on at most ${delegationsEachMax} topics`);
  for (const each of concerned(state, topic)) {
    // Where somebody has a delegation of their own for a topic, what they say for all topics changes nothing there.
    if (topic === null && each !== null && state.delegations.has(`${by} ${each}`)) continue;
    const circle = circleOf(by, to, (other) => delegateOn(state, each, other));
    if (circle !== null) return no('delegation_circle', `${each === null ? '' : `on ${each}: `}${circle.join(' → ')}`);
  }
  turn.emit({ fact: 'delegated', member: by, topic, to });
  return null;
}

/** Topics in which a delegation on this one is followed: for one on all, also every topic that somebody has named. */
function concerned({ delegations }: KernelState, topic: string | null): readonly (string | null)[] {
  if (topic !== null) return [topic];
  const named = [...delegations.keys()].map((key) => key.slice(key.indexOf(' ') + 1)).filter((each) => each !== anyTopic);
  return [null, ...new Set(named)];
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
