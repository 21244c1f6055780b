/** Small questions about syntax trees. */
import type { ArrowFunctionExpression, AssignmentProperty, FunctionDeclaration, FunctionExpression, Node, Property } from 'acorn';

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

/** Shows `look` a node and all below it. */
export function visit(node: Node, look: (node: Node) => void): void {
  look(node);
  for (const child of childrenOf(node)) visit(child, look);
}

/** A property's name, if it is written out. */
export function keyOf({ computed, key }: Pick<Property | AssignmentProperty, 'computed' | 'key'>): string | undefined {
  return computed ? undefined : key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
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
