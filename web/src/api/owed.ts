/**
 * Sessions whose end the server hasn't heard of: whoever signed out without a connection is signed out here at once, and for the server as soon as
 * it can be told. Until then nothing of the collective is shown or kept, since the session still opens it.
 */
import { base } from './base.ts';

const mark = 'frankpledge-signed-out ';
/** Where the browser keeps nothing: as long as the page is there. */
const here = new Set<string>();

/** @param root of the collective */
export function owe(root: string = base): void {
  here.add(root);
  withStorage((storage) => storage.setItem(mark + root, 'yes'));
}

/** The session is ended, or another one has begun in its place. */
export function oweNothing(root: string = base): void {
  here.delete(root);
  withStorage((storage) => storage.removeItem(mark + root));
}

export function isOwed(root: string = base): boolean {
  return owedRoots().includes(root);
}

/** Of all collectives at this address. */
export function owedRoots(): readonly string[] {
  const names = withStorage((storage) => Array.from({ length: storage.length }, (_, place) => storage.key(place) ?? '')) ?? [];
  return [...new Set([...here, ...names.filter((name) => name.startsWith(mark)).map((name) => name.slice(mark.length))])];
}

function withStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}
