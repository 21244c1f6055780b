/**
 * Names of things in a collective: short, readable, safe in a URL, a file name and a cell's key.
 */

/** A member (a person or a collective), as `ana`; no member has one of {@link reservedIds}. */
export type AgentId = string & { readonly agent: unique symbol };
/** An observation: a given name, or `device:sequence`. */
export type ObservationId = string & { readonly observation: unique symbol };

/** The account on the other side of whatever enters or leaves the collective, so that each unit sums to zero. */
export const outside = 'outside' as AgentId;

/** Who asks a subcontract for something that was decided together: the collective itself, which is no member of itself. */
export const collective = 'collective' as AgentId;

/** Ids that mean something else than a member. */
export const reservedIds: readonly string[] = [outside, collective];

/** Longest id; 64 characters keep every key of the ledger and every path short. */
export const idLengthMax = 64;

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** What every JavaScript object answers to: under these names a record would seem to hold something that nobody put there. */
const inherited: readonly string[] = ['constructor', 'hasOwnProperty', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString', 'toString', 'valueOf'];

/** Whether `text` can name a member, unit, subcontract, key, device or subject. A colon is left for `device:sequence`. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && idPattern.test(text) && !inherited.includes(text);
}

/** An observation's id when its device counts: unique because given names hold no colon. */
export function deviceObservationId(device: string, sequence: number): ObservationId {
  return `${device}:${sequence}` as ObservationId;
}

/** Code-unit order, the same on every machine: the order of every tie-break in the kernel. */
export function compareIds(a: string, b: string): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}
