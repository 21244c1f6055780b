/**
 * The names that a contract's code writes out and its manifest must know: codes of words in a `why`, a notice or an offer of review, and
 * names of timers. What the code puts together while running is known only then.
 */
import type { CallExpression, Node, ObjectExpression, Program, Property, VariableDeclarator } from 'acorn';
import type { Import } from './check-state.ts';
import { keyOf, visit } from './syntax.ts';

export type WrittenCode = { readonly kind: 'words' | 'timers'; readonly code: string; readonly line: number; readonly column: number };

/** @param program of a source that the checker let through, `imports` as it found them */
export function writtenCodes(program: Program, imports: readonly Import[]): WrittenCode[] {
  const found: WrittenCode[] = [];
  const note = (kind: WrittenCode['kind'], node: Node | undefined): void => {
    for (const { value, at } of textsIn(node)) found.push({ kind, code: value, line: at.loc?.start.line ?? 1, column: (at.loc?.start.column ?? 0) + 1 });
  };
  const whys = new Set(['why']);
  visit(program, (node) => {
    const value = node.type === 'Property' && keyOf(node as Property) === 'why' ? (node as Property).value : undefined;
    if (value?.type === 'Identifier') whys.add(value.name);
  });
  visit(program, (node) => {
    if (node.type === 'Property' && keyOf(node as Property) === 'why') note('words', valueOf((node as Property).value, 'code'));
    if (node.type === 'VariableDeclarator') {
      const { id, init } = node as VariableDeclarator;
      if (id.type === 'Identifier' && whys.has(id.name)) note('words', valueOf(init ?? undefined, 'code'));
    }
    // An offer of review is told from other records by its end.
    if (node.type === 'ObjectExpression' && valueOf(node, 'expires') !== undefined) note('words', valueOf(node, 'reason'));
    if (node.type === 'CallExpression') {
      const { callee, arguments: given } = node as CallExpression;
      const name = callee.type === 'Identifier' ? imports.find(({ local }) => local === callee.name)?.imported : undefined;
      if (name === 'notice') note('words', given[1]);
      if (name === 'timer') note('timers', given[0]);
    }
  });
  return found;
}

/** The texts that an expression can be: one that is written out, or either of two. */
function textsIn(node: Node | undefined): { readonly value: string; readonly at: Node }[] {
  if (node?.type === 'ConditionalExpression') {
    const { consequent, alternate } = node as Node & { consequent: Node; alternate: Node };
    return [...textsIn(consequent), ...textsIn(alternate)];
  }
  const { value } = node as (Node & { value?: unknown }) | undefined ?? {};
  return node?.type === 'Literal' && typeof value === 'string' ? [{ value, at: node }] : [];
}

function valueOf(node: Node | undefined, key: string): Node | undefined {
  if (node?.type !== 'ObjectExpression') return undefined;
  const found = (node as ObjectExpression).properties.find((each) => each.type === 'Property' && keyOf(each) === key);
  return found?.type === 'Property' ? found.value : undefined;
}
