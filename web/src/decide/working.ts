/** A count line by line, to redo it by hand, and what it still lacks, in the reader's language. */
import type { CountShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import type { ByOption, WorkingStep } from '../../../src/vocabulary/deciding.ts';
import { t } from '../messages/t.ts';
import { sentence } from '../words/names.ts';
import { classWords, measureWords, together } from './said.ts';

/** A member's name for people. */
export type NameOf = (id: string) => string;

type Body = CountShown['bodies'][number];

export function linesOf({ working, winners, tied }: Pick<Body, 'working' | 'winners' | 'tied'>, name: NameOf): readonly string[] {
  return [...working.flatMap((step) => stepLines(step, name)), resultLine(winners, tied)];
}

function resultLine(winners: readonly string[], tied: readonly string[]): string {
  if (tied.length > 0) return t('decide.work.so_tied', { options: together(tied) });
  return winners.length === 0 ? t('decide.work.so_nothing') : t('decide.work.so', { options: together(winners.map(optionName)) });
}

/** Of a yes or no question the options are yes and no. */
function optionName(option: string): string {
  return option === 'yes' || option === 'no' ? t(`decide.choice.${option}`) : option;
}

function stepLines(step: WorkingStep, name: NameOf): readonly string[] {
  switch (step.step) {
    case 'said': {
      const { yes, concern, no, object, abstain, silent } = step;
      return [t('decide.work.said', { yes, concern, no, object, abstain, silent, all: yes + concern + no + object + abstain + silent })];
    }
    case 'concerns': return step.by.length === 0 ? [] : [t('decide.work.concerns', { names: step.by.map(name).join(', ') })];
    case 'objections': return [step.by.length === 0 ? t('decide.work.no_objections') : t('decide.work.objections', { names: step.by.map(name).join(', ') })];
    case 'turnout': return [t('decide.work.turnout', { came: step.came, eligible: step.eligible, quorum: step.quorum, reached: yesNo(step.reached) })];
    case 'needed': {
      const { measure, of, needed, yes } = step;
      return ['people' in measure ? t('decide.work.needed_people', { needed, yes, reached: yesNo(step.reached) }) : t('decide.work.needed', { part: sentence(measureWords(measure)), of, needed, yes, reached: yesNo(step.reached) })];
    }
    case 'class': return [
      t('decide.work.class', { who: sentence(classWords(step.class)), count: step.eligible }),
      ...step.working.flatMap((each) => stepLines(each, name)), step.eligible === 0 ? t('decide.work.class_empty') : resultLine(step.winners, []),
    ];
    case 'approvals': return [t('decide.work.approvals', { table: table(step.approvals) }), t('decide.work.places', { places: step.places, cut: step.cut })];
    case 'scores': return [t('decide.work.scores', { table: table(step.sums) }), t('decide.work.highest', { highest: step.highest })];
    case 'round': return [t('decide.work.round', { round: step.round, table: table(step.counts), exhausted: step.exhausted, needed: step.needed })];
    case 'out': return [outLine(step)];
    case 'stuck': return [t('decide.work.stuck', { round: step.round, equal: together(step.equal) })];
    case 'pairwise': return pairLines(step.preferred);
    case 'paths': return step.paths.map(({ path, support, opposed }) => t('decide.work.path', {
      one: path[0] ?? '', other: path.at(-1) ?? '', path: path.reduce((one, other) => t('decide.work.over', { one, other })), support, opposed,
    }));
    case 'beats': return Object.entries(step.beats).map(([option, others]) => t('decide.work.beats', { option, others: others.length === 0 ? t('decide.none') : others.join(', ') }));
  }
}

function outLine(step: WorkingStep & { readonly step: 'out' }): string {
  const goes = { round: step.round, options: together(step.out), count: step.out.length };
  switch (step.because) {
    case 'fewest': return t('decide.work.out_fewest', goes);
    case 'together': return t('decide.work.out_together', { ...goes, votes: step.votes, next: step.next });
    case 'fewest_before': return t('decide.work.out_before', { ...goes, equal: together(step.equal), before: step.before });
  }
}

/** Each two options once, in order of id. */
function pairLines(preferred: { readonly [option: string]: ByOption }): readonly string[] {
  const options = Object.keys(preferred).sort();
  const above = (one: string, other: string): number => preferred[one]?.[other] ?? 0;
  return options.flatMap((one, place) => options.slice(place + 1).map((other) => t('decide.work.pair', { one, other, first: above(one, other), second: above(other, one) })));
}

function table(figures: ByOption): string {
  return Object.entries(figures).map(([option, figure]) => `${option} ${figure}`).join(', ');
}

function yesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

// What is lacking

/** @param when how an instant is said */
export function lacksOf({ open, count, entrenched, unconfirmed }: ProposalDetail, name: NameOf, now: number, when: (at: number) => string): readonly string[] {
  if (open === null || open.waits !== null) return [];
  return [
    ...(entrenched !== null && entrenched.begins > now ? [t('decide.lack.begins', { vote: entrenched.vote, votes: entrenched.votes, when: when(entrenched.begins) })] : []),
    ...(count === null ? (open.needed === null || open.needed === 0 ? [] : [t('decide.lack.more', { needed: open.needed, of: open.of })]) : count.bodies.flatMap((body, place) => bodyLacks(body, place, count.bodies.length, name))),
    ...open.mustAgree.map((member) => t('decide.lack.must_agree', { name: name(member) })),
    ...(unconfirmed.length === 0 ? [] : [t('decide.lack.unconfirmed', { count: unconfirmed.length })]),
  ];
}

function bodyLacks({ working }: Body, place: number, count: number, name: NameOf): readonly string[] {
  const lacks = stepLacks(working, name);
  return count === 1 ? lacks : lacks.map((lack) => t('decide.lack.of', { who: t(place === 0 ? 'decide.lack.without_newcomers' : 'decide.lack.with_newcomers'), lack }));
}

function stepLacks(working: readonly WorkingStep[], name: NameOf): readonly string[] {
  return working.flatMap((step): readonly string[] => {
    if (step.step === 'turnout' && !step.reached) return [t('decide.lack.turnout', { count: step.quorum - step.came })];
    if (step.step === 'needed' && !step.reached) return [t('decide.lack.needed', { needed: step.needed, yes: step.yes })];
    if (step.step === 'objections' && step.by.length > 0) return [t('decide.lack.objections', { names: together(step.by.map(name)), count: step.by.length })];
    if (step.step === 'class' && !step.winners.includes('yes') && step.eligible > 0) return stepLacks(step.working, name).map((lack) => t('decide.lack.of', { who: sentence(classWords(step.class)), lack }));
    return [];
  });
}
