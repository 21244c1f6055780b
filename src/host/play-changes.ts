/** From what a scenario proposes to the precise change that is put to the vote: with keys made, hashes taken, and what stood there before. */
import { amended, charterWith } from '../kernel/changes.ts';
import type { KernelState } from '../kernel/state.ts';
import { canonicalHash } from '../log/canonical.ts';
import type { Agreed, AskedEdit, Proposed } from '../scenario/acts.ts';
import type { Adoption, Change, Edit, Option } from '../vocabulary/changes.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Revision } from '../vocabulary/outcomes.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { showFields } from '../vocabulary/values.ts';
import type { Kit } from './kits.ts';
import type { PlayKeys } from './play-keys.ts';

export type ChangeContext = { readonly state: Readonly<KernelState>; readonly kits: ReadonlyMap<string, Kit>; readonly keys: PlayKeys; readonly hasher: Hasher };

/** @throws Error for a kit that isn't at hand: reading the file has found it */
export function changeOf(proposed: Proposed, context: ChangeContext): Change {
  const { keys, hasher } = context;
  switch (proposed.change) {
    case 'recover': return { change: 'recover', member: proposed.member, key: keys.make('member', proposed.member).grant };
    case 'operator': return { change: 'operator', keys: [keys.make('operator', 'operator').grant, keys.make('log', 'operator').grant] };
    case 'issue': return { change: 'issue', ...proposed.issuing };
    case 'adopt': return { change: 'adopt', ...adoptionOf(proposed, context) };
    case 'pilot': {
      const { days, volunteers_min, stop } = proposed;
      return { change: 'pilot', ...adoptionOf(proposed, context), days, volunteers_min, stop };
    }
    case 'terms': {
      const { subcontract, terms, parties } = proposed;
      return { change: 'terms', subcontract, terms, ...(Object.keys(parties).length === 0 ? {} : { parties }) };
    }
    case 'admit': {
      const { id, name } = proposed;
      return { change: 'admit', member: { id, ...(name === undefined ? {} : { name }) }, keys: [keys.make('member', id).grant] };
    }
    case 'ratify': return { change: 'ratify', agreement: canonicalHash(hasher, proposed.agreement), with: proposed.with };
    case 'choice': return { change: 'choice', options: proposed.options.map(({ id, says, change }): Option => ({ id, says, ...optionChange(change, context) })) };
    case 'retire': case 'stop': case 'resume': case 'act': case 'spend': case 'exclude': case 'charter': case 'sensing': case 'resolution': return proposed;
  }
}

/** Kits whose code the change would bring into force. */
export function kitsNamed(change: Change): readonly string[] {
  switch (change.change) {
    case 'adopt': case 'pilot': return [change.manifest.name];
    case 'choice': return change.options.flatMap((option) => (option.change === undefined ? [] : kitsNamed(option.change)));
    default: return [];
  }
}

/** The differences, each with what stands in its place in the revision that they are made from. */
export function editsFrom(state: Readonly<KernelState>, { title, text, change, effective }: Revision, asked: readonly AskedEdit[]): readonly Edit[] {
  return asked.map((edit): Edit => {
    switch (edit.edit) {
      case 'title': return { ...edit, before: title };
      case 'effective': return { ...edit, before: effective };
      case 'paragraph': {
        const before = text.find(({ id }) => id === edit.id)?.text ?? null;
        const isNew = before === null && edit.after !== null;
        const { behind = text.at(-1)?.id ?? null } = edit;
        return { edit: 'paragraph', id: edit.id, before, after: edit.after, ...(isNew ? { behind } : {}) };
      }
      case 'term': return { ...edit, before: agreedIn(state, change).terms[edit.term] ?? null };
      case 'value': return { ...edit, before: change.change === 'act' ? (change.with[edit.value] ?? null) : null };
      case 'party': return { ...edit, before: agreedIn(state, change).parties[edit.party] ?? null };
      case 'part': return { ...edit, before: (change.change === 'charter' ? (charterWith(state, change)?.[edit.part] ?? null) : null) as Json };
    }
  });
}

/** A subcontract's terms as people write them; null when there is none of this name. */
export function termsInForce(state: Readonly<KernelState>, id: string): JsonObject | null {
  const subcontract = state.subcontracts.get(id);
  return subcontract === undefined ? null : showFields(subcontract.manifest.terms, subcontract.terms, state.units.get(subcontract.unit)?.decimals ?? 0);
}

function optionChange(proposed: Proposed | undefined, context: ChangeContext): Pick<Option, 'change'> {
  const change = proposed === undefined ? undefined : changeOf(proposed, context);
  return change === undefined || change.change === 'choice' ? {} : { change };
}

function adoptionOf({ subcontract, kit: name, parties, terms }: Agreed, { state, kits }: ChangeContext): Adoption {
  const kit = kits.get(name);
  if (kit === undefined) throw new Error(`there is no kit ${name}`);
  const before = state.subcontracts.get(subcontract)?.parties;
  return { subcontract, manifest: kit.manifest, code: kit.codeHash, parties: { ...before, ...parties }, terms: { ...termsInForce(state, subcontract), ...terms } };
}

/** Terms and parties as they would be; none where the change is about something else. */
function agreedIn(state: Readonly<KernelState>, change: Change): Pick<Adoption, 'terms' | 'parties'> {
  if (change.change === 'adopt' || change.change === 'pilot') return change;
  const adoption = change.change === 'terms' ? amended(state, change) : undefined;
  return adoption?.ok === true ? adoption.value : { terms: {}, parties: {} };
}
