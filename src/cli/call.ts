/** Finds the command, runs it, and turns whatever goes wrong into one clear message and an exit status. */
import { commandLine } from '../vocabulary/command-line.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { dataFolder } from './acting.ts';
import { commands } from './commands.ts';
import { reportError, UsageError } from './errors.ts';

/** Returns the exit status: 0 done, 1 the answer is no, 2 it could not be done. */
export async function call([first, ...args]: readonly string[]): Promise<number> {
  const name = first === undefined || first === '--help' || first === '-h' ? 'help' : first;
  try {
    const command = commands.get(name);
    if (command === undefined) throw unknownCommand(name);
    return await command.run(args);
  } catch (error) {
    return reportError(error, name !== 'run' && args.includes('--json'), folderIn(args));
  }
}

/** The collective's folder that the command was given; the usual one where none was. */
function folderIn(args: readonly string[]): string {
  const at = args.indexOf('--data');
  return (at < 0 ? args.find((arg) => arg.startsWith('--data='))?.slice('--data='.length) : args[at + 1]) ?? dataFolder;
}

function unknownCommand(given: string): Error {
  const names = [...commands.keys()];
  return new UsageError(`there is no command "${given}"${didYouMean(given, names)}`, `The commands are ${names.join(', ')}; see ${commandLine('help')}`);
}
