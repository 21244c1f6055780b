/** A command's arguments: read in one place; what is wrong with them is said with the command's own usage. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { commandLine } from '../vocabulary/command-line.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import type { Command } from './command.ts';
import { UsageError } from './errors.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<O extends Options> = ReturnType<typeof parseArgs<{ args: string[]; allowPositionals: true; options: O }>>['values'];

export type Given<O extends Options> = {
  readonly values: Values<O>;
  readonly positionals: readonly string[];
  /** What this command's usage says, for a message about its arguments. */
  readonly wrong: (message: string) => UsageError;
};

export type CommandParts<O extends Options> = {
  readonly name: string;
  readonly usage: string;
  readonly says: string;
  readonly details?: readonly string[];
  readonly options: O;
  /** Positional arguments by name: those that must be there, then those that may; left out: any number. */
  readonly names?: readonly string[];
  readonly more?: readonly string[];
  readonly run: (given: Given<O>) => Promise<number> | number;
};

export function defineCommand<const O extends Options>({ name, usage, says, details, options, names, more = [], run }: CommandParts<O>): Command {
  const wrong = (message: string): UsageError => new UsageError(message, `Usage: ${commandLine(`${name} ${usage}`)}`.trim());
  return {
    usage, says, ...(details === undefined ? {} : { details }),
    run: (args) => {
      const given = read(args, options, wrong);
      const missing = names?.[given.positionals.length];
      if (missing !== undefined) throw wrong(`${missing} is missing`);
      const extra = names === undefined ? undefined : given.positionals[names.length + more.length];
      if (extra !== undefined) throw wrong(`"${extra}" is one argument too many`);
      return run({ ...given, wrong });
    },
  };
}

/** `name=value` pairs in the order given. */
export function readPairs(given: readonly string[], wrong: (message: string) => UsageError): [string, string][] {
  return given.map((pair) => {
    const sign = pair.indexOf('=');
    if (sign < 1) throw wrong(`"${pair}" is not of the form name=value`);
    return [pair.slice(0, sign), pair.slice(sign + 1)];
  });
}

function read<O extends Options>(args: readonly string[], options: O, wrong: (message: string) => UsageError): { values: Values<O>; positionals: string[] } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options }) as { values: Values<O>; positionals: string[] };
  } catch (error) {
    throw wrong(messageOf(error, Object.keys(options)));
  }
}

function messageOf(error: unknown, known: readonly string[]): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const [, option] = /'(--?[^' ]+)/.exec(message) ?? [];
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || option === undefined) return message.split('. ')[0] ?? message;
  return `there is no option ${option}${didYouMean(option, known.map((name) => `--${name}`))}`;
}
