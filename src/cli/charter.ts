/** `frankpledge charter`: by which rules the collective decides, in plain words. */
import { charterNow } from '../host/charter.ts';
import type { CharterShown, EntrenchedShown } from '../views/charter-shown.ts';
import { sayRecord, sayTime, type Zone } from '../views/local-time.ts';
import { shortProposal } from '../views/say.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { differenceLines } from './difference-lines.ts';
import { UsageError } from './errors.ts';
import { reading } from './reading.ts';

export const charter = defineCommand({
  name: 'charter',
  usage: '[--data DIR] [--json]',
  says: 'shows the collective\'s rules in plain words: who decides on what and how, when it is in force, what is entrenched, and how the rules have changed',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' } },
  names: [],
  run: ({ values }) => reading(values, ({ view, state }) => {
    const shown = charterNow(view, state);
    if (shown === undefined) throw new UsageError('there is no charter yet', 'Found the collective first.');
    return { shown, lines: charterLines(shown, view.zone) };
  }),
});

/** The first line names the collective. @param clock of its zone, by which times are said */
export function charterLines({ name, zone, matters, otherwise, ownRules, amending, windows, groups, entrenched, rules, notes, founding, history, agreements }: CharterShown, clock: Zone): string[] {
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  ${line}`)]);
  return [
    `${name}, in the zone ${zone}`,
    ...section('Who decides on what', [...matters, otherwise].map(({ words }) => words)),
    ...section('What no charter can change', ownRules),
    ...section('Amendments', [amending.words]),
    ...section('At present', notes),
    ...section('In force', windows === null ? ['At once, with the vote that decides.'] : [windows.words, `The next time: ${sayTime(clock, windows.next)}.`]),
    ...section('Groups', groups.map(({ group, members }) => `${group}: ${members.join(', ')}`)),
    ...section('Entrenched', entrenched.flatMap(capLines)),
    ...section('Besides', rules.map(({ words }) => words)),
    ...section('Founders', founding.founders.map(({ member, signed }) => `${member}: ${signed === null ? 'has yet to sign' : `signed (${sayRecord(clock, signed.record, signed.recordedAt)})`}`)),
    ...section('Agreements with others', agreements.map(({ agreement, with: others, record }) => `with ${others}: ${agreement} (record ${record})`)),
    ...section('How it has changed', history.filter(({ proposal }) => proposal !== null).flatMap(({ record, recordedAt, proposal, differences }) =>
      [`${sayRecord(clock, record, recordedAt)}, by ${shortProposal(proposal?.id ?? '')}`, ...differenceLines(differences, clock).map((line) => `  ${line}`)])),
  ];
}

function capLines({ name, says, cap, way, consent }: EntrenchedShown): string[] {
  return [`${name}: ${says}`, `  ${cap}`, `  ${way}${consent.length === 0 ? '' : ` (by now: ${consent.join(', ')})`}`];
}
