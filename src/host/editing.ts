/** From what a person wants a proposal to say to the differences that an amendment is made of, each with what stands there now. */
import { amended, charterWith } from '../kernel/changes.ts';
import type { KernelState } from '../kernel/state.ts';
import { canonical } from '../log/canonical.ts';
import type { Change, Edit, Parties } from '../vocabulary/changes.ts';
import type { CharterPart } from '../vocabulary/charter.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Revision } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';
import { paragraphEdits } from './paragraphs.ts';

/** What is left out stays as it is. */
export type Wanted = {
  readonly title?: string;
  /** The whole text, by paragraphs. */
  readonly text?: readonly string[];
  /** As people write them; null takes one away, so that the kit's default stands. */
  readonly terms?: JsonObject;
  readonly parties?: Parties;
  readonly parts?: { readonly [part in CharterPart]?: unknown };
  /** Another version of the code that is to be adopted. */
  readonly code?: { readonly hash: string; readonly manifest: KitManifest };
  /** Null: as soon as it can be. */
  readonly effective?: Instant | null;
};

/** Empty when the revision says all of it already. Whether the differences can be made is for the kernel to say. */
export function editsTo(state: Readonly<KernelState>, { title, text, change, effective }: Revision, wanted: Wanted): Edit[] {
  const now = presentOf(state, change);
  return [
    ...(wanted.title === undefined || wanted.title === title ? [] : [{ edit: 'title', before: title, after: wanted.title } as const]),
    ...(wanted.text === undefined ? [] : paragraphEdits(text, wanted.text)),
    ...differing(now.terms, wanted.terms).map(([term, before, after]): Edit => ({ edit: 'term', term, before, after })),
    ...differing(now.parties, wanted.parties).map(([party, before, after]): Edit => ({ edit: 'party', party, before: before as string | null, after: after as string | null })),
    ...differing(now.parts, wanted.parts as JsonObject | undefined).map(([part, before, after]): Edit => ({ edit: 'part', part: part as CharterPart, before, after })),
    ...(wanted.code === undefined || wanted.code.hash === now.code ? [] : [{ edit: 'code', before: now.code ?? '', after: wanted.code.hash, manifest: wanted.code.manifest } as const]),
    ...(wanted.effective === undefined || wanted.effective === effective ? [] : [{ edit: 'effective', before: effective, after: wanted.effective } as const]),
  ];
}

/** What would be so by the change as it stands; of terms that it doesn't name, what is in force. */
function presentOf(state: Readonly<KernelState>, change: Change): { readonly terms: JsonObject; readonly parties: JsonObject; readonly parts: JsonObject; readonly code: string | null } {
  const nothing = { terms: {}, parties: {}, parts: {}, code: null };
  switch (change.change) {
    case 'adopt': case 'pilot': return { ...nothing, terms: change.terms, parties: change.parties, code: change.code };
    case 'terms': {
      const adoption = amended(state, change);
      return adoption.ok ? { ...nothing, terms: adoption.value.terms, parties: adoption.value.parties } : nothing;
    }
    case 'charter': return { ...nothing, parts: { ...charterWith(state, change) } as unknown as JsonObject };
    default: return nothing;
  }
}

function differing(now: JsonObject, wanted: JsonObject | undefined): [name: string, before: Json, after: Json][] {
  return Object.entries(wanted ?? {}).flatMap(([name, after]): [string, Json, Json][] => {
    const before = now[name] ?? null;
    return canonical(before) === canonical(after) ? [] : [[name, before, after]];
  });
}
