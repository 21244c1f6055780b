/** What the compiler says when it refuses: where, what is wrong, and what to write instead. */

export type Problem = {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Which rule, as `float` or `loop`. */
  readonly code: string;
  readonly message: string;
  readonly instead: string;
};

/** One line for each problem: `file:line:column  message → what to write instead`. */
export function formatProblems(file: string, problems: readonly Problem[]): string {
  return problems.map((one) => `${file}:${one.line}:${one.column}  ${one.message} → ${one.instead}`).join('\n');
}
