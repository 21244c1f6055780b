/** The commands, in the order in which a person needs them. */
import { help } from './help.ts';
import { run } from './run.ts';

export type Command = {
  /** Arguments, as in `FILE… [--json]`. */
  readonly usage: string;
  readonly says: string;
  /** Returns the exit status. */
  readonly run: (args: readonly string[]) => Promise<number> | number;
};

export const commands: ReadonlyMap<string, Command> = new Map([
  ['run', run],
  ['help', help(() => commands)],
]);
