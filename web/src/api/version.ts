/** Whether this page is too old for the server that answers it: a tab that was open while the server was renewed. */
import { apiVersion, apiVersionHeader } from '../../../src/vocabulary/api-version.ts';

let outdated = false;
const subscribers = new Set<() => void>();

/** Each answer of the API names the shape that it has. */
export function noteVersion({ headers }: Response): void {
  const theirs = Number(headers.get(apiVersionHeader) ?? apiVersion);
  if (theirs <= apiVersion || outdated) return;
  outdated = true;
  for (const changed of subscribers) changed();
}

export function isOutdated(): boolean {
  return outdated;
}

export function whenOutdated(changed: () => void): () => void {
  subscribers.add(changed);
  return () => subscribers.delete(changed);
}
