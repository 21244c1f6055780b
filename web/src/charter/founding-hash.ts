/** What founders sign, reckoned in this browser from the records: a hash over each entry of the founding and the hash of those before it. */
import { createHasher } from '../../../src/adapters/keys/web-hasher.ts';
import { canonicalHash } from '../../../src/log/canonical.ts';
import type { Entry, EntryKind } from '../../../src/vocabulary/entries.ts';
import { getJson } from '../api/get.ts';

const covered: readonly EntryKind[] = ['found', 'found.more', 'adopt'];
/** What may be said before the last founder has signed. */
const inFounding: readonly EntryKind[] = [...covered, 'consent', 'attest', 'sign', 'digest'];
const recordsAtOnce = 100;

/** SHA-256 in hex; null where the records aren't to be had. An entry that was refused is taken in as well: then it differs, and nothing is signed. */
export async function reckonFounding(): Promise<string | null> {
  const hasher = createHasher();
  let hash = '';
  for (let from = 0; ; from += recordsAtOnce) {
    const texts = await getJson<readonly string[]>(`/api/records?from=${from}&limit=${recordsAtOnce}`, AbortSignal.timeout(30_000));
    if (!texts.ok) return null;
    for (const text of texts.value) {
      const { entry } = JSON.parse(text) as { readonly entry: Entry };
      if (!inFounding.includes(entry.kind)) return hash;
      if (covered.includes(entry.kind)) hash = canonicalHash(hasher, [hash, entry]);
    }
    if (texts.value.length < recordsAtOnce) return hash;
  }
}
