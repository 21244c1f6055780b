/** Code and zone rules go along with the records that name them: whoever lacks them can't take these records through the rules. */
import type { Message } from '../log/nodes/messages.ts';
import { parseRecord } from '../log/record.ts';
import type { Entry } from '../vocabulary/entries.ts';

/** Undefined when the message's records name none that are at hand. */
export function blobsFor(message: Message, blob: (hash: string) => string | undefined): { readonly [hash: string]: string } | undefined {
  const records = message.kind === 'append' || message.kind === 'catchup' ? message.records : message.kind === 'vote' ? message.tail : [];
  const found: Record<string, string> = {};
  for (const text of records) {
    if (!mayName.test(text)) continue;
    const record = parseRecord(text);
    const hash = record.ok ? namedBy(record.value.entry) : undefined;
    const kept = hash === undefined ? undefined : blob(hash);
    if (hash !== undefined && kept !== undefined) found[hash] = kept;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

/** Most records name none, and needn't be parsed. */
const mayName = /"code":"|"zone_rules":"/;

function namedBy(entry: Entry): string | undefined {
  switch (entry.kind) {
    case 'adopt': return entry.body.code;
    case 'propose': return entry.body.change.change === 'adopt' ? entry.body.change.code : undefined;
    case 'zone': return entry.body.zone_rules;
    default: return undefined;
  }
}
