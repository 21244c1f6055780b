/** Where generated timelines of deciding together begin: a charter with a matter for every rule, groups, a cap, and subcontracts that charge. */
import type { Charter, Entrenched, Matter } from '../vocabulary/charter.ts';
import type { DecisionRule, Share } from '../vocabulary/deciding.ts';
import { protocolVersion, type EntryBody } from '../vocabulary/entries.ts';
import type { KeyGrant, MemberGrant } from '../vocabulary/grants.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { testManifest } from './kernel-bench.ts';

/** An account that all hold in common, which decided payments come from and charges go to. */
export const pot = 'pot';
export const topics = ['food', 'roofs', 'money', 'paths'] as const;
/** Topics of choices, each with its rule. */
export const choiceTopics = ['lists', 'points', 'rounds', 'pairs'] as const;
export const capMost = { first: '5.00', later: '8.00' } as const;

/** The members of a founding of so many: `m000`, `m001`, … */
export function founderIds(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `m${String(i).padStart(3, '0')}`);
}

export function memberKey(owner: string): KeyGrant {
  return { id: `member-${owner}`, role: 'member', owner, public_key: `of ${owner}` };
}

const share = (numerator: number, denominator: number): Share => ({ numerator, denominator });
const majority = (numerator: number, denominator: number, quorum: number): DecisionRule => ({ rule: 'majority', yes: { more_than: share(numerator, denominator) }, quorum });

/** Of 200 founders: two districts, two small circles that overlap with them, and one whose yes the cap asks for. */
export function groupsOf(members: readonly string[]): NonNullable<Charter['groups']> {
  return { north: members.slice(0, 50), south: members.slice(50, 95), circle: members.slice(40, 60), council: members.slice(90, 99), warden: members.slice(45, 48) };
}

export function mattersWith(wordsQuorum: number): readonly Matter[] {
  const choice = (name: (typeof choiceTopics)[number], rule: DecisionRule): Matter => ({ name, changes: ['choice', 'terms', 'resolution'], topics: [name], asked: 'all', rule, days: 6, days_min: 2 });
  return [
    choice('lists', { rule: 'approval', winners: 1, quorum: 5 }), choice('points', { rule: 'score', max: 5, quorum: 4 }),
    choice('rounds', { rule: 'instant_runoff', quorum: 4 }), choice('pairs', { rule: 'schulze', quorum: 3 }),
    { name: 'kitchen', changes: ['resolution'], topics: ['food'], asked: 'group:circle', rule: { rule: 'consensus', assents: 5 }, days: 6 },
    { name: 'houses', changes: ['resolution', 'ratify'], topics: ['roofs'], asked: 'all', rule: { rule: 'each', of: { all: majority(1, 2, 12), north: majority(1, 2, 4), south: { rule: 'threshold', yes: { people: 3 } } } }, days: 7 },
    { name: 'ways', changes: ['resolution'], topics: ['paths'], asked: 'chosen', rule: { rule: 'threshold', yes: { at_least: share(1, 4) } }, early: false, days: 5 },
    { name: 'words', changes: ['resolution'], asked: 'chosen', rule: majority(1, 2, wordsQuorum), days: 8, days_min: 3 },
    { name: 'house-terms', changes: ['terms'], subcontracts: ['wood'], asked: 'all', rule: { rule: 'each', of: { all: majority(1, 2, 10), bound: { rule: 'majority', yes: { at_least: share(2, 3) }, quorum: 8 }, parties: { rule: 'unanimous' } } }, days: 7 },
    { name: 'box-terms', changes: ['terms'], subcontracts: ['box'], asked: 'parties', rule: { rule: 'unanimous' }, days: 5 },
    { name: 'other-terms', changes: ['terms', 'retire'], asked: 'bound', rule: majority(1, 2, 14), days: 6 },
    { name: 'spending', changes: ['spend'], asked: 'group:council', rule: { rule: 'threshold', yes: { at_least: share(1, 3) } }, days: 6 },
    { name: 'door', changes: ['admit'], asked: 'group:circle', rule: { rule: 'threshold', yes: { people: 6 } }, days: 5 },
    { name: 'farewell', changes: ['exclude'], asked: 'all', rule: { rule: 'majority', yes: { at_least: share(3, 4) }, quorum: 16 }, days: 5 },
    { name: 'halt', changes: ['stop'], asked: 'bound', rule: { rule: 'threshold', yes: { people: 9 } }, days: 4 },
    { name: 'go-on', changes: ['resume'], asked: 'all', rule: majority(2, 3, 9), days: 3 },
    { name: 'caps', changes: ['charter'], parts: ['entrenched'], asked: 'group:north', rule: { rule: 'threshold', yes: { more_than: share(1, 4) } }, days: 6 },
    { name: 'order', changes: ['charter'], parts: ['windows', 'groups', 'matters', 'name'], asked: 'all', rule: majority(1, 2, 15), days: 7, days_min: 2 },
  ];
}

export function capAt(most: string): Entrenched {
  return { says: 'nobody pays more than this for one', cap: { term: 'price', kit: 'test', at_most: most }, way: { consent: 'group:warden', votes: 2, apart_days: 5 } };
}

/** Charges its price to whoever is seen: what it may take and from whom is the kernel's to say. */
export function chargingManifest(id: string): KitManifest {
  const base = testManifest();
  return {
    ...base, parties: Object.fromEntries(partiesOf(id).map((party) => [party, { says: 'keeps it' }])), parts: {},
    terms: { unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: id }, price: { type: 'amount', default: '1.00' } },
    observations: { said: { subject: 'here', fields: { by: { type: 'member' } } } }, actions: {}, timers: {}, cells: {},
    envelope: [{ debit: 'members', per_event: '9.00', per_person: { amount: '5000.00', days: 30 } }],
    text: 'Whoever is seen at {here} pays {price} {unit}.',
  };
}

export const subcontractIds = ['wood', 'box', 'pool', 'yard'] as const;

function partiesOf(id: string): readonly string[] {
  return id === 'wood' ? ['provider'] : id === 'box' ? ['owner', 'keeper'] : [];
}

/** Everything up to the first thing that somebody says: the founding of so many members, and its agreements of this code. */
export function foundingOf(count: number, zoneRules: string, sandbox: string, code: string): readonly EntryBody[] {
  const members = founderIds(count);
  const grants = members.map((id): MemberGrant => ({ id, opening: { crown: '500.00' } }));
  const keys = members.map(memberKey);
  const half = Math.min(100, count);
  const charter: Charter = {
    name: 'Linden', zone: 'UTC', units: [{ id: 'crown', decimals: 2 }], rights: { admit: [], issue: [], attest: [], review: [] }, issue_per_month: { crown: '100.00' },
    late_days: 30, clock_ahead_s: 120, decide: { more_than: share(1, 2), days: 10 }, matters: mattersWith(12), groups: groupsOf(members),
    amending: { rule: { rule: 'majority', yes: { at_least: share(3, 5) }, quorum: 5 }, days: 2, confirm_days: 2 }, windows: { every: 'day' }, entrenched: { price: capAt(capMost.first) },
  };
  const operator: KeyGrant = { id: 'operator-1', role: 'operator', owner: 'operator', public_key: 'operator-1' };
  const log: KeyGrant = { id: 'log-1', role: 'log', owner: 'operator', public_key: 'log-1' };
  const device: KeyGrant = { id: 'device-1', role: 'device', owner: 'device', public_key: 'device-1' };
  return [
    { kind: 'found', body: { protocol: protocolVersion, charter, members: [...grants.slice(0, half), { id: pot, commons: true, opening: { crown: '200.00' } }], keys: [operator, log, device, ...keys.slice(0, half)], zone_rules: zoneRules, sandbox } },
    { kind: 'found.more', body: { members: grants.slice(half), keys: keys.slice(half) } },
    ...subcontractIds.map((id): EntryBody => ({
      kind: 'adopt', body: { subcontract: id, manifest: chargingManifest(id), code, parties: Object.fromEntries(partiesOf(id).map((party, i) => [party, members[100 + i] ?? ''])), terms: {} },
    })),
  ];
}
