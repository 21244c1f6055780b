/** What a command of the command line is. */
export type Command = {
  /** Arguments, as in `FILE… [--json]`. */
  readonly usage: string;
  readonly says: string;
  /** What it takes in each of its cases, one line each. */
  readonly details?: readonly string[];
  /** Returns the exit status. */
  readonly run: (args: readonly string[]) => Promise<number> | number;
};
