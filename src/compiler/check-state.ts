/** What the checker carries along while it goes through a source: what it found, which names are known where, how deep it is. */
import type { Node } from 'acorn';
import type { Problem } from './problems.ts';
import { limits } from './rules.ts';

export type Import = { readonly local: string; readonly imported: string };

export type Known = 'import' | 'import value' | 'function' | 'constant' | 'let';

export type Check = {
  readonly problems: Problem[];
  /** Innermost last; the first is the module's. */
  readonly scopes: Map<string, Known>[];
  readonly exports: ReadonlyMap<string, { readonly callable: boolean }>;
  readonly imports: Import[];
  readonly handlers: { [group: string]: string[] };
  /** Cells for which the contract says what is found where nothing is kept. */
  readonly empty: string[];
  /** All names that the module declares as functions, for the words about order. */
  readonly moduleFunctions: Set<string>;
  functions: number;
  depth: number;
  /** Calls within calls that the function in hand may make, and those of the functions above. */
  callDepth: number;
  readonly callDepths: Map<string, number>;
  /** Within a constant's value: nothing is called while the module is read, so that it costs nothing and can't fail late. */
  moduleLevel: boolean;
};

/** Notes a problem at a place in the source; beyond a screenful none. */
export function problem(on: Check, node: Node, code: string, message: string, instead: string): void {
  if (on.problems.length >= limits.problemsMax) return;
  on.problems.push({ line: node.loc?.start.line ?? 1, column: (node.loc?.start.column ?? 0) + 1, code, message, instead });
}

/** Goes one level deeper, unless that is deeper than anyone reads. */
export function nested(on: Check, node: Node, work: () => void): void {
  on.depth += 1;
  if (on.depth < limits.depthMax) work();
  else if (!on.problems.some((one) => one.code === 'limit')) problem(on, node, 'limit', `nested deeper than ${limits.depthMax}`, 'name the inner parts');
  on.depth -= 1;
}
