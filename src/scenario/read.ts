/**
 * Reads scenario and settings files: YAML in, checked data out, or every problem with its line and the word that may have been meant.
 */
import { commandLine } from '../vocabulary/command-line.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { decimalsMax } from '../vocabulary/amounts.ts';
import type { UnitRule } from '../vocabulary/grants.ts';
import { isId, outside } from '../vocabulary/ids.ts';
import { decidingKeys, readDeciding } from './deciding.ts';
import { readAmounts, type FoundingNames } from './names.ts';
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

const charterKeys = ['name', 'zone', 'units', 'reviewer', 'admit', 'issue', 'attest', 'issue_per_month', 'late_days', 'clock_ahead_s', ...decidingKeys];

/** Reads a scenario file. */
export function readScenario(text: string, known: Known): Reading<Scenario> {
  return reading(text, (root) => {
    root.only(['title', 'collective', 'members', 'subcontracts', 'timeline']);
    const { settings, names } = readSettingsParts(root, known);
    return { ...settings, timeline: readTimeline(root.need('timeline'), { ...names, subcontracts: settings.subcontracts, proposals: [], renewed: [] }) };
  });
}

/** Reads a settings file: a scenario's shape without a timeline. */
export function readSettings(text: string, known: Known): Reading<Settings> {
  return reading(text, (root) => {
    const timeline = root.optional('timeline');
    if (timeline !== undefined) timeline.problem(`this is a scenario: a collective is founded from a file without a timeline (play this one with: ${commandLine('run FILE')})`);
    root.only(['title', 'collective', 'members', 'subcontracts', 'devices', 'timeline']);
    return readSettingsParts(root, known).settings;
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

function reading<T>(text: string, read: (root: Place) => T): Reading<T> {
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const root = parseYaml(text, problems, notes);
  if (root === undefined) return { ok: false, problems };
  const value = read(root);
  return problems.length === 0 ? { ok: true, value, notes } : { ok: false, problems };
}

function readSettingsParts(root: Place, known: Known): { settings: Settings; names: FoundingNames } {
  const collective = root.need('collective');
  collective.only(charterKeys);
  const units = readUnits(collective.need('units'));
  const memberPlaces = root.need('members').list();
  const members = memberPlaces.map((place) => readMember(place, units));
  const ids = members.map((member) => member.id);
  duplicates(memberPlaces, ids, 'member');
  const names = { units, members: ids, kits: known.kits };
  const subcontractPlaces = root.optional('subcontracts')?.list() ?? [];
  const subcontracts = subcontractPlaces.map((place) => readSubcontract(place, names));
  duplicates(subcontractPlaces, subcontracts.map((subcontract) => subcontract.id), 'subcontract');
  const settings: Settings = {
    title: root.optional('title')?.text() ?? '',
    collective: {
      name: collective.need('name').text(),
      zone: collective.need('zone').oneOf(known.zones, 'zone'),
      units,
      reviewers: memberList(collective.optional('reviewer'), ids),
      admit: memberList(collective.optional('admit'), ids),
      issue: memberList(collective.optional('issue'), ids),
      attest: memberList(collective.optional('attest'), ids),
      issuePerMonth: readAmounts(collective.optional('issue_per_month'), units, 'positive'),
      lateDays: collective.optional('late_days')?.integer(0, 366) ?? 30,
      clockAheadS: collective.optional('clock_ahead_s')?.integer(0, 86_400) ?? 120,
      deciding: readDeciding(collective, units),
    },
    members,
    subcontracts,
    devices: (root.optional('devices')?.list() ?? []).map((place) => {
      place.only(['id', 'public_key']);
      const key = place.need('public_key');
      if (typeof key.raw() === 'string' && known.isPublicKey?.(key.text()) === false) key.problem(`"${key.text()}" is no public key: it needs the 32 bytes of an Ed25519 key in base64`);
      return { id: place.need('id').id(), publicKey: key.text() };
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

function readMember(place: Place, units: readonly UnitRule[]): ScenarioMember {
  place.only(['id', 'name', 'opening', 'means', 'floor']);
  const id = place.need('id').id();
  if (id === outside) place.problem(`"${outside}" is the world beyond the collective; choose another id`);
  const name = place.optional('name')?.text();
  return {
    line: place.line, id, ...(name === undefined ? {} : { name }),
    opening: readAmounts(place.optional('opening'), units, 'positive'),
    means: readAmounts(place.optional('means'), units, 'positive'),
    floor: readAmounts(place.optional('floor'), units, 'negative'),
  };
}

/** One member or a list of them. */
function memberList(place: Place | undefined, members: readonly string[]): readonly string[] {
  if (place === undefined) return [];
  return typeof place.raw() === 'string' ? [place.oneOf(members, 'member')] : place.list().map((each) => each.oneOf(members, 'member'));
}

function duplicates(places: readonly Place[], ids: readonly string[], what: string): void {
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) !== index) places[index]?.problem(`there are two ${what}s called "${id}"`);
  }
}
