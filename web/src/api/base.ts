/** Where the collective that is looked at lies: a server may have several, each below `/c/NAME`; one alone lies at the root. */
export const base = baseOf(globalThis.location?.pathname ?? '/');

/** @example baseOf('/c/linden/join') === '/c/linden'; baseOf('/') === '' */
export function baseOf(path: string): string {
  return /^\/c\/[a-z0-9][a-z0-9-]*(?=\/|$)/.exec(path)?.[0] ?? '';
}

/** An address of the API or the log, as the API's description has it. @example at('/api/overview') === '/c/linden/api/overview' */
export function at(address: string): string {
  return `${base}${address}`;
}
