/** How a command of Frankpledge is called: hints and usages say it as this file does, so that what they say can be copied and run. */

/** @example commandLine('verify data') === 'npm run -s frankpledge -- verify data' */
export function commandLine(args: string): string {
  return `npm run -s frankpledge -- ${args}`;
}

/** Where a collective lies unless `--data` says otherwise. */
export const dataFolder = 'data';

/** A command on a collective's folder: the usual folder needn't be named. @example commandOn('grove', 'status') === 'npm run -s frankpledge -- status --data grove' */
export function commandOn(folder: string, args: string): string {
  return commandLine(folder === dataFolder ? args : `${args} --data ${folder}`);
}
