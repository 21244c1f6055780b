/** `frankpledge sensing VERB …`: what concerns sensors as a whole; each verb is a command of its own. */
import { didYouMean } from '../vocabulary/nearest.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import type { Command } from './command.ts';
import { UsageError } from './errors.ts';
import { check } from './sensing-check.ts';
import { cutoff } from './sensing-cutoff.ts';
import { evaluate } from './sensing-evaluate.ts';
import { fuse } from './sensing-fuse.ts';
import { harm } from './sensing-harm.ts';
import { simulate } from './sensing-simulate.ts';
import { train } from './sensing-train.ts';

const verbs: ReadonlyMap<string, Command> = new Map([['train', train], ['evaluate', evaluate], ['fuse', fuse], ['cutoff', cutoff], ['harm', harm], ['check', check], ['simulate', simulate]]);

export const sensing: Command = {
  usage: 'VERB …',
  says: 'what sensors are worth, and where more of them would help',
  details: [...verbs].map(([verb, { usage, says }]) => `${verb} ${usage}: ${says}`),
  run: ([verb = '', ...args]) => {
    const command = verbs.get(verb);
    if (command !== undefined) return command.run(args);
    const names = [...verbs.keys()];
    throw new UsageError(verb === '' ? `say ${names.join(', ')}` : `there is no \`sensing ${verb}\`${didYouMean(verb, names)}`, `See: ${commandLine('help sensing')}`);
  },
};
