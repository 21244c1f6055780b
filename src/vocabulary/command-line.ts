/** How a command of Frankpledge is called: hints and usages say it as this file does, so that what they say can be copied and run. */

/** @example commandLine('verify data') === 'npm run -s frankpledge -- verify data' */
export function commandLine(args: string): string {
  return `npm run -s frankpledge -- ${args}`;
}
