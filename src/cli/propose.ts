/** `frankpledge propose KIND …`: what members decide on together is opened by one of them. */
import { commandLine } from '../vocabulary/command-line.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { acting, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';
import { adopt, pilot, resume, retire, stop, terms } from './propose-agreements.ts';
import { issue, operator, policy, recover } from './propose-keys.ts';
import type { ProposeKind } from './propose-kinds.ts';
import { act, admit, charter, choice, exclude, ratify, resolution, sensing, spend } from './propose-others.ts';
import { proposingOptions, put } from './proposing.ts';

const kinds: ReadonlyMap<string, ProposeKind> = new Map(Object.entries({
  terms, adopt, pilot, retire, stop, resume, act, spend, admit, exclude, charter, sensing, resolution, choice, ratify, issue, recover, policy, operator,
}));

const beside = '--reason TEXT [--title TEXT] [--text FILE] [--topic ID] [--asked all|group:NAME] [--closes DATE] [--effective DATE] --as MEMBER [--key FILE] [--data DIR] [--json]';

export const propose = defineCommand({
  name: 'propose',
  usage: `KIND … ${beside}`,
  says: 'opens a proposal, with its text (paragraphs between blank lines), under a topic, until and from a day',
  details: [...kinds].map(([kind, { usage, says }]) => `${`${kind} ${usage}`.trim()}: ${says}`),
  options: {
    ...actOptions, ...proposingOptions, 'public': { type: 'string' }, 'runs': { type: 'string', multiple: true }, 'public-key': { type: 'string' }, 'id': { type: 'string' },
    'party': { type: 'string', multiple: true }, 'terms': { type: 'string' }, 'set': { type: 'string', multiple: true }, 'kits': { type: 'string', multiple: true },
    'days': { type: 'string' }, 'volunteers': { type: 'string' }, 'stop': { type: 'string', multiple: true }, 'name': { type: 'string' }, 'invite': { type: 'boolean' },
    'file': { type: 'string' }, 'with': { type: 'string' },
  },
  run: ({ values, positionals: [given, ...rest] }) => {
    const kind = kinds.get(given ?? '');
    if (given === undefined || kind === undefined) throw unknownKind(given);
    const wrong = (message: string): UsageError => new UsageError(message, `Usage: ${commandLine(`propose ${`${given} ${kind.usage}`.trim()} ${beside}`)}`);
    const reason = values.reason ?? (given === 'issue' ? rest[3] : undefined);
    if (reason === undefined || reason.trim() === '') throw wrong('--reason is missing: everyone who votes will read it');
    const missing = kind.names[rest.length];
    if (missing !== undefined) throw wrong(`${missing} is missing`);
    if (rest.length > kind.names.length && kind.more !== true) throw wrong(`"${String(rest[kind.names.length])}" is one argument too many`);
    return acting(values, async (connection) => {
      const all = { ...values, reason, rest, wrong };
      return await put(connection, all, await kind.draw(connection, all));
    });
  },
});

function unknownKind(given: string | undefined): UsageError {
  const names = [...kinds.keys()];
  return new UsageError(given === undefined ? `say what: ${names.join(', ')}` : `one can't propose "${given}"${didYouMean(given, names)}`, `These can be proposed: ${names.join(', ')}; see ${commandLine('help propose')}`);
}
