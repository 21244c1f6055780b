/** `frankpledge help` */
import type { Command } from './commands.ts';

export function help(commands: () => ReadonlyMap<string, Command>): Command {
  return {
    usage: '', says: 'this list',
    run: () => {
      console.log('Frankpledge runs a community\'s agreements. Each command is called as: npm run -s frankpledge -- COMMAND …\n');
      for (const [name, command] of commands()) console.log(`  ${`${name} ${command.usage}`.trim()}\n      ${command.says}`);
      return 0;
    },
  };
}
