/** What one says in a vote, as it is typed: yes or no, all that one can live with, points, or an order. */
import { didYouMean } from '../vocabulary/nearest.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import { readPairs } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { UnknownNameError } from './names.ts';
import { readWhole } from './when.ts';

const words = ['yes', 'no', 'abstain', 'concern', 'object'] as const satisfies readonly Choice[];

export const choiceOptions = { approve: { type: 'string' }, scores: { type: 'string' }, rank: { type: 'string' } } as const;

type Given = { readonly word: string | undefined; readonly approve?: string | undefined; readonly scores?: string | undefined; readonly rank?: string | undefined };
type Wrong = (message: string) => UsageError;

/** Points that a rule may give at the most are far fewer. */
const scoreMax = 1_000_000;

/** @param options of the question; for one of yes or no, these two. @throws what `wrong` makes of it; UnknownNameError for an option that isn't there */
export function readChoice({ word, approve, scores, rank }: Given, options: readonly string[], wrong: Wrong): Choice {
  const given = [word, approve, scores, rank].filter((each) => each !== undefined);
  if (given.length !== 1) throw wrong(`say ${words.join(', ')}, or choose with --approve, --scores or --rank: one of these${given.length === 0 ? '' : ', not several'}`);
  const isYesNo = options.length === 2 && options.includes('yes') && options.includes('no');
  if (word !== undefined) {
    const choice = words.find((each) => each === word);
    if (choice === undefined) throw wrong(`one says ${words.join(', ')}, not "${word}"${didYouMean(word, words)}`);
    if (!isYesNo && choice !== 'abstain') throw wrong(`this is a choice between ${options.join(', ')}: choose with --approve, --scores or --rank, as its rule asks`);
    return choice;
  }
  if (isYesNo) throw wrong('this is a question of yes or no: say yes, no, abstain, concern or object');
  if (approve !== undefined) return { approve: listed(approve).map((each) => known(each, options)) };
  if (scores !== undefined) return { scores: Object.fromEntries(readPairs(listed(scores), wrong).map(([option, points]) => [known(option, options), readWhole(points, `the points of ${option}`, 0, scoreMax, wrong)])) };
  return { ranking: ranked(rank ?? '', options, wrong) };
}

/** `a > b = c > d`: the best first, equals beside each other. */
function ranked(given: string, options: readonly string[], wrong: Wrong): readonly (readonly string[])[] {
  const ranking = given.split('>').map((place) => place.split('=').map((each) => each.trim()));
  if (ranking.flat().includes('')) throw wrong(`--rank is an order as "a > b = c > d", not "${given}"`);
  return ranking.map((place) => place.map((each) => known(each, options)));
}

function listed(given: string): string[] {
  return given.split(',').map((each) => each.trim()).filter((each) => each !== '');
}

function known(option: string, options: readonly string[]): string {
  if (!options.includes(option)) throw new UnknownNameError('unknown_option', 'option', option, options);
  return option;
}
