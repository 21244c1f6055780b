/**
 * The subset checker: an allow-list over the syntax tree. What isn't named here is refused, with its place and what to write instead.
 *
 * What it guarantees to the rest: no function is a value (functions stand only where they're declared, called by name, or handed to a
 * known method), the graph of calls has no cycle, nothing outside the module and the library is named, and nothing at module level changes.
 */
import type { CallExpression, ImportDeclaration, Node, ObjectExpression, Program, Property, VariableDeclaration } from 'acorn';
import { didYouMean } from '../vocabulary/nearest.ts';
import { declare, lookUp, plainKey } from './check-names.ts';
import { problem, type Check, type Import } from './check-state.ts';
import { expression, functionOf } from './check-syntax.ts';
import type { Problem } from './problems.ts';
import { handlerGroups, reviewHandlers } from './rules.ts';
import { isFunction } from './syntax.ts';

/** Names of the handlers in each group; `adopted` has one, named ''. */
export type HandlerNames = { readonly [group: string]: readonly string[] };
export type Checked = { readonly problems: readonly Problem[]; readonly imports: readonly Import[]; readonly handlers: HandlerNames; readonly empty: readonly string[] };

export function check(program: Program, exports: ReadonlyMap<string, { readonly callable: boolean }>): Checked {
  const on: Check = { problems: [], scopes: [new Map()], exports, imports: [], handlers: {}, empty: [], moduleFunctions: new Set(), functions: 0, depth: 0, callDepth: 0, callDepths: new Map(), moduleLevel: false };
  for (const node of program.body) {
    if (node.type === 'FunctionDeclaration') on.moduleFunctions.add(node.id.name);
    if (node.type === 'VariableDeclaration') {
      for (const one of node.declarations) if (one.id.type === 'Identifier' && one.init && isFunction(one.init)) on.moduleFunctions.add(one.id.name);
    }
  }
  let exported = false;
  for (const node of program.body) {
    if (node.type === 'ExportDefaultDeclaration') {
      if (exported) problem(on, node, 'export', 'a second default export', 'keep one');
      exported = true;
      exportOf(on, node.declaration);
    } else moduleStatement(on, node);
  }
  if (!exported) problem(on, program, 'export', 'the contract is missing', 'write export default contract({ … })');
  return { problems: on.problems, imports: on.imports, handlers: on.handlers, empty: on.empty };
}

function moduleStatement(on: Check, node: Program['body'][number]): void {
  switch (node.type) {
    case 'ImportDeclaration': return importOf(on, node);
    case 'FunctionDeclaration':
      on.callDepths.set(node.id.name, functionOf(on, node));
      return declare(on, node.id, 'function');
    case 'VariableDeclaration': return moduleConst(on, node);
    case 'EmptyStatement': return;
    case 'ExportNamedDeclaration': case 'ExportAllDeclaration':
      return problem(on, node, 'export', 'only the contract is exported', 'drop the word export');
    default:
      return problem(on, node, 'module-level', 'only imports, constants and functions stand at module level', 'move it into a handler');
  }
}

function importOf(on: Check, node: ImportDeclaration): void {
  if (node.source.value !== 'frankpledge/contract') {
    return problem(on, node, 'import', `a contract can't import from ${JSON.stringify(node.source.value)}`, 'import from \'frankpledge/contract\' only');
  }
  for (const one of node.specifiers) {
    if (one.type !== 'ImportSpecifier' || one.imported.type !== 'Identifier') {
      problem(on, one, 'import', 'imports are by name', 'write import { charge, notice } from \'frankpledge/contract\'');
      continue;
    }
    const name = one.imported.name;
    const known = on.exports.get(name);
    if (known === undefined) {
      problem(on, one, 'import', `frankpledge/contract has no ${name}${didYouMean(name, on.exports.keys())}`, 'for a type write import type { … }; for the rest see page 7 of the manual');
      declare(on, one.local, 'import value');
      continue;
    }
    declare(on, one.local, known.callable ? 'import' : 'import value');
    on.imports.push({ local: one.local.name, imported: name });
  }
}

function moduleConst(on: Check, node: VariableDeclaration): void {
  if (node.kind !== 'const') return problem(on, node, 'module-level', `${node.kind} at module level would keep state between calls`, 'write const, and keep state in cells');
  for (const one of node.declarations) {
    if (one.id.type !== 'Identifier' || !one.init) {
      problem(on, one, 'module-level', 'a constant at module level has one name and a value', 'write const name = value');
    } else if (isFunction(one.init)) {
      on.callDepths.set(one.id.name, functionOf(on, one.init));
      declare(on, one.id, 'function');
    } else {
      on.moduleLevel = true;
      expression(on, one.init);
      on.moduleLevel = false;
      declare(on, one.id, 'constant');
    }
  }
}

function exportOf(on: Check, node: Node): void {
  const call = node as CallExpression;
  const local = on.imports.find((one) => one.imported === 'contract')?.local;
  const isContract = node.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name === local && local !== undefined;
  if (!isContract || call.arguments.length !== 1 || call.arguments[0]?.type !== 'ObjectExpression') {
    return problem(on, node, 'export', 'the default export isn\'t a contract', 'write export default contract({ observed: { … } }), with contract imported from frankpledge/contract');
  }
  for (const group of (call.arguments[0] as ObjectExpression).properties) {
    const name = group.type === 'Property' ? plainKey(on, group) : undefined;
    if (group.type !== 'Property' || name === undefined) {
      problem(on, group, 'export', 'the contract\'s groups are written out', `write ${handlerGroups.join(', ')} as names`);
    } else if (name === 'empty') {
      emptyCells(on, group);
    } else if (!(handlerGroups as readonly string[]).includes(name)) {
      problem(on, group, 'export', `a contract has no group ${name}${didYouMean(name, handlerGroups)}`, `the groups are ${handlerGroups.join(', ')}, and beside them stands empty`);
    } else if (name === 'adopted') {
      handler(on, group, name, '');
    } else if (group.value.type !== 'ObjectExpression') {
      problem(on, group.value, 'export', `${name} is a record of handlers`, `write ${name}: { name(now) { … } }`);
    } else {
      for (const one of group.value.properties) handlerOf(on, one, name);
    }
  }
}

/** Values that are written out: each call gets a copy of its own. */
function emptyCells(on: Check, group: Property): void {
  if (group.value.type !== 'ObjectExpression') return problem(on, group.value, 'export', 'empty is a record: what is found in a cell where nothing is kept', 'write empty: { cell: {} }');
  on.moduleLevel = true;
  for (const one of group.value.properties) {
    const alias = one.type === 'Property' ? plainKey(on, one) : undefined;
    if (one.type !== 'Property' || alias === undefined || isFunction(one.value)) problem(on, one, 'export', 'what is found in an empty cell is written out', 'write empty: { cell: {} }');
    else {
      on.empty.push(alias);
      expression(on, one.value);
    }
  }
  on.moduleLevel = false;
}

function handlerOf(on: Check, one: ObjectExpression['properties'][number], group: string): void {
  const name = one.type === 'Property' ? plainKey(on, one) : undefined;
  if (one.type !== 'Property' || name === undefined) return problem(on, one, 'export', 'handlers are written out', 'write name(now) { … }');
  if (group === 'reviewed' && !(reviewHandlers as readonly string[]).includes(name)) {
    problem(on, one, 'export', `a review has no outcome ${name}${didYouMean(name, reviewHandlers)}`, `the outcomes are ${reviewHandlers.join(', ')}`);
  }
  handler(on, one, group, name);
}

function handler(on: Check, node: Property, group: string, name: string): void {
  if (node.kind !== 'init') return problem(on, node, 'accessor', 'getters and setters run code where a value is read', 'write a function');
  (on.handlers[group] ??= []).push(name);
  if (isFunction(node.value)) return void functionOf(on, node.value);
  if (node.value.type === 'Identifier' && lookUp(on, node.value.name) === 'function') return;
  problem(on, node.value, 'export', 'a handler is a function', 'write name(now) { … }, or the name of a function above');
}
