/** Holds what a log says was decided against the second counting, record by record. */
import type { CountResult, WorkingStep } from '../../src/vocabulary/deciding.ts';
import type { Counted, Fact, Outcome } from '../../src/vocabulary/outcomes.ts';
import type { LogRecord } from '../../src/vocabulary/records.ts';

/** What stands in the outcome of that which the second counting speaks of, in its form. */
export function recordedIn({ facts }: Outcome): readonly unknown[] {
  return facts.flatMap((fact): readonly unknown[] => recordedFact(fact));
}

/** Neither side has an order within a record. */
export function inOrder(list: readonly unknown[]): readonly string[] {
  return list.map((each) => text(each)).sort();
}

/** Names of a record for people. */
export function about({ seq, recordedAt, entry }: LogRecord): string {
  return `record ${seq}, ${new Date(recordedAt).toISOString()}, ${entry.kind} by ${entry.by}: ${JSON.stringify(entry.body).slice(0, 300)}`;
}

function recordedFact(fact: Fact): readonly unknown[] {
  switch (fact.fact) {
    case 'decided': return [{ is: 'decided', of: fact.proposal, how: fact.how, winner: optionOf(fact.winner), bodies: bodiesOf(fact.count) }];
    case 'proposal.waits': return [{ is: 'waits', of: fact.proposal, until: fact.until, winner: optionOf(fact.winner), bodies: bodiesOf(fact.count) }];
    case 'proposal.again': return [{ is: 'again', of: fact.proposal, vote: fact.vote, begins: fact.begins, closes: fact.closes, bodies: bodiesOf(fact.count) }];
    case 'amendment.decided': return [{ is: 'amendment', of: fact.amendment, how: fact.how, bodies: bodiesOf(fact.count) }];
    case 'amendment.closes': return [{ is: 'closes', of: fact.amendment, closes: fact.closes }];
    case 'revised': {
      const { digest, number, title, text: paragraphs, change, effective } = fact.revision;
      return [{ is: 'revised', of: fact.proposal, closes: fact.closes, number, digest, content: { title, text: paragraphs, change, effective } }];
    }
    default: return [];
  }
}

/** The answer to a yes or no question is in its bodies. */
function optionOf(winner: string | undefined): string | null {
  return winner === undefined || winner === 'yes' || winner === 'no' ? null : winner;
}

function bodiesOf(count: Counted | undefined): readonly unknown[] | null {
  return count?.bodies.map(({ voters, via, winners, tied, working }): unknown => ({ voters, via, winners, tied, figures: figuresOf(working) })) ?? null;
}

function figuresOf(working: CountResult['working']): unknown {
  const classes = working.filter((step) => step.step === 'class');
  if (classes.length > 0) return Object.fromEntries(classes.filter((step) => step.eligible > 0).map((step) => [step.class, { winners: step.winners, ...figuresOf(step.working) as object }]));
  const turnout = stepOf(working, 'turnout');
  const said = stepOf(working, 'said');
  if (said !== undefined) {
    const { yes, no, abstain, concern, object, silent } = said;
    return { said: { yes, no, abstain, concern, object, silent } };
  }
  if (turnout?.reached === false) return { came: turnout.came };
  const rounds = working.filter((step) => step.step === 'round');
  if (rounds.length > 0) return { firstRound: rounds[0]?.counts, rounds: rounds.length };
  const approvals = stepOf(working, 'approvals');
  if (approvals !== undefined) return { approvals: approvals.approvals };
  const scores = stepOf(working, 'scores');
  if (scores !== undefined) return { sums: scores.sums };
  return { pairwise: stepOf(working, 'pairwise')?.preferred };
}

function stepOf<S extends WorkingStep['step']>(working: CountResult['working'], step: S): (WorkingStep & { step: S }) | undefined {
  return working.find((each): each is WorkingStep & { step: S } => each.step === step);
}

/** JSON with names in order. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each));
}

