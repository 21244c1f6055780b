/** `frankpledge COMMAND …`: finds the command, runs it, and turns whatever goes wrong into one clear message and an exit status. */
import { commands } from './commands.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { reportError, UsageError } from './errors.ts';

const [first, ...args] = process.argv.slice(2);
const name = first === '--help' || first === '-h' ? 'help' : first;

/** Whoever reads our output may stop reading. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const command = commands.get(name ?? 'help');
    if (command === undefined) return reportError(unknownCommand(name ?? ''));
    return await command.run(args);
  } catch (error) {
    return reportError(error, name !== 'run' && args.includes('--json'));
  }
}

function unknownCommand(given: string): Error {
  const names = [...commands.keys()];
  return new UsageError(`there is no command "${given}"${didYouMean(given, names)}`, `The commands are ${names.join(', ')}; see frankpledge help.`);
}
