/** What the compiler says when it refuses: where, what is wrong, and what to write instead. */
import { didYouMean } from '../vocabulary/nearest.ts';

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

/** The same for kit.yaml, with a path such as `observations.taken.cells[0]` in place of a line. */
export type ManifestProblem = { readonly path: string; readonly code: string; readonly message: string; readonly instead: string; readonly within?: Within };

/** Where in a text: these characters, so many times `before`. */
export type Within = { readonly text: string; readonly before: number };

/** One line for each problem: `file  path: message → what to write instead`. */
export function formatManifestProblems(file: string, problems: readonly ManifestProblem[]): string {
  return problems.map((one) => `${file}  ${one.path === '' ? '' : `${one.path}: `}${one.message} → ${one.instead}`).join('\n');
}

/** Notes a problem of a manifest. */
export type Say = (path: string, code: string, message: string, instead: string, within?: Within) => void;

/** Notes that what is named isn't there, with what is. */
export function unknownName(say: Say, path: string, what: string, name: string, known: Iterable<string>): void {
  const names = [...known];
  say(path, 'unknown', `there is no ${what} "${name}"${didYouMean(name, names)}`, names.length === 0 ? `declare the ${what}` : `known: ${names.join(', ')}`);
}

/** The path of `key` within `path`. */
export function at(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
