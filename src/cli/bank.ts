/** `frankpledge bank VERB …`: what comes from the bank as files; each verb is a command of its own. */
import { didYouMean } from '../vocabulary/nearest.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { bankImport } from './bank-import.ts';
import type { Command } from './command.ts';
import { UsageError } from './errors.ts';

const verbs: ReadonlyMap<string, Command> = new Map([['import', bankImport]]);

export const bank: Command = {
  usage: 'VERB …',
  says: 'holds the bank\'s statements against the books',
  details: [...verbs].map(([verb, { usage, says }]) => `${verb} ${usage}: ${says}`),
  run: ([verb = '', ...args]) => {
    const command = verbs.get(verb);
    if (command !== undefined) return command.run(args);
    const names = [...verbs.keys()];
    throw new UsageError(verb === '' ? `say ${names.join(', ')}` : `there is no \`bank ${verb}\`${didYouMean(verb, names)}`, `See: ${commandLine('help bank')}`);
  },
};
