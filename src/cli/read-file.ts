/** Files that a command is given: read whole, or said to be wrong with their line. */
import { readTextFile } from '../host/text-file.ts';
import { FileError } from './problems.ts';

type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: ConstructorParameters<typeof FileError>[1] };

/** @throws FileError */
export function readFileAs<T>(file: string, read: (text: string) => Reading<T>): T {
  const found = readTextFile(file);
  if ('problem' in found) throw new FileError(file, [found.problem]);
  const value = read(found.text);
  if (!value.ok) throw new FileError(file, value.problems);
  return value.value;
}
