/** What members decide on besides: what they ask together, money that they hold in common, who belongs, the charter, words, agreements with others, one of several. */
import { rmSync } from 'node:fs';
import { readOptions } from '../host/choices.ts';
import type { Connection } from '../host/connection.ts';
import { keyPath, makeKey } from '../host/data-folder.ts';
import type { Kit } from '../host/kits.ts';
import { readAgreementFile, readCharterFile, readSensingFile } from '../host/scenarios.ts';
import { readSetValues } from '../host/set-terms.ts';
import { requirePublicKey } from '../host/signers.ts';
import { readTextFile } from '../host/text-file.ts';
import { toHex } from '../log/bytes.ts';
import { canonical } from '../log/canonical.ts';
import { saidOf } from '../views/proposed.ts';
import type { Asking, Change } from '../vocabulary/changes.ts';
import { isId } from '../vocabulary/ids.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { readPairs } from './arguments.ts';
import { differenceLines } from './difference-lines.ts';
import { kitsAtHand } from './find-kit.ts';
import { foreseenLines } from './foreseen-lines.ts';
import { invitationOf, invitationLink } from './invitations.ts';
import { freeKeyId } from './key-ids.ts';
import { knownMember, knownSubcontract, knownUnit, UnknownNameError } from './names.ts';
import { FileError } from './problems.ts';
import { readFileAs } from './read-file.ts';
import type { ProposeGiven, ProposeKind } from './propose-kinds.ts';
import type { Drawn } from './proposing.ts';

export const act: ProposeKind = {
  usage: 'SUBCONTRACT ACTION [NAME=VALUE]…', says: 'asks an agreement for one of its actions in the name of all', names: ['SUBCONTRACT', 'ACTION'], more: true,
  draw: (connection, { rest: [id = '', action = '', ...pairs], wrong }): Drawn => {
    const subcontract = knownSubcontract(connection, id);
    const actions = connection.view.subcontracts.get(subcontract)?.manifest.actions ?? {};
    const rule = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (rule === undefined) throw new UnknownNameError('unknown_action', `action of ${subcontract}`, action, Object.keys(actions));
    const asking: Asking = { subcontract, action, with: readSetValues(action, rule.fields, readPairs(pairs, wrong)) };
    return { change: { change: 'act', ...asking }, after: foreseenLines(connection.foresee(asking)).map((line) => `  ${line}`) };
  },
};

export const spend: ProposeKind = {
  usage: 'FROM TO AMOUNT UNIT', says: 'money from an account that all hold in common', names: ['FROM', 'TO', 'AMOUNT', 'UNIT'],
  draw: (connection, { rest: [from = '', to = '', amount = '', unit] }): Drawn =>
    ({ change: { change: 'spend', from: knownMember(connection, from), to: knownMember(connection, to), unit: knownUnit(connection, unit), amount } }),
};

export const admit: ProposeKind = {
  usage: 'ID [--name NAME] [--invite | --public-key BASE64]', says: 'a new member, with a key made here, by an invitation, or with a key of their own', names: ['ID'],
  draw: (connection, given): Drawn => {
    const [id = ''] = given.rest;
    if (!isId(id)) throw given.wrong(`"${id}" can't be a member's id: it has letters, digits, ".", "_", "-", at most 64, and begins with a letter or digit`);
    const member = { id, ...(given.name === undefined ? {} : { name: given.name }) };
    const publicKey = given['public-key'];
    if (given.invite === true && publicKey !== undefined) throw given.wrong('who brings a key needs no invitation: give --invite or --public-key');
    if (given.invite === true) {
      const made = invitationOf(connection, id);
      const { link, lines } = invitationLink(connection, made);
      return { change: { change: 'admit', member, keys: [made.grant] }, note: 'once it is carried, whoever has the link joins with it', after: lines, more: { link } };
    }
    const key = freeKeyId(connection, 'member', id);
    if (publicKey !== undefined) return { change: { change: 'admit', member, keys: [{ id: key, role: 'member', owner: id, public_key: requirePublicKey(publicKey) }] } };
    const path = keyPath(given.data, key);
    return { change: { change: 'admit', member, keys: [makeKey(given.data, key, 'member', id).grant] }, discard: () => rmSync(path, { force: true }), note: `their key lies in ${path}` };
  },
};

export const exclude: ProposeKind = {
  usage: 'MEMBER', says: 'ends a membership; what is owed stays owed', names: ['MEMBER'],
  draw: (connection, { rest: [member = ''] }): Drawn => ({ change: { change: 'exclude', member: knownMember(connection, member) } }),
};

export const charter: ProposeKind = {
  usage: '--set FILE.yaml', says: 'other rules of the charter itself, in the form of the settings; each key as a whole, what is null is taken away', names: [],
  draw: (connection, given): Drawn => {
    const change: Change = { change: 'charter', set: charterSet(connection, given) };
    return { change, after: differenceLines(saidOf(connection.view, change).changes, connection.view.zone).map((line) => `  ${line}`) };
  },
};

export const sensing: ProposeKind = {
  usage: '--file FILE.yaml', says: 'which streams of devices become observations: what is listed under `bind`, and not any more what is named under `unbind`', names: [],
  draw: ({ state }, { file, wrong }): Drawn => {
    if (file === undefined) throw wrong('--file is missing: what is to be bound, and what not any more');
    const people = [...state.members.values()].filter(({ left, commons }) => left === null && !commons).map(({ id }) => id);
    return { change: { change: 'sensing', ...readFileAs(file, (text) => readSensingFile(text, people)) } };
  },
};

export const resolution: ProposeKind = {
  usage: '--title TEXT [--text FILE]', says: 'words alone', names: [],
  draw: (_, { title, text, wrong }): Drawn => {
    if (title === undefined && text === undefined) throw wrong('--title or --text is missing: a resolution is words, and nothing else');
    return { change: { change: 'resolution' } };
  },
};

export const ratify: ProposeKind = {
  usage: 'FILE.yaml --with NAME', says: 'an agreement with others, who ratify the same hash by rules of their own', names: ['FILE.yaml'],
  draw: ({ hasher }, { rest: [file = ''], with: others, wrong }): Drawn => {
    if (others === undefined) throw wrong('--with is missing: with whom it is agreed');
    const agreement = toHex(hasher.sha256(canonical(readFileAs(file, readAgreementFile))));
    return { change: { change: 'ratify', agreement, with: others }, note: `its hash is ${agreement}` };
  },
};

export const choice: ProposeKind = {
  usage: '--file FILE.yaml [--kits DIR]…', says: 'one of several options', names: [],
  draw: ({ state, hasher }, { file, kits: more, wrong }): Drawn => {
    if (file === undefined) throw wrong('--file is missing: the options, each with id, says and what would be so');
    const read = readTextFile(file);
    if ('problem' in read) throw new FileError(file, [read.problem]);
    const options = readOptions(read.text, { state, hasher, kits: kitsAtHand(more) });
    if (!options.ok) throw new FileError(file, options.problems);
    return { change: options.change, kits: options.kits };
  },
};

/** The parts of the charter in the file of `--set`. @throws FileError; UsageError */
export function charterSet({ state }: Connection, { set = [], kits, wrong }: Pick<ProposeGiven, 'set' | 'kits' | 'wrong'>): (Change & { change: 'charter' })['set'] {
  const [file, more] = set;
  if (file === undefined || more !== undefined) throw wrong(file === undefined ? '--set FILE.yaml is missing: the parts of the charter that are to be others' : '--set is one file here');
  const members = [...state.members.values()].filter(({ left }) => left === null);
  return readFileAs(file, (text) => readCharterFile(text, {
    units: state.charter?.units ?? [], members: members.map(({ id }) => id), people: members.filter(({ commons }) => !commons).map(({ id }) => id),
    kits: manifests(kitsAtHand(kits), state), groups: Object.keys(state.charter?.groups ?? {}),
    subcontracts: [...state.subcontracts.values()].map(({ id, manifest }) => ({ id, kit: manifest.name })),
  }));
}

/** Kits at hand; of one that is in force, as it was agreed. */
function manifests(kits: ReadonlyMap<string, Kit>, { subcontracts }: Connection['state']): ReadonlyMap<string, KitManifest> {
  return new Map([...[...kits].map(([name, { manifest }]) => [name, manifest] as const), ...[...subcontracts.values()].map(({ manifest }) => [manifest.name, manifest] as const)]);
}
