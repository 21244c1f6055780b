/** `frankpledge help [COMMAND]` */
import type { Command } from './command.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { didYouMean } from '../vocabulary/nearest.ts';

export function help(commands: () => ReadonlyMap<string, Command>): Command {
  return defineCommand({
    name: 'help', usage: '[COMMAND]', says: 'this list, or one command', options: {}, names: [], more: ['COMMAND'],
    run: ({ positionals: [name] }) => {
      const command = name === undefined ? undefined : commands().get(name);
      if (name !== undefined && command === undefined) throw new UsageError(`there is no command "${name}"${didYouMean(name, commands().keys())}`, `See: ${commandLine('help')}`);
      if (name !== undefined && command !== undefined) console.log(helpLines(name, command));
      else {
        console.log('Frankpledge runs a community\'s agreements. Each command is called as: ' + commandLine('COMMAND …\n'));
        for (const each of commands()) console.log(helpLines(...each));
      }
      return 0;
    },
  });
}

/** A command's usage and what it does, as in the list and in the manual. */
export function helpLines(name: string, { usage, says }: Command): string {
  return `  ${`${name} ${usage}`.trim()}\n      ${says}`;
}
