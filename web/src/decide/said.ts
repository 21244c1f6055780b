/** What was said and asked, and how it is decided, in the reader's language. The server says the same in English (src/views/deciding-words.ts). */
import type { EndShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import type { Choice, DecisionRule, Measure, Share } from '../../../src/vocabulary/deciding.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';

/** @example choiceWords({ ranking: [['trams'], ['buses', 'bicycles']] }) === 'trams before buses and bicycles' */
export function choiceWords(choice: Choice): string {
  if (typeof choice === 'string') return t(`decide.choice.${choice}`);
  if ('approve' in choice) return choice.approve.length === 0 ? t('decide.choice.approve_none') : t('decide.choice.approve', { options: choice.approve.join(', ') });
  if ('scores' in choice) return Object.entries(choice.scores).map(([option, points]) => `${option} ${points}`).join(', ');
  return choice.ranking.map(together).reduce((one, other) => t('decide.choice.before', { one, other }));
}

export function together(names: readonly string[]): string {
  return names.length === 0 ? '' : names.reduce((one, other) => t('decide.choice.and', { one, other }));
}

export function askedWords({ asked, subcontract }: Pick<ProposalDetail, 'asked' | 'subcontract'>): string {
  const { whom, words } = asked;
  if (whom === 'named') return phrase(words);
  if (whom.startsWith('group:')) return t('decide.asked.group', { group: whom.slice('group:'.length) });
  const about = subcontract ?? t('decide.asked.it');
  return whom === 'bound' || whom === 'parties' ? t(`decide.asked.${whom}`, { about }) : t('decide.asked.all');
}

/** What kind of change it would be, and of what. */
export function kindWords({ change, subcontract }: Pick<ProposalDetail, 'change' | 'subcontract'>): string {
  return t(`decide.kind.${change}`, { about: subcontract ?? t('decide.asked.it') });
}

/** A body of voters by its place among those that are asked. */
export function bodyWords(proposal: Pick<ProposalDetail, 'asked' | 'subcontract' | 'newcomerDays'>, place: number, count: number): string {
  const asked = askedWords(proposal);
  if (count === 1) return asked;
  return place === 0 ? t('decide.asked.without_newcomers', { asked, days: proposal.newcomerDays }) : t('decide.asked.with_newcomers', { asked });
}

/** What goes by rules that no charter can change comes in the server's words. */
export function ruleOf({ decides, rule }: Pick<ProposalDetail, 'decides' | 'rule'>): string {
  return decides === null ? phrase(rule) : ruleWords(decides);
}

export function ruleWords(rule: DecisionRule): string {
  switch (rule.rule) {
    case 'consensus': return t('decide.rule.consensus', { assents: rule.assents });
    case 'majority': return t('decide.rule.majority', { part: measureWords(rule.yes), quorum: quorumOf(rule) });
    case 'threshold': return 'people' in rule.yes && rule.yes.people === 1 ? t('decide.rule.threshold_one') : t('decide.rule.threshold', { part: measureWords(rule.yes) });
    case 'unanimous': return t('decide.rule.unanimous');
    case 'each': return t('decide.rule.each', { rules: Object.entries(rule.of).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, own]) => t('decide.rule.of_class', { who: classWords(name), rule: ruleWords(own) })).join('; ') });
    case 'approval': return t('decide.rule.approval', { winners: rule.winners, quorum: quorumOf(rule) });
    case 'score': return t('decide.rule.score', { max: rule.max, quorum: quorumOf(rule) });
    default: return t(`decide.rule.${rule.rule}`, { quorum: quorumOf(rule) });
  }
}

/** One must vote anyway. */
function quorumOf({ quorum }: { readonly quorum: number }): number {
  return quorum <= 1 ? 0 : quorum;
}

export function measureWords(measure: Measure): string {
  if ('people' in measure) return String(measure.people);
  if ('at_least' in measure) return measure.at_least.numerator === measure.at_least.denominator ? t('decide.part.all') : t('decide.part.at_least', { share: shareWords(measure.at_least) });
  return measure.more_than.numerator === 0 ? t('decide.part.at_least_one') : t('decide.part.more_than', { share: shareWords(measure.more_than) });
}

const shares = { '1/2': 'decide.part.half', '1/3': 'decide.part.third', '2/3': 'decide.part.two_thirds' } as const;

function shareWords({ numerator, denominator }: Share): string {
  const share = `${numerator}/${denominator}`;
  if (share in shares) return t(shares[share as keyof typeof shares]);
  return (numerator * 100) % denominator === 0 ? t('decide.part.percent', { percent: String(numerator * 100 / denominator) }) : share;
}

export function classWords(name: string): string {
  return name === 'all' || name === 'bound' || name === 'parties' ? t(`decide.rule.class.${name}`) : t('decide.asked.group', { group: name });
}

/** @param of what kind of change it was about: of a choice, what won is said */
export function endWords({ how, counted, winner, code, detail }: EndShown, of: ProposalDetail['change']): string {
  switch (how) {
    case 'failed': return t('decide.end.failed', { detail: detail === null ? code ?? '' : phrase(detail) });
    case 'stopped': case 'withdrawn': return t(`decide.end.${how}`);
    default: {
      const { yes, no, of: voters } = counted ?? { yes: 0, no: 0, of: 0 };
      return t(`decide.end.${how}`, { winner: of === 'choice' && winner !== null ? winner : 'none', yes, no, of: voters });
    }
  }
}
