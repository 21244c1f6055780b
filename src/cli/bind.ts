/** `frankpledge bind ID …`: observations are made from streams of devices from now on. */
import type { Connection } from '../host/connection.ts';
import { keepModel } from '../host/models.ts';
import { rightfulSigner } from '../host/signers.ts';
import { readTextFile } from '../host/text-file.ts';
import { methods } from '../sensing/methods/methods.ts';
import { withSettings, type TypedSetting } from '../sensing/typed-settings.ts';
import { sayBinding } from '../views/sensing-words.ts';
import type { Binding, BoundStream } from '../vocabulary/sensing.ts';
import { keepDaysMax } from '../vocabulary/sensing.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand, readPairs } from './arguments.ts';
import { RefusedError, type UsageError } from './errors.ts';
import { knownMember, UnknownNameError } from './names.ts';
import { FileError } from './problems.ts';
import { proposingOptions, put } from './proposing.ts';
import { readWhole } from './when.ts';

const keepDaysDefault = 7;

export const bind = defineCommand({
  name: 'bind',
  usage: 'ID --subject SUBJECT --method METHOD --stream PART=STREAM… [--of STREAM=MEMBER,…]… [--set NAME=VALUE]… [--known GRAMS@RAW]… [--model FILE] [--keep-days N] [--propose --reason TEXT] [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'makes observations of a subject from streams of devices by a method, or replaces the binding of that name; with --propose members decide on it',
  details: [
    ...[...methods.values()].map(({ name, says, parts }) => `${name}: ${says}; parts: ${Object.entries(parts).map(([part, { many, required }]) => `${part}${many ? '…' : ''}${required ? '' : ' (if there is one)'}`).join(', ')}`),
    '--of STREAM=MEMBER,…: whom the stream measures; nothing of it is used that they don\'t permit',
    '--set NAME=VALUE: a setting of the binding; PART.NAME=VALUE or STREAM.NAME=VALUE, one of its streams',
    '--known GRAMS@RAW: what a load cell says with a known weight on it, twice',
  ],
  options: {
    ...actOptions, ...proposingOptions, subject: { type: 'string' }, method: { type: 'string' }, stream: { type: 'string', multiple: true }, of: { type: 'string', multiple: true },
    set: { type: 'string', multiple: true }, known: { type: 'string', multiple: true }, model: { type: 'string' }, 'keep-days': { type: 'string' }, propose: { type: 'boolean' },
  },
  names: ['ID'],
  run: ({ values, wrong, positionals: [id = ''] }) => acting(values, async (connection) => {
    const binding = read(connection, { ...values, id, wrong });
    const change = { change: 'sensing', bind: [binding], unbind: [] } as const;
    if (values.propose === true) {
      const { reason } = values;
      if (reason === undefined || reason.trim() === '') throw wrong('--reason is missing: everyone who votes will read it');
      return await put(connection, { ...values, reason, wrong }, { change });
    }
    const signer = rightfulSigner(values.data, connection.state, 'bind', actingAs(values));
    return { done: await connection.act(signer, { kind: 'bind', body: { binding } }), said: sayBinding(binding), after: permitsMissing(connection, binding) };
  }),
});

export const unbind = defineCommand({
  name: 'unbind',
  usage: 'ID [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'ends a binding: nothing is observed by it any more, and its readings go',
  options: actOptions,
  names: ['ID'],
  run: ({ values, positionals: [id = ''] }) => acting(values, async (connection) => {
    if (!connection.state.bindings.has(id)) throw new UnknownNameError('unknown_stream', 'binding', id, [...connection.state.bindings.keys()]);
    const signer = rightfulSigner(values.data, connection.state, 'bind', actingAs(values));
    return { done: await connection.act(signer, { kind: 'unbind', body: { binding: id } }), said: `${id} has ended` };
  }),
});

type Given = {
  readonly id: string; readonly data: string; readonly subject?: string | undefined; readonly method?: string | undefined; readonly stream?: string[] | undefined;
  readonly of?: string[] | undefined; readonly set?: string[] | undefined; readonly known?: string[] | undefined; readonly model?: string | undefined; readonly 'keep-days'?: string | undefined;
  readonly wrong: (message: string) => UsageError;
};

/** What could be recorded, but couldn't be used, is refused at once. @throws UsageError; UnknownNameError; RefusedError; FileError */
function read(connection: Connection, given: Given): Binding {
  const { id, subject, method: name, wrong } = given;
  if (subject === undefined) throw wrong('--subject is missing: what is observed, as the agreements name it');
  if (name === undefined) throw wrong(`--method is missing: ${[...methods.keys()].join(', ')}`);
  const method = methods.get(name);
  if (method === undefined) throw new UnknownNameError('unknown_value', 'method', name, [...methods.keys()]);
  if (given.stream === undefined) throw wrong(`--stream is missing: as --stream ${Object.keys(method.parts)[0] ?? 'PART'}=DEVICE/CHANNEL; \`things\` lists what there is`);
  const days = given['keep-days'];
  const plain: Binding = {
    id, subject, method: name, streams: streamsOf(connection, given, given.stream), settings: {}, ...modelOf(given),
    keep_days: days === undefined ? keepDaysDefault : readWhole(days, '--keep-days', 0, keepDaysMax, wrong),
  };
  const binding = withSettings(method, plain, [...readPairs(given.set ?? [], wrong).map(([name, text]): TypedSetting => ({ name, text })), ...knownOf(given)]);
  if (!binding.ok) throw new RefusedError(binding.refusal);
  const opened = method.open(binding.value);
  if (!opened.ok) throw new RefusedError(opened.refusal);
  return binding.value;
}

function streamsOf(connection: Connection, { of = [], wrong }: Given, named: readonly string[]): BoundStream[] {
  const measured = new Map(readPairs(of, wrong).map(([stream, members]) => [stream, members.split(',').map((member) => knownMember(connection, member.trim()))]));
  const streams = readPairs(named, wrong).map(([as, stream]): BoundStream => ({ stream, as, ...(measured.has(stream) ? { of: measured.get(stream) ?? [] } : {}) }));
  const strange = [...measured.keys()].find((stream) => !streams.some((each) => each.stream === stream));
  if (strange !== undefined) throw wrong(`--of names ${strange}, which is none of the streams: ${streams.map(({ stream }) => stream).join(', ')}`);
  return streams;
}

/** `GRAMS@RAW`, twice. */
function knownOf({ known = [], wrong }: Given): TypedSetting[] {
  if (known.length === 0) return [];
  const weights = known.map((pair) => {
    const [, grams, raw] = /^(-?\d+(?:\.\d+)?)@(-?\d+(?:\.\d+)?)$/.exec(pair) ?? [];
    if (grams === undefined || raw === undefined) throw wrong(`--known is GRAMS@RAW, as 5000@183400, not "${pair}"`);
    return { raw, grams };
  });
  return [{ name: 'known', text: JSON.stringify(weights) }];
}

/** The model's file is kept in the folder under its hash, by which the log names it. */
function modelOf({ model: file, data }: Given): { readonly model?: string } {
  if (file === undefined) return {};
  const found = readTextFile(file);
  if ('problem' in found) throw new FileError(file, [found.problem]);
  const kept = keepModel(data, found.text);
  if (!kept.ok) throw new FileError(file, [{ line: 0, path: '', message: kept.refusal.detail }]);
  return { model: kept.value };
}

/** Without their permit nothing that rests on the stream reaches an agreement. */
function permitsMissing({ state }: Connection, { streams }: Binding): string[] {
  return streams.flatMap(({ stream, of = [] }) => of.filter((member) => ![...state.permits.keys()].some((key) => key.startsWith(`${member} ${stream} `)))
    .map((member) => `  nothing of ${stream} is used before ${member} permits it:  permit ${stream} --for SUBCONTRACT --as ${member}`));
}
