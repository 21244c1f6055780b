/** What a command of the command line is. */
export type Command = {
  /** Arguments, as in `FILE… [--json]`. */
  readonly usage: string;
  readonly says: string;
  /** Returns the exit status. */
  readonly run: (args: readonly string[]) => Promise<number> | number;
};
