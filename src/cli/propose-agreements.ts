/** What concerns agreements: a new one or another version, other terms, a trial, the end, a stop. */
import { adoptionOf } from '../host/adoptions.ts';
import type { Connection } from '../host/connection.ts';
import { readChangedTermsFile, readTermsFile } from '../host/scenarios.ts';
import type { Kit } from '../host/kits.ts';
import { readSetTerms } from '../host/set-terms.ts';
import type { SubcontractView } from '../views/view.ts';
import { pilotMeasures, type Adoption, type Parties, type StopRule } from '../vocabulary/changes.ts';
import { isId } from '../vocabulary/ids.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import { showFields } from '../vocabulary/values.ts';
import { readPairs } from './arguments.ts';
import { RefusedError, type UsageError } from './errors.ts';
import { findKit } from './find-kit.ts';
import { knownMember, knownSubcontract, UnknownNameError } from './names.ts';
import type { ProposeGiven, ProposeKind } from './propose-kinds.ts';
import type { Drawn } from './proposing.ts';
import { readFileAs } from './read-file.ts';
import { readWhole } from './when.ts';

type Wrong = (message: string) => UsageError;

const pilotDaysMax = 366;
const volunteersMax = 100_000;

export const adopt: ProposeKind = {
  usage: 'ID KIT [--party NAME=MEMBER]… [--terms FILE.yaml] [--set TERM=VALUE]… [--kits DIR]…', says: 'an agreement, or another version of one', names: ['ID', 'KIT'],
  draw: (connection, given): Drawn => {
    const { kit, adoption } = adoptionGiven(connection, given);
    return { change: { change: 'adopt', ...adoption }, kits: [kit] };
  },
};

export const pilot: ProposeKind = {
  usage: 'ID KIT --days N --volunteers N [--stop MEASURE=ABOVE]… [--party NAME=MEMBER]… [--terms FILE.yaml] [--set TERM=VALUE]… [--kits DIR]…',
  says: 'a trial of an agreement, with those who volunteer', names: ['ID', 'KIT'],
  draw: (connection, given): Drawn => {
    const { days, volunteers, wrong } = given;
    if (days === undefined || volunteers === undefined) throw wrong(days === undefined ? '--days is missing: how long it runs' : '--volunteers is missing: with how many it begins');
    const { kit, adoption } = adoptionGiven(connection, given);
    const stop = readPairs(given.stop ?? [], wrong).map(([measure, above]) => stopRule(measure, above));
    const trial = { days: readWhole(days, '--days', 1, pilotDaysMax, wrong), volunteers_min: readWhole(volunteers, '--volunteers', 1, volunteersMax, wrong), stop };
    return { change: { change: 'pilot', ...adoption, ...trial }, kits: [kit] };
  },
};

export const terms: ProposeKind = {
  usage: 'SUBCONTRACT [--terms FILE.yaml] [--set TERM=VALUE]… [--party NAME=MEMBER]…', says: 'other terms or parties; what isn\'t named stays', names: ['SUBCONTRACT'],
  draw: (connection, given): Drawn => {
    const { manifest, ...subcontract } = subcontractGiven(connection, given.rest[0] ?? '');
    const changed = changedTerms(connection, given, manifest, agreedTerms(connection, { manifest, ...subcontract }));
    const parties = partiesOf(connection, manifest, given.party ?? [], given.wrong);
    if (Object.keys(changed).length + Object.keys(parties).length === 0) throw given.wrong('say what is to be otherwise: --set TERM=VALUE, --terms FILE.yaml or --party NAME=MEMBER');
    return { change: { change: 'terms', subcontract: subcontract.id, terms: changed, ...(Object.keys(parties).length === 0 ? {} : { parties }) } };
  },
};

export const retire: ProposeKind = aboutOne('retire', 'takes an agreement away: nothing new begins, and it ends when all is settled');
export const stop: ProposeKind = aboutOne('stop', 'holds an agreement: what is pending waits, nothing is rewritten');
export const resume: ProposeKind = aboutOne('resume', 'lets a stopped agreement go on');

function aboutOne(change: 'retire' | 'stop' | 'resume', says: string): ProposeKind {
  return { usage: 'SUBCONTRACT', says, names: ['SUBCONTRACT'], draw: (connection, { rest: [id = ''] }): Drawn => ({ change: { change, subcontract: knownSubcontract(connection, id) } }) };
}

/** What could be voted for, but not be adopted, is refused at once. @throws RefusedError */
export function adoptable({ state }: Connection, kit: Kit, agreement: Parameters<typeof adoptionOf>[2]): Adoption {
  const adoption = adoptionOf(state, kit, agreement);
  if (!adoption.ok) throw new RefusedError(adoption.refusal);
  return adoption.value;
}

/** Other terms of an agreement, from a file and from single values. @throws FileError; SetTermError; UsageError */
export function changedTerms(connection: Connection, { terms: file, set = [], wrong }: Pick<ProposeGiven, 'terms' | 'set' | 'wrong'>, manifest: KitManifest, agreed: RawTerms): RawTerms {
  const known = knownTo(connection);
  const fromFile = file === undefined ? {} : readFileAs(file, (text) => readChangedTermsFile(text, manifest, known, agreed));
  return { ...fromFile, ...readSetTerms(manifest, readPairs(set, wrong)) };
}

export function agreedTerms({ view }: Connection, { manifest, terms: exact, unit }: Pick<SubcontractView, 'manifest' | 'terms' | 'unit'>): RawTerms {
  return showFields(manifest.terms, exact, view.units.get(unit)?.decimals ?? 0);
}

/** `NAME=MEMBER` pairs. */
export function partiesOf(connection: Connection, manifest: KitManifest, pairs: readonly string[], wrong: Wrong): Parties {
  return Object.fromEntries(readPairs(pairs, wrong).map(([party, member]) => {
    if (!Object.hasOwn(manifest.parties, party)) throw new UnknownNameError('unknown_party', `party of ${manifest.name}`, party, Object.keys(manifest.parties));
    return [party, knownMember(connection, member)];
  }));
}

function adoptionGiven(connection: Connection, given: ProposeGiven): { readonly kit: Kit; readonly adoption: Adoption } {
  const [subcontract = '', name = ''] = given.rest;
  if (!isId(subcontract)) throw given.wrong(`"${subcontract}" can't be an id: it has letters, digits, ".", "_", "-", at most 64, and begins with a letter or digit`);
  const kit = findKit(name, given.kits);
  const before = connection.view.subcontracts.get(subcontract)?.parties ?? {};
  const parties = { ...before, ...partiesOf(connection, kit.manifest, given.party ?? [], given.wrong) };
  const fromFile = given.terms === undefined ? {} : readFileAs(given.terms, (text) => readTermsFile(text, kit.manifest, knownTo(connection)));
  return { kit, adoption: adoptable(connection, kit, { subcontract, parties, terms: { ...fromFile, ...readSetTerms(kit.manifest, readPairs(given.set ?? [], given.wrong)) } }) };
}

function subcontractGiven(connection: Connection, id: string): SubcontractView {
  return connection.view.subcontracts.get(knownSubcontract(connection, id)) as SubcontractView;
}

function stopRule(given: string, above: string): StopRule {
  const measure = pilotMeasures.find((each) => each === given);
  if (measure === undefined) throw new UnknownNameError('unknown_value', 'measure', given, pilotMeasures);
  return { measure, above };
}

function knownTo({ view }: Connection): Parameters<typeof readTermsFile>[2] {
  return { units: view.charter?.units ?? [], members: [...view.members.keys()] };
}
