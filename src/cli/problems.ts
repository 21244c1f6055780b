/** Problems of a file as a person reads them: `file:line: path: what; did you mean "word"?` */
import type { Problem } from '../host/scenarios.ts';

/** Most lines for one file; a file of another kind has a problem on each of its lines. */
const shownMax = 50;

/** A file that can't be used, with all that is wrong in it. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code = 'file';
  readonly hint = 'Correct the file and try again: nothing was done.';
  constructor(file: string, problems: readonly Problem[]) {
    super([`${file} can't be used:`, ...problems.slice(0, shownMax).map((problem) => `  ${problemLine(file, problem)}`)].join('\n'));
  }
}

export function printProblems(file: string, problems: readonly Problem[]): void {
  for (const problem of problems.slice(0, shownMax)) console.error(problemLine(file, problem));
  if (problems.length > shownMax) console.error(`${file}: … and ${problems.length - shownMax} more`);
}

/** What a file may not mean as it says. */
export function printNotes(file: string, notes: readonly Problem[]): void {
  for (const note of notes.slice(0, shownMax)) console.error(problemLine(file, note));
}

function problemLine(file: string, { line, path, message, nearest, known }: Problem): string {
  const help = nearest !== undefined ? `; did you mean "${nearest}"?` : known !== undefined ? `; known: ${known.join(', ')}` : '';
  return `${file}:${line === 0 ? '' : `${line}:`} ${path === '' ? '' : `${path}: `}${message}${help}`;
}
