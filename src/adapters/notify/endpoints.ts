/** Where push may go: to https on its own port, and to no address within anyone's own network, by whatever name (so that nobody can have this server ask there). */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Not for the public (IANA's registries of special-purpose addresses). */
// An IPv4 address that is written as an IPv6 one is held against the first list.
const closed = new BlockList();
for (const [net, prefix] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16],
  ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) closed.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [['::', 96], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20], ['5f00::', 16], ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8]] as const) closed.addSubnet(net, prefix, 'ipv6');

export const endpointCharsMax = 2000;

/** Why nothing may be sent there; null: it may, as far as its text says. @param loopback for tests: this machine alone, by http too */
export function endpointFault(endpoint: string, loopback = false): string | null {
  const url = endpoint.length <= endpointCharsMax ? URL.parse(endpoint) : null;
  if (url === null) return 'it is no address';
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (loopback && (name === '127.0.0.1' || name === 'localhost')) return null;
  if (url.protocol !== 'https:') return 'it isn\'t https';
  if (url.port !== '') return 'it has a port of its own';
  if (url.username !== '' || url.password !== '') return 'it has a password in it';
  if (isIP(name) !== 0) return isClosed(name) ? 'it lies within a network of its own' : null;
  return name.includes('.') && !/\.(local|localhost|internal|lan|home\.arpa)\.?$/.test(name) ? null : 'its name is of a network of its own';
}

/** Looks a name up as the system does, and finds nothing that isn't public: the check and the connection use one answer. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  systemLookup(hostname, { ...options, all: true }, (error, found) => {
    const open = error === null ? found.filter(({ address }) => !isClosed(address)) : [];
    const [first] = open;
    if (error !== null) callback(error, '');
    else if (first === undefined) callback(Object.assign(new Error(`${hostname} lies within a network of its own`), { code: 'ENOTPUBLIC' }), '');
    else if (options.all === true) callback(null, open satisfies LookupAddress[]);
    else callback(null, first.address, first.family);
  });
};

function isClosed(address: string): boolean {
  return closed.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
