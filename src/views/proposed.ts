/** Proposals in plain words: what would be so, which terms would be others, and the fold of what is said to them. */
import type { Change } from '../vocabulary/changes.ts';
import type { KitManifest, RawTerms } from '../vocabulary/kit.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Ballot, Fact } from '../vocabulary/outcomes.ts';
import { readFields, showFields } from '../vocabulary/values.ts';
import { nameOf, type Citing } from './say.ts';
import type { DecidedShown, Shown, TermChangeShown } from './shown.ts';
import { decidedKeptMax, decimalsOf, keep, type ProposalView, type View } from './view.ts';
import { sayValue } from './words.ts';

type ProposalFact = Fact & { fact: 'proposed' | 'balloted' | 'proposal.waits' | 'decided' };
type Adopting = Change & { change: 'adopt' };
type SaidOf = { readonly words: string; readonly terms: readonly TermChangeShown[] };

export function applyProposal(view: View, citing: Citing, fact: ProposalFact): void {
  if (fact.fact === 'proposed') {
    const { proposal } = fact;
    view.proposals.set(proposal.id, { proposal, openedAt: citing.recordedAt, ...saidOf(view, proposal.revision.change) });
    return;
  }
  const known = view.proposals.get(fact.proposal);
  if (known === undefined) return;
  const { proposal } = known;
  if (fact.fact === 'balloted') view.proposals.set(fact.proposal, { ...known, proposal: { ...proposal, ballots: { ...proposal.ballots, [fact.member]: ballotOf(fact) } } });
  if (fact.fact === 'proposal.waits') view.proposals.set(fact.proposal, { ...known, proposal: { ...proposal, waits: fact.until } });
  if (fact.fact !== 'decided') return;
  view.proposals.delete(fact.proposal);
  keep(view.decided, decidedShown(known, citing, fact), decidedKeptMax);
}

/** What a proposal of this change would make so, held against what is so now. */
export function saidOf(view: View, change: Change): SaidOf {
  return { words: sayChange(view, change), terms: change.change === 'adopt' ? changedTerms(view, change) : [] };
}

export function proposedShown({ proposal, openedAt }: ProposalView, { words, terms }: SaidOf): Omit<DecidedShown, 'decided' | 'decidedAt' | 'how' | 'code'> {
  const { id, by, revision: { change }, reason, opened, ballots } = proposal;
  return {
    id, by, change: change.change, words, reason, terms, record: opened, openedAt,
    ballots: Object.entries(ballots).map(([member, { choice, reason: said }]) => ({ member, choice, reason: said ?? null })),
  };
}

function ballotOf({ choice, reason }: Fact & { fact: 'balloted' }): Ballot {
  return { choice, ...(reason === undefined ? {} : { reason }) };
}

function decidedShown(known: ProposalView, citing: Citing, { how, code }: Fact & { fact: 'decided' }): DecidedShown {
  return { ...proposedShown(known, known), decided: citing.record, decidedAt: citing.recordedAt, how, code: code ?? null };
}

/** The terms as they were written in the entry by which this record adopts the subcontract: at the founding, or in the proposal that it carries. */
export function agreedTerms(view: View, { record: { entry }, outcome }: Shown, subcontract: string): RawTerms {
  if (entry.kind === 'adopt') return entry.body.terms;
  for (const fact of outcome.facts) {
    const change = fact.fact === 'decided' && fact.how === 'carried' ? view.proposals.get(fact.proposal)?.proposal.revision.change : undefined;
    if (change?.change === 'adopt' && change.subcontract === subcontract) return change.terms;
  }
  return {};
}

function sayChange(view: View, change: Change): string {
  switch (change.change) {
    case 'operator': return `another operator: the keys ${change.keys.map(({ id }) => id).join(', ')} come into force, and all earlier ones of operator, log and gateway go out of force`;
    case 'policy': return `other witnesses of the log: ${sayRuns(view, change.runs)}`;
    case 'adopt': return sayAdoption(view, change);
    case 'recover': return `a new key ${change.key.id} for ${nameOf(view, change.member)}, whose earlier keys go out of force`;
    case 'issue': return `${change.amount} ${change.unit} issued to ${nameOf(view, change.to)}: ${change.reason}`;
    case 'terms': return `${change.subcontract}: other terms`;
    case 'retire': return `${change.subcontract} is taken away, once all that is owed under it is settled`;
    case 'stop': return `${change.subcontract} is stopped: what is pending waits`;
    case 'resume': return `${change.subcontract} goes on`;
    case 'pilot': return `a trial of ${change.subcontract} for ${change.days} days, with at least ${change.volunteers_min} volunteers`;
    case 'spend': return `${change.amount} ${change.unit} from ${nameOf(view, change.from)} to ${nameOf(view, change.to)}`;
    case 'admit': return `${change.member.name ?? change.member.id} becomes a member`;
    case 'exclude': return `${nameOf(view, change.member)} is a member no more`;
    case 'charter': return `the charter: ${Object.keys(change.set).join(', ')}`;
    case 'resolution': return 'a resolution';
    case 'ratify': return `an agreement with ${change.with}, ${change.agreement.slice(0, 8)}`;
    case 'choice': return `one of ${change.options.map(({ id }) => id).join(', ')}`;
  }
}

function sayRuns(view: View, runs: { readonly [witness: string]: string }): string {
  const said = Object.entries(runs).map(([witness, member]) => `${witness} (run by ${nameOf(view, member)})`);
  return said.length === 0 ? 'as the policy says, run by no member' : said.join(', ');
}

function sayAdoption(view: View, { subcontract, manifest, parties, code }: Adopting): string {
  const before = view.subcontracts.get(subcontract);
  const roles = Object.entries(parties).filter(([party, member]) => before?.parties[party] !== member).map(([party, member]) => `${party} ${nameOf(view, member)}`);
  const withRoles = roles.length === 0 ? '' : `, with ${roles.join(', ')}`;
  if (before === undefined) return `a new agreement ${subcontract}: ${manifest.name} ${manifest.version}${withRoles}`;
  const version = before.manifest.version === manifest.version ? `${manifest.name} ${manifest.version}` : `${manifest.name} ${manifest.version} instead of ${before.manifest.version}`;
  return `${subcontract}: ${version}${before.code === code ? ', the same code' : ''}${withRoles}`;
}

/** For a new agreement what would be agreed, for another version what would be another than now. Terms that can't be read change nothing: they can't be adopted. */
function changedTerms(view: View, { subcontract, manifest, terms }: Adopting): TermChangeShown[] {
  const now = view.subcontracts.get(subcontract);
  const before = now === undefined ? {} : saidTerms(now.manifest, now.terms, decimalsOf(view, now.unit));
  const unit = typeof terms['unit'] === 'string' ? terms['unit'] : (view.charter?.units[0]?.id ?? '');
  const decimals = decimalsOf(view, unit);
  const read = readFields(manifest.terms, terms, { decimals, isMember: (id) => view.members.has(id), isUnit: (id) => view.units.has(id), firstUnit: view.charter?.units[0]?.id ?? '' }, 'terms');
  if (!read.ok) return [];
  const after = saidTerms(manifest, read.value, decimals);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((term) => before[term] !== after[term])
    .map((term) => ({ term, before: before[term] ?? null, after: after[term] ?? null }));
}

function saidTerms(manifest: KitManifest, terms: JsonObject, decimals: number): { readonly [term: string]: string } {
  return Object.fromEntries(Object.entries(showFields(manifest.terms, terms, decimals)).map(([term, value]) => [term, sayValue(value)]));
}
