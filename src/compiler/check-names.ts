/** The checker's names: what a source declares, what it may name, and what reaches behind the data. */
import type { Identifier, Literal, MemberExpression, Node, Property } from 'acorn';
import { didYouMean } from '../vocabulary/nearest.ts';
import { problem, type Check, type Known } from './check-state.ts';
import { behindData, freeNames } from './rules.ts';

export function declare(on: Check, node: Identifier, as: Known): void {
  const { name } = node;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) problem(on, node, 'name', `${name} isn't a plain name`, 'use letters a to z, digits and _');
  else if (freeNames.has(name) || name === 'eval' || name === 'arguments' || behindData.has(name)) problem(on, node, 'name', `${name} means something already`, 'choose another name');
  on.scopes[on.scopes.length - 1]?.set(name, as);
}

export function lookUp(on: Check, name: string): Known | undefined {
  for (let i = on.scopes.length - 1; i >= 0; i--) {
    const known = on.scopes[i]?.get(name);
    if (known !== undefined) return known;
  }
  return undefined;
}

export function inScope(on: Check, work: () => void): void {
  on.scopes.push(new Map());
  work();
  on.scopes.pop();
}

export function unknownName(on: Check, node: Identifier): void {
  const { name } = node;
  if (on.moduleFunctions.has(name)) {
    return problem(on, node, 'recursion', `${name} is used before it is declared, or calls itself`, 'declare a function above its use; write a loop instead of recursion');
  }
  const instead = freeNames.get(name);
  if (instead !== undefined) return problem(on, node, 'free-name', `${name} isn't part of contracts`, instead);
  const known = [...on.scopes.flatMap((scope) => [...scope.keys()]), ...on.exports.keys()];
  problem(on, node, 'free-name', `${name} isn't known here${didYouMean(name, known)}`, on.exports.has(name) ? `import { ${name} } from 'frankpledge/contract'` : 'declare it above, or import it from frankpledge/contract');
}

export function memberName(on: Check, node: Node, name: string): void {
  if (behindData.has(name) || name.startsWith('__')) problem(on, node, 'member', `${name} reaches behind the data`, 'use another name, or get(record, key) for a value that came in under it');
}

/** The name of a property that is written out; undefined for a computed one. */
export function plainKey(on: Check, node: Property): string | undefined {
  if (node.computed) return undefined;
  const name = node.key.type === 'Identifier' ? node.key.name : String((node.key as Literal).value);
  memberName(on, node.key, name);
  return name;
}

export function valueName(on: Check, node: Identifier): void {
  if (node.name === 'undefined') return;
  const known = lookUp(on, node.name);
  if (known === undefined) return unknownName(on, node);
  if (known === 'import' || known === 'function') {
    problem(on, node, 'function-value', `${node.name} is a function, and functions aren't values`, `call it: ${node.name}(…), or hand it to map, filter and the like`);
  }
}

export function changeable(on: Check, node: Identifier): void {
  const known = lookUp(on, node.name);
  if (known === undefined) unknownName(on, node);
  else if (known !== 'let') problem(on, node, 'assignment', `${node.name} isn't a variable`, 'declare it with let inside the function');
}

/** `Math`, `new Date()`, `console.table`: begins with a name that is refused by itself. */
export function isRefusedName(on: Check, node: Node): boolean {
  if (node.type === 'MemberExpression') return isRefusedName(on, (node as MemberExpression).object);
  return node.type === 'NewExpression' || (node.type === 'Identifier' && (node as Identifier).name !== 'undefined' && lookUp(on, (node as Identifier).name) === undefined);
}
