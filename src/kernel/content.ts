/** What proposals, amendments and votes may say, and how much of it. */
import type { Paragraph } from '../vocabulary/changes.ts';
import type { Proposing } from '../vocabulary/entries.ts';
import { isId } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import { aheadDaysMax } from './matters.ts';
import type { KernelState } from './state.ts';

/** Paragraphs of a proposal's text, and characters of its title and of a reason. */
export const paragraphsMax = 200;
export const titleLengthMax = 200;
export const reasonLengthMax = 2000;

export function wordsRefusal({ title = '', text = [], reason, topic }: Proposing): Refusal | null {
  if (title.length > titleLengthMax || reason.length > reasonLengthMax) return no('invalid_value', `a title has at most ${titleLengthMax} characters, a reason ${reasonLengthMax}`);
  if (topic !== undefined && !isId(topic)) return no('invalid_value', `a topic can't be called ${JSON.stringify(topic)}`);
  return textRefusal(text);
}

export function effectiveRefusal({ recordedAt }: KernelState, effective: Instant | null): Refusal | null {
  if (effective === null) return null;
  if (!Number.isSafeInteger(effective) || effective < 0) return no('invalid_value', 'the time from which it is to be in force is no instant');
  return effective > recordedAt + aheadDaysMax * dayMs ? no('invalid_value', `it comes into force ${aheadDaysMax} days from now at the latest`) : null;
}

export function textRefusal(text: readonly Paragraph[]): Refusal | null {
  if (text.length > paragraphsMax) return no('limit_reached', `a text has at most ${paragraphsMax} paragraphs`);
  const wrong = text.find(({ id }) => !isId(id));
  if (wrong !== undefined) return no('invalid_value', `a paragraph can't be called ${JSON.stringify(wrong.id)}`);
  return new Set(text.map(({ id }) => id)).size === text.length ? null : no('invalid_value', 'two paragraphs have the same name');
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
