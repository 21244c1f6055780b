/**
 * Reads scenario and settings files: YAML in, checked data out, or every problem with its line and the word that may have been meant.
 */
import { commandLine } from '../vocabulary/command-line.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { decimalsMax } from '../vocabulary/amounts.ts';
import type { UnitRule } from '../vocabulary/grants.ts';
import { collective, isId, outside } from '../vocabulary/ids.ts';
import type { ProposedOption } from './acts.ts';
import { groupNames, readCharterSet, type CharterNames, type CharterSet } from './charter-parts.ts';
import { decidingKeys, readDeciding, readSigned } from './deciding.ts';
import { membersAt, readAmounts, type FoundingNames, type Names } from './names.ts';
import { readOptions } from './proposed.ts';
import { readBinding, readSensing, withBindings } from './sensing.ts';
import { readChangedTerms, readSubcontract, readTerms } from './subcontracts.ts';
import { readTimeline } from './timeline.ts';
import type { Problem, Scenario, ScenarioMember, Settings } from './scenario.ts';
import { parseYaml, type Place } from './yaml-place.ts';

/** What a file may name: the kits at hand and the zones of the pinned table. */
export type Known = {
  readonly kits: ReadonlyMap<string, KitManifest>;
  readonly zones: readonly string[];
  /** Whether a device's public key is one; left out: every text is. */
  readonly isPublicKey?: (text: string) => boolean;
};

export type Reading<T> = { readonly ok: true; readonly value: T; readonly notes: readonly Problem[] } | { readonly ok: false; readonly problems: readonly Problem[] };

const charterKeys = ['name', 'zone', 'units', 'reviewer', 'admit', 'issue', 'attest', 'bind', 'bank', 'issue_per_month', 'late_days', 'clock_ahead_s', ...decidingKeys];

/** Reads a scenario file. */
export function readScenario(text: string, known: Known): Reading<Scenario> {
  return reading(text, (root) => {
    root.only(['title', 'collective', 'members', 'subcontracts', 'bindings', 'timeline']);
    const { settings, names } = readSettingsParts(root, known, 'scenario');
    const groups = groupNames(root.need('collective').optional('groups'));
    return {
      ...settings, signed: readSigned(root.need('collective'), settings.collective.deciding),
      timeline: readTimeline(root.need('timeline'), withBindings({ ...names, groups, subcontracts: settings.subcontracts, proposals: [], amendments: [], payouts: [], streams: [], renewed: [] }, settings.bindings)),
    };
  });
}

/** Reads a settings file: a scenario's shape without a timeline. */
export function readSettings(text: string, known: Known): Reading<Settings> {
  return reading(text, (root) => {
    const timeline = root.optional('timeline');
    if (timeline !== undefined) timeline.problem(`this is a scenario: a collective is founded from a file without a timeline (play this one with: ${commandLine('run FILE')})`);
    root.only(['title', 'collective', 'members', 'subcontracts', 'bindings', 'devices', 'timeline']);
    return readSettingsParts(root, known, 'settings').settings;
  });
}

/** Reads a file with nothing but a subcontract's terms. */
export function readTermsFile(text: string, manifest: KitManifest, known: Pick<FoundingNames, 'units' | 'members'>): Reading<RawTerms> {
  return reading(text, (root) => readTerms(root, manifest, known));
}

/** Reads a file with those of a subcontract's terms that are others. @param agreed what stays, for what the file leaves out */
export function readChangedTermsFile(text: string, manifest: KitManifest, known: Pick<FoundingNames, 'units' | 'members'>, agreed: RawTerms): Reading<RawTerms> {
  return reading(text, (root) => readChangedTerms(root, manifest, known, agreed));
}

/** Reads a file with nothing but the parts of a charter that are to be others; what it sets to null is taken away. */
export function readCharterFile(text: string, known: CharterNames): Reading<CharterSet> {
  return reading(text, (root) => readCharterSet(root, known));
}

/** Reads a file with an agreement with others: a record of any form, of which the log has the hash alone. */
export function readAgreementFile(text: string): Reading<JsonObject> {
  return reading(text, (root) => root.object());
}

/** Reads a file with what is to be bound to streams and what isn't any more, in the form of a scenario's proposal. @param people members who may be measured */
export function readSensingFile(text: string, people: readonly string[]): Reading<ReturnType<typeof readSensing>> {
  return reading(text, (root) => readSensing(root, { people }));
}

/** Reads a file with the options of a choice, in the form that they have in a scenario. */
export function readOptionsFile(text: string, names: Names): Reading<readonly ProposedOption[]> {
  return reading(text, (root) => {
    root.only(['options']);
    return readOptions(root.need('options'), names);
  });
}

/** A file's text as what `read` makes of it, or all that is wrong with it. */
export function reading<T>(text: string, read: (root: Place) => T): Reading<T> {
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const root = parseYaml(text, problems, notes);
  if (root === undefined) return { ok: false, problems };
  const value = read(root);
  return problems.length === 0 ? { ok: true, value, notes } : { ok: false, problems };
}

type FileKind = 'scenario' | 'settings';

function readSettingsParts(root: Place, known: Known, kind: FileKind): { settings: Settings; names: FoundingNames } {
  const collective = root.need('collective');
  collective.only(kind === 'scenario' ? [...charterKeys, 'signed'] : charterKeys);
  const units = readUnits(collective.need('units'));
  const memberPlaces = root.need('members').list();
  const members = memberPlaces.map((place) => readMember(place, units, kind, known));
  const ids = members.map((member) => member.id);
  duplicates(memberPlaces, ids, 'member');
  const people = members.filter(({ commons }) => commons !== true).map(({ id }) => id);
  const names = { units, members: ids, people, kits: known.kits };
  const subcontractPlaces = root.optional('subcontracts')?.list() ?? [];
  const subcontracts = subcontractPlaces.map((place) => readSubcontract(place, names));
  duplicates(subcontractPlaces, subcontracts.map((subcontract) => subcontract.id), 'subcontract');
  const bindingPlaces = root.optional('bindings')?.list() ?? [];
  const bindings = bindingPlaces.map((place) => readBinding(place, names));
  duplicates(bindingPlaces, bindings.map(({ id }) => id), 'binding');
  const settings: Settings = {
    title: root.optional('title')?.text() ?? '',
    collective: {
      name: collective.need('name').text(),
      zone: collective.need('zone').oneOf(known.zones, 'zone'),
      units,
      reviewers: membersAt(collective.optional('reviewer'), people),
      admit: membersAt(collective.optional('admit'), people),
      issue: membersAt(collective.optional('issue'), people),
      attest: membersAt(collective.optional('attest'), people),
      bind: membersAt(collective.optional('bind'), people),
      bank: membersAt(collective.optional('bank'), people),
      issuePerMonth: readAmounts(collective.optional('issue_per_month'), units, 'positive'),
      lateDays: collective.optional('late_days')?.integer(0, 366) ?? 30,
      clockAheadS: collective.optional('clock_ahead_s')?.integer(0, 86_400) ?? 120,
      deciding: readDeciding(collective, { ...names, subcontracts }),
    },
    members,
    subcontracts,
    bindings,
    devices: (root.optional('devices')?.list() ?? []).map((place) => {
      place.only(['id', 'public_key']);
      return { id: place.need('id').id(), publicKey: readPublicKey(place.need('public_key'), known) };
    }),
  };
  return { settings, names };
}

function readUnits(place: Place): UnitRule[] {
  const units = place.entries().map(([id, unit]) => {
    unit.only(['decimals', 'name']);
    if (!isId(id)) unit.problem(`a unit can't be called "${id}"`);
    const name = unit.optional('name')?.text();
    return { id, decimals: unit.need('decimals').integer(0, decimalsMax), ...(name === undefined ? {} : { name }) };
  });
  if (units.length === 0) place.problem('a collective needs at least one unit');
  return units;
}

function readMember(place: Place, units: readonly UnitRule[], kind: FileKind, known: Known): ScenarioMember {
  place.only(['id', 'name', 'opening', 'means', 'floor', 'commons', 'votes', ...(kind === 'settings' ? ['public_key'] : [])]);
  const id = place.need('id').id();
  if (id === outside) place.problem(`"${outside}" is the world beyond the collective; choose another id`);
  if (id === collective) place.problem(`"${collective}" is who asks for what was decided together; choose another id`);
  const name = place.optional('name')?.text();
  const commons = readCommons(place);
  const votes = place.optional('votes');
  if (votes !== undefined && (commons || votes.raw() !== false)) votes.problem('who takes part without a vote has `votes: false`; any other leaves it out, and so does an account that all hold in common');
  const publicKey = kind === 'settings' ? place.optional('public_key') : undefined;
  if (commons && publicKey !== undefined) publicKey.problem('nobody speaks alone for an account that all hold in common: it has no key');
  return {
    line: place.line, id, ...(name === undefined ? {} : { name }),
    opening: readAmounts(place.optional('opening'), units, 'positive'),
    means: readAmounts(place.optional('means'), units, 'positive'),
    floor: readAmounts(place.optional('floor'), units, 'negative'),
    ...(commons ? { commons } : {}), ...(votes === undefined ? {} : { votes: false as const }), ...(publicKey === undefined ? {} : { publicKey: readPublicKey(publicKey, known) }),
  };
}

function readCommons(place: Place): boolean {
  const commons = place.optional('commons');
  if (commons !== undefined && commons.raw() !== true) commons.problem('an account that all hold in common has `commons: true`; any other leaves it out');
  return commons?.raw() === true;
}

function readPublicKey(place: Place, known: Known): string {
  const key = place.text();
  if (key !== '' && known.isPublicKey?.(key) === false) place.problem(`"${key}" is no public key: it needs the 32 bytes of an Ed25519 key in base64`);
  return key;
}

function duplicates(places: readonly Place[], ids: readonly string[], what: string): void {
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) !== index) places[index]?.problem(`there are two ${what}s called "${id}"`);
  }
}
