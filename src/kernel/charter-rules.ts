/** Charters by which nothing could ever be decided, or by a part of nobody, are refused: at the founding, and when one is changed. */
import { ruleRefusal } from '../decisions/refusals.ts';
import { decimalsMax } from '../vocabulary/amounts.ts';
import { charterDefaults, charterParts, type Charter, type Entrenched, type Matter, type UpdateWindows, type WeightyRule } from '../vocabulary/charter.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import { entryKinds } from '../vocabulary/entries.ts';
import type { AmountsByUnit } from '../vocabulary/grants.ts';
import { isId } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { countsAll } from './matters.ts';
import type { KernelState } from './state.ts';

/** The most members and units: far above any collective, so that a mistake can't fill a disk. */
export const membersMax = 100_000;
export const unitsMax = 100;
/** Parts of a charter that people still oversee. */
const mattersMax = 50;
const groupsMax = 200;
const entrenchedMax = 50;

const isWhole = (value: unknown, min: number, max: number): boolean => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;

export function charterRefusal(state: Pick<KernelState, 'members'>, charter: Charter): Refusal | null {
  return unitsRefusal(charter) ?? limitsRefusal(charter) ?? decidingRefusal(charter) ?? groupsRefusal(state, charter) ?? firstOf(charter.matters ?? [], (matter) => matterRefusal(charter, matter))
    ?? namesRefusal(charter) ?? amendingRefusal(charter) ?? windowsRefusal(charter.windows) ?? entrenchedRefusals(charter);
}

function unitsRefusal({ units }: Charter): Refusal | null {
  if (units.length === 0 || units.length > unitsMax) return no('invalid_value', `a collective needs 1 to ${unitsMax} units`);
  const ids = units.map((unit) => unit.id);
  if (new Set(ids).size !== ids.length) return no('invalid_value', 'two units have the same id');
  for (const unit of units) {
    if (!isId(unit.id)) return no('invalid_value', `a unit can't be called ${JSON.stringify(unit.id)}`);
    if (!isWhole(unit.decimals, 0, decimalsMax)) return no('invalid_value', `unit ${unit.id}: decimals must be 0 to ${decimalsMax}`);
  }
  return null;
}

function limitsRefusal(charter: Charter): Refusal | null {
  if (!isWhole(charter.appear_s ?? charterDefaults.appear_s, 1, 86_400)) return no('invalid_value', 'appear_s: an entry may take 1 to 86,400 seconds to appear');
  // An entry's id is remembered for two days longer than it may come late: a clock further ahead could bring it again.
  if (!isWhole(charter.clock_ahead_s, 0, 86_400) || !isWhole(charter.late_days, 0, 3650)) return no('invalid_value', 'clock_ahead_s is at most 86,400 seconds, late_days at most 3,650');
  return amountsRefusal(charter, 'alone_max', charter.alone_max) ?? weightyRefusal(charter);
}

function weightyRefusal(charter: Charter): Refusal | null {
  const { kinds, a_day } = charter.weighty ?? charterDefaults.weighty as WeightyRule;
  const unknown = kinds.find((kind) => !entryKinds.includes(kind));
  if (unknown !== undefined || kinds.length > entryKinds.length) return no('unknown_value', `weighty: there is no kind of entry ${JSON.stringify(unknown ?? kinds.at(-1))} to add`);
  return amountsRefusal(charter, 'weighty', a_day);
}

/** What can't be read would be no limit. */
function amountsRefusal(charter: Charter, part: string, amounts: AmountsByUnit = {}): Refusal | null {
  for (const [unit, most] of Object.entries(amounts)) {
    const rule = charter.units.find(({ id }) => id === unit);
    if (rule === undefined) return no('unknown_unit', `${part}: there is no unit ${unit}`);
    const amount = parseDecimal(most, rule.decimals);
    if (!amount.ok) return no(amount.refusal.code, `${part}: ${amount.refusal.detail}`);
  }
  return null;
}

function decidingRefusal(charter: Charter): Refusal | null {
  const { more_than: { numerator, denominator }, days } = charter.decide ?? charterDefaults.decide;
  const { approvals, wait_hours } = charter.recovery ?? charterDefaults.recovery;
  if (!isWhole(denominator, 1, 1_000_000) || !isWhole(numerator, 0, denominator - 1)) return no('invalid_value', 'decide: more_than is a part of all members, from 0/1 to below 1/1');
  if (!isWhole(days, 1, 366)) return no('invalid_value', 'decide: a proposal is open for 1 to 366 days');
  if (!isWhole(approvals, 1, membersMax) || !isWhole(wait_hours, 0, 8784)) return no('invalid_value', 'recovery: approvals count from 1, and the wait is at most 8,784 hours');
  return null;
}

/** At the founding the members come after the charter: then the groups' are checked with them. */
function groupsRefusal({ members }: Pick<KernelState, 'members'>, { groups = {} }: Charter): Refusal | null {
  const names = Object.keys(groups);
  if (names.length > groupsMax) return no('limit_reached', `at most ${groupsMax} groups`);
  for (const name of names) {
    const group = groups[name] ?? [];
    if (!isId(name) || name === 'all' || name === 'bound' || name === 'parties') return no('invalid_value', `a group can't be called ${JSON.stringify(name)}`);
    if (new Set(group).size !== group.length) return no('invalid_value', `the group ${name} names a member twice`);
    const strange = members.size === 0 ? undefined : group.find((member) => !members.has(member));
    if (strange !== undefined) return no('unknown_member', `the group ${name}: there is no member ${strange}`);
  }
  return null;
}

function matterRefusal(charter: Charter, { name, changes, asked, rule, days, days_min, early }: Matter): Refusal | null {
  const of = `matter ${JSON.stringify(name)}`;
  if (!isId(name)) return no('invalid_value', `a matter can't be called ${JSON.stringify(name)}`);
  const own = changes.find((change) => ['operator', 'policy', 'recover', 'issue'].includes(change));
  if (changes.length === 0 || own !== undefined) return no('invalid_value', `${of}: ${own === undefined ? 'it needs the changes that it is for' : `a change of kind ${own} has a rule of its own`}`);
  const wrong = ruleRefusal(rule);
  if (wrong !== null) return no('invalid_value', `${of}: ${wrong}`);
  const groups = [...(asked.startsWith('group:') ? [asked.slice('group:'.length)] : []), ...(rule.rule === 'each' ? Object.keys(rule.of).filter((each) => !['all', 'bound', 'parties'].includes(each)) : [])];
  const unknown = groups.find((group) => !Object.hasOwn(charter.groups ?? {}, group));
  if (unknown !== undefined) return no('unknown_value', `${of}: there is no group ${unknown}`);
  if (!isWhole(days, 1, 366) || !isWhole(days_min ?? days, 0, days)) return no('invalid_value', `${of}: it is open for 1 to 366 days, and days_min is at most days`);
  // By a share of those who vote, the first who do would decide alone.
  if (early === true && !countsAll(rule)) return no('invalid_value', `${of}: only a rule that counts parts of all who may vote (threshold, unanimous) can carry early`);
  const several = ['approval', 'score', 'instant_runoff', 'schulze'].includes(rule.rule);
  if (several !== changes.includes('choice')) return no('invalid_value', `${of}: ${several ? 'this rule is for a choice between several' : 'a choice between several needs approval, score, instant_runoff or schulze'}`);
  return null;
}

function namesRefusal({ matters = [] }: Charter): Refusal | null {
  if (matters.length > mattersMax) return no('limit_reached', `at most ${mattersMax} matters`);
  return new Set(matters.map(({ name }) => name)).size === matters.length ? null : no('invalid_value', 'two matters have the same name');
}

function amendingRefusal({ amending }: Charter): Refusal | null {
  if (amending === undefined) return null;
  const { rule, days, confirm_days } = amending;
  const wrong = ruleRefusal(rule);
  if (wrong !== null) return no('invalid_value', `amending: ${wrong}`);
  if (!['majority', 'threshold', 'consensus', 'unanimous'].includes(rule.rule)) return no('invalid_value', 'amending: an amendment is a yes or no question of all who are asked');
  return isWhole(days, 1, 366) && isWhole(confirm_days, 1, 366) ? null : no('invalid_value', 'amending: days and confirm_days are 1 to 366');
}

function windowsRefusal(windows: UpdateWindows | undefined): Refusal | null {
  if (windows === undefined || windows.every === 'day') return null;
  const most = windows.every === 'week' ? 7 : 28;
  return isWhole(windows.on, 1, most) ? null : no('invalid_value', `windows: on is 1 to ${most} of each ${windows.every}`);
}

function entrenchedRefusals({ entrenched = {}, groups = {} }: Charter): Refusal | null {
  const names = Object.keys(entrenched);
  if (names.length > entrenchedMax) return no('limit_reached', `at most ${entrenchedMax} entrenched caps`);
  return firstOf(names, (name) => (isId(name) ? entrenchedRefusal(name, entrenched[name] as Entrenched, groups) : no('invalid_value', `a cap can't be called ${JSON.stringify(name)}`)));
}

function entrenchedRefusal(name: string, { cap, way }: Entrenched, groups: NonNullable<Charter['groups']>): Refusal | null {
  if ('term' in cap && cap.at_most === undefined && cap.at_least === undefined) return no('missing_value', `entrenched ${name}: it needs at_most or at_least`);
  if ('term' in cap && cap.kit === undefined && cap.subcontract === undefined) return no('missing_value', `entrenched ${name}: say of which kit or subcontract`);
  const unknown = 'charter' in cap ? cap.charter.find((part) => !charterParts.includes(part)) : undefined;
  if (unknown !== undefined) return no('unknown_value', `entrenched ${name}: the charter has no part ${unknown}`);
  if (typeof way.consent === 'string' && way.consent.startsWith('group:') && !Object.hasOwn(groups, way.consent.slice('group:'.length))) return no('unknown_value', `entrenched ${name}: there is no group ${way.consent.slice('group:'.length)}`);
  return isWhole(way.votes, 1, 5) && isWhole(way.apart_days, 0, 366) ? null : no('invalid_value', `entrenched ${name}: 1 to 5 votes, at most 366 days apart`);
}

function firstOf<T>(list: readonly T[], wrong: (each: T) => Refusal | null): Refusal | null {
  for (const each of list) {
    const refusal = wrong(each);
    if (refusal !== null) return refusal;
  }
  return null;
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
