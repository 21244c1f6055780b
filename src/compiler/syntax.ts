/** Small questions about syntax trees. */
import type { ArrowFunctionExpression, FunctionDeclaration, FunctionExpression, Node } from 'acorn';

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [name, value] of Object.entries(node)) {
    if (name === 'loc') continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

export function isFunction(node: Node): node is ArrowFunctionExpression | FunctionExpression | FunctionDeclaration {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration';
}

export function isLoop(node: Node): boolean {
  return node.type === 'ForStatement' || node.type === 'ForOfStatement';
}

/** A literal, or a name that stands for one: comparing with it costs no more than its own length. */
export function isLiteral(node: Node): boolean {
  return node.type === 'Literal' || (node.type === 'Identifier' && (node as { name?: string }).name === 'undefined');
}
