/** `frankpledge COMMAND …` */
import { call } from './call.ts';

/** Whoever reads our output may stop reading. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await call(process.argv.slice(2));
