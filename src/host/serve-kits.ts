/** The kits at hand over HTTP, and their code where a proposal names it. */
import type { KitPorts } from '../adapters/http/kit-ports.ts';
import { codesNamed } from '../kernel/kernel.ts';
import { JournalError } from '../journal/journal.ts';
import type { View } from '../views/view.ts';
import type { Entry } from '../vocabulary/entries.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import { draftOf, kitShown } from './drafts.ts';
import { kitsAtHand, type KitAtHand } from './kits-at-hand.ts';
import { ownKits } from './kits.ts';
import type { Writer } from './writer.ts';

export type OpenKits = {
  readonly list: () => Promise<readonly KitAtHand[]>;
  /**
   * Hands in the code that an entry names where it is a kit's at hand: of each at most once, and it lies on this machine anyway, so that nobody
   * gets anything kept by it. Other code has to be handed in before.
   */
  readonly bring: (entry: Entry) => Promise<Result<true>>;
};

export function openKits(writer: Writer, tell: (message: string) => void): OpenKits {
  const list = kitsAtHand(ownKits, tell);
  return {
    list,
    async bring(entry) {
      try {
        const missing = codesNamed(entry).filter((code) => writer.collective.journal.getBlob(code) === undefined);
        if (missing.length === 0) return ok(true);
        for (const { code, codeHash } of await list()) if (missing.includes(codeHash)) writer.collective.handInCode(code);
        return ok(true);
      } catch (error) {
        if (error instanceof JournalError) return refuse('stopped', `${error.message}. ${error.hint}`);
        throw error;
      }
    },
  };
}

export function kitPorts({ kits, writer, view }: { readonly kits: OpenKits; readonly writer: Writer; readonly view: () => View }): KitPorts {
  return {
    list: async () => (await kits.list()).map((kit) => kitShown(view(), kit)),
    draft: async (name, asked) => {
      const kit = (await kits.list()).find(({ manifest }) => manifest.name === name);
      return kit === undefined ? refuse('unknown_value', `there is no kit ${name} at hand`) : draftOf(view(), writer.collective.state, kit, asked);
    },
  };
}
