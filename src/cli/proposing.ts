/** What all proposals share: what is said beside the change, who says it, and how it is handed in. */
import type { Connection } from '../host/connection.ts';
import type { Kit } from '../host/kits.ts';
import { namedParagraphs, paragraphsIn } from '../host/paragraphs.ts';
import { memberSigner, rightfulSigner } from '../host/signers.ts';
import { readTextFile } from '../host/text-file.ts';
import { saidOf } from '../views/proposed.ts';
import { notesOn } from '../views/reach.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Proposing } from '../vocabulary/entries.ts';
import { actingAs, type Acted, type ActValues } from './acting.ts';
import type { UsageError } from './errors.ts';
import { UnknownNameError } from './names.ts';
import { FileError } from './problems.ts';
import { readTime } from './when.ts';

export const proposingOptions = {
  reason: { type: 'string' }, title: { type: 'string' }, text: { type: 'string' }, topic: { type: 'string' }, asked: { type: 'string' },
  closes: { type: 'string' }, effective: { type: 'string' },
} as const;

/** What is said beside the change, as it was given. */
export type Beside = {
  readonly reason: string;
  readonly title?: string | undefined; readonly text?: string | undefined; readonly topic?: string | undefined; readonly asked?: string | undefined;
  readonly closes?: string | undefined; readonly effective?: string | undefined;
};

/** What is put to the vote, with what has to be at hand for it. */
export type Drawn = {
  readonly change: Change;
  /** Said where nobody says otherwise. */
  readonly drafted?: Pick<Proposing, 'title' | 'text'>;
  /** Whose code is handed in before. */
  readonly kits?: readonly Kit[];
  /** Takes away what was made for it, where nothing came of it. */
  readonly discard?: () => void;
  /** Said after what would be so, and lines below it. */
  readonly note?: string;
  readonly after?: readonly string[];
  /** For programs. */
  readonly more?: object;
};

type Wrong = (message: string) => UsageError;

/** Seals and hands it in; what was made for it is taken away unless it is recorded. */
export async function put(connection: Connection, given: ActValues & Beside & { readonly wrong: Wrong }, drawn: Drawn): Promise<Acted> {
  try {
    const acted = await putChange(connection, given, drawn);
    if (acted.done.status !== 'recorded') drawn.discard?.();
    return acted;
  } catch (error) {
    drawn.discard?.();
    throw error;
  }
}

async function putChange(connection: Connection, given: ActValues & Beside & { readonly wrong: Wrong }, { change, drafted, kits = [], note, after, more }: Drawn): Promise<Acted> {
  const as = actingAs(given);
  const signer = change.change === 'issue' ? rightfulSigner(given.data, connection.state, 'issue', as) : memberSigner(given.data, connection.state, as);
  const body: Proposing = { change, reason: given.reason, ...drafted, ...besideOf(connection, given) };
  // Nobody's code is kept who can't propose.
  for (const kit of kits) await connection.keepCode(kit);
  const { words } = saidOf(connection.view, change);
  const done = await connection.act(signer, { kind: 'propose', body });
  const notes = notesOn(connection.view, change).map((each) => `  ${each}`);
  return { done, said: `proposed: ${words}${note === undefined ? '' : `; ${note}`}`, ...(after === undefined && notes.length === 0 ? {} : { after: [...(after ?? []), ...notes] }), ...(more === undefined ? {} : { more }) };
}

function besideOf(connection: Connection, { title, text, topic, asked, closes, effective, wrong }: Beside & { readonly wrong: Wrong }): Omit<Proposing, 'change' | 'reason'> {
  return {
    ...(title === undefined ? {} : { title }), ...(text === undefined ? {} : { text: namedParagraphs(textIn(text)) }), ...(topic === undefined ? {} : { topic }),
    ...(asked === undefined ? {} : { asked: askedOf(connection, asked, wrong) }),
    ...(closes === undefined ? {} : { closes: readTime(connection, closes, '--closes', 'end', wrong) }),
    ...(effective === undefined ? {} : { effective: readTime(connection, effective, '--effective', 'start', wrong) }),
  };
}

/** The paragraphs of a file. @throws FileError */
export function textIn(file: string): string[] {
  const read = readTextFile(file);
  if ('problem' in read) throw new FileError(file, [read.problem]);
  const paragraphs = paragraphsIn(read.text);
  if (paragraphs.length === 0) throw new FileError(file, [{ line: 0, path: '', message: 'there is no text in it' }]);
  return paragraphs;
}

function askedOf({ view }: Connection, given: string, wrong: Wrong): 'all' | `group:${string}` {
  if (given === 'all') return 'all';
  if (!given.startsWith('group:')) throw wrong(`--asked is all, or a group as group:NAME, not "${given}"`);
  const group = given.slice('group:'.length);
  const groups = Object.keys(view.charter?.groups ?? {});
  if (!groups.includes(group)) throw new UnknownNameError('unknown_value', 'group', group, groups);
  return `group:${group}`;
}
