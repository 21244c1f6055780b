/** What each kind of proposal is to the command line. */
import type { Connection } from '../host/connection.ts';
import type { ActValues } from './acting.ts';
import type { UsageError } from './errors.ts';
import type { Beside, Drawn } from './proposing.ts';

export type ProposeKind = {
  /** Its own arguments. */
  readonly usage: string;
  readonly says: string;
  /** Positional arguments, all of which must be there. */
  readonly names: readonly string[];
  /** Further ones may follow. */
  readonly more?: true;
  /** Reads the arguments and makes the change of them. */
  readonly draw: (connection: Connection, given: ProposeGiven) => Drawn | Promise<Drawn>;
};

/** Options of all kinds; each reads its own. */
export type ProposeGiven = ActValues & Beside & {
  readonly rest: readonly string[];
  readonly wrong: (message: string) => UsageError;
} & { readonly [name in 'public' | 'public-key' | 'id' | 'terms' | 'days' | 'volunteers' | 'name' | 'file' | 'with']?: string | undefined }
  & { readonly [name in 'runs' | 'party' | 'set' | 'kits' | 'stop']?: readonly string[] | undefined }
  & { readonly invite?: boolean | undefined };
