/** The options of a choice, out of a file in the form of a scenario. */
import type { KernelState } from '../kernel/state.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { Kit } from './kits.ts';
import { changeOf, kitsNamed } from './play-changes.ts';
import { PlayKeys } from './play-keys.ts';
import { readOptionsFile, type Problem } from './scenarios.ts';

export type OptionsFile = { readonly ok: true; readonly change: Change; readonly kits: readonly Kit[] } | { readonly ok: false; readonly problems: readonly Problem[] };

/** @param kits by name: those that the file may adopt */
export function readOptions(text: string, { state, hasher, kits }: { readonly state: Readonly<KernelState>; readonly hasher: Hasher; readonly kits: ReadonlyMap<string, Kit> }): OptionsFile {
  const members = [...state.members.values()].filter(({ left }) => left === null);
  const read = readOptionsFile(text, {
    units: state.charter?.units ?? [], members: members.map(({ id }) => id), people: members.filter(({ commons }) => !commons).map(({ id }) => id),
    groups: Object.keys(state.charter?.groups ?? {}), kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])),
    subcontracts: [...state.subcontracts.values()].map(({ id, manifest, parties }) => ({ id, kit: manifest.name, parties, terms: {}, consents: [] })),
    proposals: [], amendments: [], payouts: [], streams: [...state.streams.keys()], renewed: [],
  });
  if (!read.ok) return read;
  const admitted = read.value.find(({ change }) => change?.change === 'admit');
  // A key that is made here would be nobody's.
  if (admitted !== undefined) return { ok: false, problems: [{ line: 0, path: admitted.id, message: 'who is admitted brings a key of their own: propose it by itself, with `propose admit`' }] };
  const change = changeOf({ change: 'choice', options: read.value }, { state, hasher, kits, keys: new PlayKeys(() => '') });
  return { ok: true, change, kits: kitsNamed(change).flatMap((name) => kits.get(name) ?? []) };
}
