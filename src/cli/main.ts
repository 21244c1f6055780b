/** `frankpledge COMMAND …`: finds the command, runs it, and turns whatever goes wrong into one clear message and an exit status. */
import { commands } from './commands.ts';
import { reportError } from './errors.ts';

const [name, ...args] = process.argv.slice(2);

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const command = commands.get(name ?? 'help');
    if (command === undefined) return reportError(unknownCommand(name ?? ''));
    return await command.run(args);
  } catch (error) {
    return reportError(error);
  }
}

function unknownCommand(given: string): Error {
  return Object.assign(new Error(`there is no command "${given}"; the commands are ${[...commands.keys()].join(', ')}`), { code: 'usage' });
}
