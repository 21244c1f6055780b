/** Where a collective's page and API lie at their server: at its root, or below `/c/NAME` where several are behind one address. */

/** A collective's name in addresses and as a folder: small letters, digits and dashes. */
export const addressNameMax = 40;
const addressName = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

export function isAddressName(text: unknown): text is string {
  return typeof text === 'string' && addressName.test(text);
}

/** @example addressNameFor('Lindenstraße 12') === 'lindenstrasse-12'; '' when nothing is left of it */
export function addressNameFor(name: string): string {
  return name.toLowerCase().replaceAll('ß', 'ss').normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').slice(0, addressNameMax).replace(/^-+|-+$/g, '');
}

/**
 * What stands before all addresses of the collective in whose page, or API, this path lies.
 * @example basePathOf('/c/linden/join') === '/c/linden'; basePathOf('/join') === ''
 */
export function basePathOf(pathname: string): string {
  const [, name] = /^\/c\/([^/]+)(?:\/|$)/.exec(pathname) ?? [];
  return isAddressName(name) ? `/c/${name}` : '';
}
