/** Addresses of machines, single or in networks. */
import { BlockList, isIP } from 'node:net';

/** Whether a text names an address, or a network as `172.18.0.0/16`. */
export function isAddresses(text: string): boolean {
  return rangeOf(text) !== undefined;
}

/** Whether an address is among them; what names none holds nothing. */
export function addressesIn(texts: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const text of texts) {
    const range = rangeOf(text);
    if (range !== undefined) list.addSubnet(range.net, range.prefix, range.family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address));
}

function rangeOf(text: string): { readonly net: string; readonly prefix: number; readonly family: 'ipv4' | 'ipv6' } | undefined {
  const [net = '', length, ...rest] = text.split('/');
  if (isIP(net) === 0 || rest.length > 0) return undefined;
  const family = familyOf(net);
  const bits = family === 'ipv4' ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
  return prefix <= bits ? { net, prefix, family } : undefined;
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
