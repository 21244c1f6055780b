/** From what a person wants a proposal to say to the differences that an amendment is made of, each with what stands there now. */
import type { KernelState } from '../kernel/state.ts';
import { canonical } from '../log/canonical.ts';
import type { AskedEdit } from '../scenario/acts.ts';
import type { Edit, Parties } from '../vocabulary/changes.ts';
import type { CharterPart } from '../vocabulary/charter.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Revision } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';
import { paragraphEdits } from './paragraphs.ts';
import { editsFrom } from './play-changes.ts';

/** What is left out stays as it is. */
export type Wanted = {
  readonly title?: string;
  /** The whole text, by paragraphs. */
  readonly text?: readonly string[];
  /** As people write them. */
  readonly terms?: JsonObject;
  /** Of what a subcontract is asked for. */
  readonly values?: JsonObject;
  readonly parties?: Parties;
  readonly parts?: { readonly [part in CharterPart]?: unknown };
  /** Another version of the code that is to be adopted. */
  readonly code?: { readonly hash: string; readonly manifest: KitManifest };
  /** Null: as soon as it can be. */
  readonly effective?: Instant | null;
};

/** Empty when the revision says all of it already. Whether the differences can be made is for the kernel to say. */
export function editsTo(state: Readonly<KernelState>, revision: Revision, { title, text, terms = {}, values = {}, parties = {}, parts = {}, code, effective }: Wanted): Edit[] {
  const asked: AskedEdit[] = [
    ...(title === undefined ? [] : [{ edit: 'title', after: title } as const]),
    ...Object.entries(terms).map(([term, after]) => ({ edit: 'term', term, after } as const)),
    ...Object.entries(values).map(([value, after]) => ({ edit: 'value', value, after } as const)),
    ...Object.entries(parties).map(([party, after]) => ({ edit: 'party', party, after } as const)),
    ...Object.entries(parts).map(([part, after]) => ({ edit: 'part', part: part as CharterPart, after: after as Json } as const)),
    ...(effective === undefined ? [] : [{ edit: 'effective', after: effective } as const]),
  ];
  return [...editsFrom(state, revision, asked).filter(differs), ...(text === undefined ? [] : paragraphEdits(revision.text, text)), ...codeEdits(revision, code)];
}

function codeEdits({ change }: Revision, code: Wanted['code']): Edit[] {
  const before = 'code' in change ? change.code : '';
  return code === undefined || code.hash === before ? [] : [{ edit: 'code', before, after: code.hash, manifest: code.manifest }];
}

function differs({ before, after }: Edit): boolean {
  return canonical(before) !== canonical(after);
}
