/** How a channel answers. */
export type Sent =
  | { readonly sent: true }
  /** `later`: trying again may help; `gone`: there is nobody there any more, for good. */
  | { readonly sent: false; readonly why: 'later' | 'refused' | 'gone'; readonly problem: string; /** As the channel asks for. */ readonly afterMs?: number };

/** Longest problem that is kept: what others answer may be long. */
const problemCharsMax = 300;

export function notSent(why: 'later' | 'refused' | 'gone', problem: string, afterMs?: number): Sent {
  const short = problem.replaceAll(/\s+/g, ' ').trim().slice(0, problemCharsMax).toWellFormed();
  return { sent: false, why, problem: short, ...(afterMs === undefined ? {} : { afterMs }) };
}
