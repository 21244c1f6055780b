/** `frankpledge help [COMMAND]` */
import type { Command } from './command.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { didYouMean } from '../vocabulary/nearest.ts';

/** Commands that a person needs at the same time, in the order in which they need them. */
export type CommandGroup = { readonly title: string; readonly commands: readonly (readonly [name: string, command: Command])[] };

export function help(groups: () => readonly CommandGroup[]): Command {
  return defineCommand({
    name: 'help', usage: '[COMMAND]', says: 'this list, or one command', options: {}, names: [], more: ['COMMAND'],
    run: ({ positionals: [name] }) => {
      const commands = new Map(groups().flatMap((group) => group.commands));
      const command = name === undefined ? undefined : commands.get(name);
      if (name !== undefined && command === undefined) throw new UsageError(`there is no command "${name}"${didYouMean(name, commands.keys())}`, `See: ${commandLine('help')}`);
      if (name !== undefined && command !== undefined) console.log(helpLines(name, command));
      else {
        console.log('Frankpledge runs a community\'s agreements. Each command is called as: ' + commandLine('COMMAND …\n'));
        console.log(helpText(groups()));
      }
      return 0;
    },
  });
}

/** All commands, as in the list and in the manual. */
export function helpText(groups: readonly CommandGroup[]): string {
  return groups.map(({ title, commands }) => `${title}\n${commands.map((each) => helpLines(...each)).join('\n')}`).join('\n\n');
}

/** A command's usage, what it does, and its cases. */
function helpLines(name: string, { usage, says, details = [] }: Command): string {
  return [`  ${`${name} ${usage}`.trim()}`, `      ${says}`, ...details.map((line) => `        ${line}`)].join('\n');
}
