/**
 * Putting something to the vote: what it has to be for that, and what of it is frozen as it is opened. What becomes of it is in proposals.ts.
 */
import type { ChangeKind } from '../vocabulary/changes.ts';
import type { Entry, Proposing } from '../vocabulary/entries.ts';
import { saysSame } from '../vocabulary/json.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import { changeRefusal, type ChangePorts } from './changes.ts';
import { effectiveRefusal, wordsRefusal } from './content.ts';
import { isAsked, isProcedural } from './counting.ts';
import { wayOf } from './entrenched.ts';
import { closingOf, procedureOf } from './matters.ts';
import type { FollowUp } from './pilots.ts';
import { conclude } from './proposals.ts';
import { sayAmount, type KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';
import { decideRule } from './voters.ts';

/** Proposals open at a time: far above what people could follow, so that nobody fills the state. Beyond it everyone still has one. */
export const proposalsMax = 1000;
/** Of one proposer: few enough that nobody keeps the others from proposing. */
export const proposalsEachMax = 10;

/** Opens a proposal; whoever makes it says yes to it thereby, where it is a question of yes or no. */
export function propose(turn: Turn, ports: ChangePorts, entry: Entry & { kind: 'propose' }): Refusal | null {
  const { state } = turn;
  const { change } = entry.body;
  const wrong = crowdRefusal(state, entry.by) ?? wordsRefusal(entry.body) ?? changeRefusal(state, ports, change);
  if (wrong !== null) return wrong;
  const drafted = draft(state, ports.digestOf(entry), entry.by, entry.body);
  if (!drafted.ok) return drafted.refusal;
  return openRefusal(state, drafted.value) ?? open(turn, ports, drafted.value);
}

/** The vote that follows from a pilot, in the name of who proposed that; or, where nobody could carry it, word of why there is none. */
export function openFollowUp(turn: Turn, ports: ChangePorts, followUp: FollowUp): void {
  const { state } = turn;
  const { pilot, by, change, reason, measured } = followUp;
  const wrong = changeRefusal(state, ports, change);
  if (wrong !== null) return tellNoVote(turn, followUp, wrong);
  const drafted = draft(state, ports.digestOf({ pilot, records: state.seq }), by, { change, reason });
  if (drafted.ok) open(turn, ports, { ...drafted.value, measured });
  else tellNoVote(turn, followUp, drafted.refusal);
}

function tellNoVote(turn: Turn, { change: { subcontract }, measured, concerned }: FollowUp, { detail }: Refusal): void {
  const { state } = turn;
  const unit = state.subcontracts.get(subcontract)?.unit ?? '';
  const [paid, owed] = [measured.paid, measured.owed].map((amount) => sayAmount(state, amount, unit)) as [string, string];
  for (const to of concerned) turn.emit({ fact: 'notice', item: 0, because: null, to, code: 'no_vote', data: { subcontract, why: detail, ...measured, paid, owed } });
}

function draft(state: KernelState, id: string, by: string, proposing: Proposing): Result<Proposal> {
  const { change, reason, title = '', text = [], topic, effective = null } = proposing;
  const procedure = procedureOf(state, proposing, change);
  if (!procedure.ok) return procedure;
  const closes = closingOf(state, procedure.value, proposing, change);
  if (!closes.ok) return closes;
  if (effective !== null && procedure.value === null) return refuse('not_permitted', 'what concerns the log and its keys is so as soon as enough have agreed: leave the time out');
  const untimely = effectiveRefusal(state, effective);
  if (untimely !== null) return { ok: false, refusal: untimely };
  const way = wayOf(state, change);
  return ok({
    id, by, reason, topic: topic ?? null, procedure: procedure.value, opened: state.seq, openedAt: state.recordedAt, newcomerDays: decideRule(state).days, closes: closes.value,
    revision: { number: 1, digest: id, title, text, change, effective },
    ballots: {}, unconfirmed: [], entrenched: way === null ? null : { names: way.names, vote: 1, begins: state.recordedAt }, waits: null, winner: null,
  });
}

function open(turn: Turn, ports: ChangePorts, proposal: Proposal): Refusal | null {
  const { state } = turn;
  const { id, by, revision: { change } } = proposal;
  turn.emit({ fact: 'proposed', proposal });
  const isMember = state.members.has(by);
  const says = isProcedural(proposal) ? isMember && change.change !== 'choice' && isAsked(state, proposal, by) : isMember;
  if (says) turn.emit({ fact: 'balloted', proposal: id, member: by, choice: 'yes' });
  if (change.change === 'recover') turn.emit({ fact: 'notice', item: 0, because: null, to: change.member, code: 'recovery', data: { by, proposal: id } });
  return conclude(turn, ports, id);
}

/** What is wholly said by naming what it is about: of these two that are open are one. All else can be amended into another. */
const namedOnly: readonly ChangeKind[] = ['stop', 'resume', 'retire', 'exclude'];

/**
 * Why one doesn't open what is open already: by the same procedure, and done no later by it. One that ends later, or is put off, holds nobody
 * back from proposing it for sooner.
 */
function openRefusal({ proposals }: KernelState, { closes, procedure, revision: { change, effective } }: Proposal): Refusal | null {
  if (!namedOnly.includes(change.change)) return null;
  const open = [...proposals.values()].filter((other) => saysSame(other.revision.change, change) && saysSame(other.procedure, procedure))
    .filter((other) => other.closes <= closes && (other.revision.effective ?? 0) <= (effective ?? 0)).sort((a, b) => a.opened - b.opened)[0];
  return open === undefined ? null : no('already_so', `${open.by} has proposed the same, and it is open: vote for that`);
}

function crowdRefusal({ proposals }: KernelState, by: string): Refusal | null {
  const own = [...proposals.values()].filter((proposal) => proposal.by === by).length;
  if (own >= proposalsEachMax) return no('limit_reached', `${by} has ${own} open proposals, and at most ${proposalsEachMax} are open of one at a time`);
  return own > 0 && proposals.size >= proposalsMax ? no('limit_reached', `at most ${proposalsMax} proposals are open at a time, but for one of each`) : null;
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
