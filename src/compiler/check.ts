/**
 * The subset checker: an allow-list over the syntax tree. What isn't named here is refused, with its place and what to write instead.
 *
 * What it guarantees to the rest: no function is a value (functions stand only where they're declared, called by name, or handed to a
 * known method), the graph of calls has no cycle, nothing outside the module and the library is named, and nothing at module level changes.
 */
import type {
  ArrowFunctionExpression, AssignmentExpression, CallExpression, ChainExpression, Expression, ForOfStatement, ForStatement, FunctionDeclaration, FunctionExpression, Identifier, ImportDeclaration, Literal,
  MemberExpression, Node, ObjectExpression, Pattern, Program, Property, Statement, SwitchStatement, UpdateExpression, VariableDeclaration,
} from 'acorn';
import { didYouMean } from '../vocabulary/nearest.ts';
import { isRefusalCode, refusalCodes } from '../vocabulary/refusals.ts';
import type { Problem } from './problems.ts';
import { behindData, freeNames, handlerGroups, limits, methods, reviewHandlers, takesFunction } from './rules.ts';
import { isFunction } from './syntax.ts';

export type Import = { readonly local: string; readonly imported: string };
/** Names of the handlers in each group; `adopted` has one, named ''. */
export type HandlerNames = { readonly [group: string]: readonly string[] };
export type Checked = { readonly problems: readonly Problem[]; readonly imports: readonly Import[]; readonly handlers: HandlerNames };

type Known = 'import' | 'import value' | 'function' | 'constant' | 'let';

type Check = {
  readonly problems: Problem[];
  /** Innermost last; the first is the module's. */
  readonly scopes: Map<string, Known>[];
  readonly exports: ReadonlyMap<string, { readonly callable: boolean }>;
  readonly imports: Import[];
  readonly handlers: { [group: string]: string[] };
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

export function check(program: Program, exports: ReadonlyMap<string, { readonly callable: boolean }>): Checked {
  const on: Check = { problems: [], scopes: [new Map()], exports, imports: [], handlers: {}, moduleFunctions: new Set(), functions: 0, depth: 0, callDepth: 0, callDepths: new Map(), moduleLevel: false };
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
  return { problems: on.problems, imports: on.imports, handlers: on.handlers };
}

function problem(on: Check, node: Node, code: string, message: string, instead: string): void {
  if (on.problems.length >= limits.problemsMax) return;
  on.problems.push({ line: node.loc?.start.line ?? 1, column: (node.loc?.start.column ?? 0) + 1, code, message, instead });
}

// The module's level

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
    } else if (!(handlerGroups as readonly string[]).includes(name)) {
      problem(on, group, 'export', `a contract has no group ${name}${didYouMean(name, handlerGroups)}`, `the groups are ${handlerGroups.join(', ')}`);
    } else if (name === 'adopted') {
      handler(on, group, name, '');
    } else if (group.value.type !== 'ObjectExpression') {
      problem(on, group.value, 'export', `${name} is a record of handlers`, `write ${name}: { name(now) { … } }`);
    } else {
      for (const one of group.value.properties) handlerOf(on, one, name);
    }
  }
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

/** The name of a property that is written out; undefined for a computed one. */
function plainKey(on: Check, node: Property): string | undefined {
  if (node.computed) return undefined;
  const name = node.key.type === 'Identifier' ? node.key.name : String((node.key as Literal).value);
  memberName(on, node.key, name);
  return name;
}

// Names

function declare(on: Check, node: Identifier, as: Known): void {
  const { name } = node;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) problem(on, node, 'name', `${name} isn't a plain name`, 'use letters a to z, digits and _');
  else if (freeNames.has(name) || name === 'eval' || name === 'arguments' || behindData.has(name)) problem(on, node, 'name', `${name} means something already`, 'choose another name');
  on.scopes[on.scopes.length - 1]?.set(name, as);
}

function lookUp(on: Check, name: string): Known | undefined {
  for (let i = on.scopes.length - 1; i >= 0; i--) {
    const known = on.scopes[i]?.get(name);
    if (known !== undefined) return known;
  }
  return undefined;
}

function inScope(on: Check, work: () => void): void {
  on.scopes.push(new Map());
  work();
  on.scopes.pop();
}

function unknownName(on: Check, node: Identifier): void {
  const { name } = node;
  if (on.moduleFunctions.has(name)) {
    return problem(on, node, 'recursion', `${name} is used before it is declared, or calls itself`, 'declare a function above its use; write a loop instead of recursion');
  }
  const instead = freeNames.get(name);
  if (instead !== undefined) return problem(on, node, 'free-name', `${name} isn't part of contracts`, instead);
  const known = [...on.scopes.flatMap((scope) => [...scope.keys()]), ...on.exports.keys()];
  problem(on, node, 'free-name', `${name} isn't known here${didYouMean(name, known)}`, on.exports.has(name) ? `import { ${name} } from 'frankpledge/contract'` : 'declare it above, or import it from frankpledge/contract');
}

function memberName(on: Check, node: Node, name: string): void {
  if (behindData.has(name) || name.startsWith('__')) problem(on, node, 'member', `${name} reaches behind the data`, 'use another name, or get(record, key) for a value that came in under it');
}

// Functions

/** Returns how deep its calls go, itself included. */
function functionOf(on: Check, node: ArrowFunctionExpression | FunctionExpression | FunctionDeclaration): number {
  const outerDepth = on.callDepth;
  on.callDepth = 0;
  on.functions += 1;
  if (on.functions === limits.functionsMax + 1) problem(on, node, 'limit', `more than ${limits.functionsMax} functions`, 'split the kit');
  if (node.async) problem(on, node, 'async', 'a handler answers at once', 'drop async; wake the contract later with timer(…)');
  if (node.generator) problem(on, node, 'generator', 'generators aren\'t part of contracts', 'build a list');
  inScope(on, () => {
    for (const param of node.params) {
      pattern(on, param, 'let');
    }
    if (node.body.type === 'BlockStatement') for (const one of node.body.body) statement(on, one);
    else expression(on, node.body);
  });
  const depth = on.callDepth + 1;
  if (depth === limits.callDepthMax + 1) problem(on, node, 'limit', `calls within calls deeper than ${limits.callDepthMax}`, 'do more in one function');
  on.callDepth = outerDepth;
  return depth;
}

function reaches(on: Check, depth: number): void {
  if (depth > on.callDepth) on.callDepth = depth;
}

function pattern(on: Check, node: Pattern, as: Known): void {
  nested(on, node, () => {
    switch (node.type) {
      case 'Identifier': return declare(on, node, as);
      case 'AssignmentPattern':
        expression(on, node.right);
        return pattern(on, node.left, as);
      case 'ArrayPattern':
        for (const one of node.elements) if (one) pattern(on, one, as);
        return;
      case 'ObjectPattern':
        for (const one of node.properties) {
          if (one.type !== 'Property') problem(on, one, 'rest', 'the rest of a record isn\'t taken by ...', 'write without(record, key), or name what you need');
          else if (plainKey(on, one as Property) === undefined) problem(on, one, 'computed-pattern', 'a computed name in a pattern', 'write get(record, key)');
          else pattern(on, one.value as Pattern, as);
        }
        return;
      case 'RestElement': return problem(on, node, 'rest', 'the rest isn\'t taken by ...', 'take a list, and slice it');
      default: return problem(on, node, 'pattern', 'a pattern declares names only', 'assign to one thing at a time');
    }
  });
}

// Statements

function statement(on: Check, node: Statement): void {
  nested(on, node, () => {
    switch (node.type) {
      case 'BlockStatement': return inScope(on, () => node.body.forEach((one) => statement(on, one)));
      case 'VariableDeclaration': return declaration(on, node);
      case 'ExpressionStatement': return expression(on, node.expression, true);
      case 'ReturnStatement': return node.argument ? expression(on, node.argument) : undefined;
      case 'IfStatement':
        expression(on, node.test);
        branch(on, node.consequent);
        return node.alternate ? branch(on, node.alternate) : undefined;
      case 'SwitchStatement': return switchOf(on, node);
      case 'ForOfStatement': return forOf(on, node);
      case 'ForStatement': return forCount(on, node);
      case 'BreakStatement': case 'ContinueStatement':
        return node.label ? problem(on, node, 'label', 'labels aren\'t part of contracts', 'move the inner loop into a function, and return') : undefined;
      case 'EmptyStatement': return;
      default: return refusedStatement(on, node);
    }
  });
}

function branch(on: Check, node: Statement): void {
  inScope(on, () => statement(on, node));
}

function declaration(on: Check, node: VariableDeclaration): void {
  if (node.kind === 'var') problem(on, node, 'var', 'var reaches out of its block', 'write const or let');
  for (const one of node.declarations) {
    if (one.init && isFunction(one.init)) {
      problem(on, one.init, 'inner-function', 'a function inside a function', 'declare it at module level, and pass what it needs');
      continue;
    }
    if (one.init) expression(on, one.init);
    pattern(on, one.id, node.kind === 'const' ? 'constant' : 'let');
  }
}

function switchOf(on: Check, node: SwitchStatement): void {
  expression(on, node.discriminant);
  inScope(on, () => {
    for (const one of node.cases) {
      const { test } = one;
      const negative = test?.type === 'UnaryExpression' && test.operator === '-' && test.argument.type === 'Literal';
      if (test && test.type !== 'Literal' && !negative) problem(on, test, 'case', 'a case that isn\'t a text or a number', 'write if … else');
      else if (test) expression(on, test);
      for (const inner of one.consequent) statement(on, inner);
    }
  });
}

function forOf(on: Check, node: ForOfStatement): void {
  if (node.await) problem(on, node, 'async', 'for await isn\'t part of contracts', 'write for (const x of list)');
  expression(on, node.right);
  inScope(on, () => {
    if (node.left.type === 'VariableDeclaration' && node.left.declarations[0]) {
      if (node.left.kind === 'var') problem(on, node.left, 'var', 'var reaches out of its block', 'write const');
      pattern(on, node.left.declarations[0].id, node.left.kind === 'const' ? 'constant' : 'let');
    } else problem(on, node.left, 'loop', 'a loop declares its own name', 'write for (const x of list)');
    branch(on, node.body);
  });
}

function forCount(on: Check, node: ForStatement): void {
  inScope(on, () => {
    if (node.init?.type === 'VariableDeclaration') declaration(on, node.init);
    else if (node.init) expression(on, node.init, true);
    if (node.test) expression(on, node.test);
    else problem(on, node, 'loop', 'a loop without a test', 'write for (let i = 0; i < n; i++)');
    if (node.update) expression(on, node.update, true);
    branch(on, node.body);
  });
}

function refusedStatement(on: Check, node: Statement): void {
  switch (node.type) {
    case 'WhileStatement': case 'DoWhileStatement':
      return problem(on, node, 'loop', 'while and do may not end', 'write for (let i = 0; i < n; i++) or for (const x of list)');
    case 'ForInStatement': return problem(on, node, 'loop', 'for … in goes through more than a record\'s own data', 'write for (const key of keys(record))');
    case 'TryStatement': return problem(on, node, 'try', 'a failure ends the item: nothing is caught', 'check first, and refuse(code, detail)');
    case 'ThrowStatement': return problem(on, node, 'throw', 'throw isn\'t part of contracts', 'write refuse(code, detail)');
    case 'LabeledStatement': return problem(on, node, 'label', 'labels aren\'t part of contracts', 'move the inner loop into a function, and return');
    case 'ClassDeclaration': return problem(on, node, 'class', 'classes aren\'t part of contracts', 'write records and functions');
    case 'FunctionDeclaration': return problem(on, node, 'inner-function', 'a function inside a function', 'declare it at module level, and pass what it needs');
    case 'DebuggerStatement': return problem(on, node, 'statement', 'debugger isn\'t part of contracts', 'leave it out');
    default: return problem(on, node, 'statement', `${node.type} isn't part of contracts`, 'leave it out');
  }
}

// Expressions

function nested(on: Check, node: Node, work: () => void): void {
  on.depth += 1;
  if (on.depth < limits.depthMax) work();
  else if (!on.problems.some((one) => one.code === 'limit')) problem(on, node, 'limit', `nested deeper than ${limits.depthMax}`, 'name the inner parts');
  on.depth -= 1;
}

function expression(on: Check, node: Expression, unused = false): void {
  nested(on, node, () => {
    switch (node.type) {
      case 'Identifier': return valueName(on, node);
      case 'Literal': return literal(on, node);
      case 'TemplateLiteral':
        for (const one of node.quasis) if (typeof one.value.cooked !== 'string') problem(on, one, 'text', 'a malformed escape', 'write the character');
        return node.expressions.forEach((one) => expression(on, one));
      case 'ArrayExpression':
        for (const one of node.elements) {
          if (!one) problem(on, node, 'hole', 'a list with a hole', 'write undefined or null');
          else expression(on, one.type === 'SpreadElement' ? one.argument : one);
        }
        return;
      case 'ObjectExpression': return node.properties.forEach((one) => property(on, one));
      case 'UnaryExpression':
        if (node.operator !== '-' && node.operator !== '!' && node.operator !== 'typeof') return refusedOperator(on, node, node.operator);
        return expression(on, node.argument);
      case 'BinaryExpression':
        if (!['+', '-', '*', '%', '<', '<=', '>', '>=', '===', '!=='].includes(node.operator)) return refusedOperator(on, node, node.operator);
        expression(on, node.left as Expression);
        return expression(on, node.right);
      case 'LogicalExpression':
        expression(on, node.left);
        return expression(on, node.right);
      case 'ConditionalExpression':
        expression(on, node.test);
        expression(on, node.consequent);
        return expression(on, node.alternate);
      case 'AssignmentExpression': return assignment(on, node, unused);
      case 'UpdateExpression': return update(on, node);
      case 'MemberExpression': return member(on, node);
      case 'ChainExpression': return chain(on, node);
      case 'CallExpression': return call(on, node);
      default: return refusedExpression(on, node);
    }
  });
}

function valueName(on: Check, node: Identifier): void {
  if (node.name === 'undefined') return;
  const known = lookUp(on, node.name);
  if (known === undefined) return unknownName(on, node);
  if (known === 'import' || known === 'function') {
    problem(on, node, 'function-value', `${node.name} is a function, and functions aren't values`, `call it: ${node.name}(…), or hand it to map, filter and the like`);
  }
}

function literal(on: Check, node: Literal): void {
  if (node.regex) return problem(on, node, 'regexp', 'regular expressions aren\'t part of contracts', 'write includes, startsWith or slice');
  if (typeof node.bigint === 'string' || typeof node.value === 'bigint') return problem(on, node, 'bigint', 'numbers are whole and safe already', 'write the number without n; products go through mulDiv');
  if (typeof node.value !== 'number') return;
  if (!Number.isInteger(node.value)) problem(on, node, 'float', `${String(node.raw)} isn't whole`, 'count in the smallest part, and write mulDiv(a, b, c) for a share');
  else if (!Number.isSafeInteger(node.value)) problem(on, node, 'unsafe-integer', `${String(node.raw)} is larger than can be held exactly`, 'stay within 9007199254740991');
}

function property(on: Check, node: ObjectExpression['properties'][number]): void {
  if (node.type === 'SpreadElement') return expression(on, node.argument);
  if (node.kind !== 'init') return problem(on, node, 'accessor', 'getters and setters run code where a value is read', 'write the value');
  if (node.method || isFunction(node.value)) return problem(on, node, 'function-value', 'functions aren\'t values', 'declare it at module level, and call it by its name');
  if (plainKey(on, node) === undefined) expression(on, node.key as Expression);
  expression(on, node.value);
}

function assignment(on: Check, node: AssignmentExpression, unused: boolean): void {
  if (!unused) problem(on, node, 'assignment', 'an assignment inside an expression', 'write it as its own statement');
  const plain = node.operator === '=';
  if (!['=', '+=', '-=', '*=', '??=', '||=', '&&='].includes(node.operator)) return refusedOperator(on, node, node.operator);
  expression(on, node.right);
  if (node.left.type === 'Identifier') return changeable(on, node.left);
  if (node.left.type !== 'MemberExpression') return problem(on, node.left, 'pattern', 'a pattern on the left of =', 'assign to one thing at a time');
  if (!plain) problem(on, node, 'assignment', `${node.operator} on a member`, `write x.name = x.name ${node.operator.slice(0, -1)} …`);
  const { left } = node;
  if (!left.computed && left.property.type === 'Identifier' && left.property.name === 'length') problem(on, left, 'member', 'a list\'s length isn\'t written', 'write slice or pop');
  expression(on, left);
}

function update(on: Check, node: UpdateExpression): void {
  if (node.argument.type !== 'Identifier') return problem(on, node, 'assignment', `${node.operator} on a member`, `write x.name = x.name ${node.operator.slice(1)} 1`);
  changeable(on, node.argument);
}

function changeable(on: Check, node: Identifier): void {
  const known = lookUp(on, node.name);
  if (known === undefined) unknownName(on, node);
  else if (known !== 'let') problem(on, node, 'assignment', `${node.name} isn't a variable`, 'declare it with let inside the function');
}

function member(on: Check, node: MemberExpression): void {
  if (node.object.type === 'Super') return problem(on, node, 'class', 'super isn\'t part of contracts', 'write functions');
  expression(on, node.object);
  if (node.computed) return expression(on, node.property as Expression);
  if (node.property.type !== 'Identifier') return problem(on, node, 'class', 'private names aren\'t part of contracts', 'write records');
  memberName(on, node.property, node.property.name);
}

/** Above a `?.` stand plain members only: what is rewritten into a call couldn't be skipped. */
function chain(on: Check, node: ChainExpression): void {
  const spine: Node[] = [];
  for (let inner: Node = node.expression; inner.type === 'MemberExpression' || inner.type === 'CallExpression';) {
    spine.push(inner);
    inner = inner.type === 'MemberExpression' ? (inner as MemberExpression).object : (inner as CallExpression).callee;
  }
  const innermost = spine.findLastIndex((one) => (one as { optional?: boolean }).optional === true);
  const bad = spine.slice(0, innermost + 1).find((one) => one.type !== 'MemberExpression' || (one as MemberExpression).computed);
  if (bad !== undefined) problem(on, bad, 'optional', 'after ?. stand plain names only', 'write (x?.list ?? []).map(…), or get(x ?? {}, key)');
  else expression(on, node.expression);
}

function call(on: Check, node: CallExpression): void {
  const { callee } = node;
  if (on.moduleLevel) return problem(on, node, 'module-level', 'nothing is called at module level', 'write the value out, or make it a function');
  if (callee.type === 'MemberExpression') return methodCall(on, node, callee);
  if (callee.type !== 'Identifier') {
    return problem(on, node, 'call', 'functions are called by their name', 'declare the function at module level, and write name(…)');
  }
  const known = lookUp(on, callee.name);
  if (callee.name === 'eval') return problem(on, node, 'eval', 'code isn\'t made while running', 'write it out');
  if (known === undefined) return unknownName(on, callee);
  if (known !== 'import' && known !== 'function') return problem(on, callee, 'call', `${callee.name} isn't a function of this file or the library; functions are called by their name`, 'declare it at module level');
  reaches(on, on.callDepths.get(callee.name) ?? 1);
  const imported = known === 'import' ? on.imports.find((one) => one.local === callee.name)?.imported : undefined;
  if (imported === 'contract') problem(on, node, 'export', 'contract(…) stands once, as the default export', 'leave it out');
  if (imported === 'refuse') refusalCode(on, node.arguments[0]);
  const functionAt = imported === undefined ? undefined : takesFunction[imported];
  node.arguments.forEach((one, place) => argument(on, one, place === functionAt));
}

function refusalCode(on: Check, node: CallExpression['arguments'][number] | undefined): void {
  if (node?.type !== 'Literal' || typeof node.value !== 'string' || isRefusalCode(node.value)) return;
  problem(on, node, 'refusal', `there is no refusal code "${node.value}"${didYouMean(node.value, refusalCodes)}`, 'write one of the codes on page 10 of the manual, such as contract_refused');
}

function methodCall(on: Check, node: CallExpression, callee: MemberExpression): void {
  if (callee.computed || callee.property.type !== 'Identifier') return problem(on, node, 'call', 'functions are called by their name', 'declare the function at module level, and write name(…)');
  if (callee.object.type !== 'Super' && isRefusedName(on, callee.object)) return expression(on, callee.object); // what follows from it would only be noise
  const { name } = callee.property;
  const rule = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (rule === undefined) {
    problem(on, callee.property, 'method', `.${name}() isn't part of contracts${didYouMean(name, Object.keys(methods))}`, instead(name));
  } else if (node.arguments.length < rule.min || node.arguments.length > rule.max) {
    problem(on, node, 'method', `.${name}() takes ${rule.min === rule.max ? rule.min : `${rule.min} to ${rule.max}`} arguments`, name === 'reduce' ? 'give the value to start from' : 'see page 7 of the manual');
  } else if (name !== 'push' && name !== 'concat' && node.arguments.some((one) => one.type === 'SpreadElement')) {
    problem(on, node, 'spread', '... among arguments', 'name the arguments');
  }
  if (callee.object.type === 'Super') return;
  expression(on, callee.object);
  node.arguments.forEach((one, place) => argument(on, one, rule?.each === true && place === 0, true));
}

/** `Math`, `new Date()`, `console.table`: begins with a name that is refused by itself. */
function isRefusedName(on: Check, node: Node): boolean {
  if (node.type === 'MemberExpression') return isRefusedName(on, (node as MemberExpression).object);
  return node.type === 'NewExpression' || (node.type === 'Identifier' && (node as Identifier).name !== 'undefined' && lookUp(on, (node as Identifier).name) === undefined);
}

function instead(method: string): string {
  switch (method) {
    case 'sort': case 'toSorted': return 'write sortBy(list, (item) => key)';
    case 'reverse': case 'toReversed': return 'write reversed(list)';
    case 'repeat': case 'replace': case 'replaceAll': case 'match': return 'write a template, slice or split';
    case 'toString': case 'toFixed': return 'write a template such as `${value}`; the kit\'s words write amounts';
    case 'keys': case 'entries': case 'values': return 'write keys(record)';
    case 'then': return 'a handler answers at once; wake it later with timer(…)';
    default: return `the methods are ${Object.keys(methods).join(', ')}; other functions are called by their name`;
  }
}

function argument(on: Check, node: CallExpression['arguments'][number], isEach: boolean, mayspread = false): void {
  if (node.type === 'SpreadElement') {
    if (!mayspread) problem(on, node, 'spread', '... among arguments', 'name the arguments, or pass the list');
    return expression(on, node.argument);
  }
  const ownFunction = node.type === 'Identifier' && lookUp(on, node.name) === 'function';
  if (isEach && (node.type === 'ArrowFunctionExpression' || ownFunction)) {
    // Through the method's own loop: two frames more.
    reaches(on, 2 + (ownFunction ? on.callDepths.get(node.name) ?? 1 : functionOf(on, node as ArrowFunctionExpression)));
  } else if (isEach) problem(on, node, 'function-value', 'here stands a function', 'write (item) => …, or the name of a function above');
  else expression(on, node);
}

function refusedOperator(on: Check, node: Node, operator: string): void {
  switch (operator) {
    case '/': case '/=': case '**': case '**=':
      return problem(on, node, 'float', `${operator} leaves the whole numbers`, 'write mulDiv(a, b, c): a × b ÷ c, rounded half away from zero');
    case '==': return problem(on, node, 'equality', '== compares after converting', 'write ===');
    case '!=': return problem(on, node, 'equality', '!= compares after converting', 'write !==');
    case 'in': case 'instanceof': return problem(on, node, 'operator', `${operator} looks behind the data`, 'write get(record, key) !== undefined');
    case 'delete': return problem(on, node, 'operator', 'delete changes what others read', 'write without(record, key)');
    case 'void': return problem(on, node, 'operator', 'void isn\'t part of contracts', 'write undefined');
    case '+': return problem(on, node, 'operator', 'unary + converts', 'declare the field as a number in kit.yaml');
    case '%=': return problem(on, node, 'operator', '%= isn\'t part of contracts', 'write x = x % y');
    default: return problem(on, node, 'bitwise', `${operator} works on bits`, 'write + - * and comparisons');
  }
}

function refusedExpression(on: Check, node: Expression): void {
  switch (node.type) {
    case 'ArrowFunctionExpression': case 'FunctionExpression':
      if (node.async) return problem(on, node, 'async', 'a handler answers at once', 'drop async; wake the contract later with timer(…)');
      return problem(on, node, 'function-value', 'functions aren\'t values', 'declare it at module level, or write it where map, filter and the like take one');
    case 'AwaitExpression': return problem(on, node, 'async', 'a handler answers at once', 'drop await; wake the contract later with timer(…)');
    case 'YieldExpression': return problem(on, node, 'generator', 'generators aren\'t part of contracts', 'build a list');
    case 'ClassExpression': return problem(on, node, 'class', 'classes aren\'t part of contracts', 'write records and functions');
    case 'ThisExpression': return problem(on, node, 'this', 'this isn\'t part of contracts', 'use the handler\'s argument');
    case 'NewExpression': return problem(on, node, 'new', 'new isn\'t part of contracts', newInstead(node.callee));
    case 'TaggedTemplateExpression': return problem(on, node, 'tag', 'a tagged template calls a value', 'call a function by its name');
    case 'ImportExpression': return problem(on, node, 'import', 'imports stand at the top', 'write import { … } from \'frankpledge/contract\'');
    case 'MetaProperty': return problem(on, node, 'free-name', 'a contract doesn\'t know where it runs', 'leave it out');
    case 'SequenceExpression': return problem(on, node, 'sequence', 'two expressions joined by a comma', 'write two statements');
    default: return problem(on, node, 'expression', `${node.type} isn't part of contracts`, 'leave it out');
  }
}

function newInstead(callee: Node): string {
  const name = callee.type === 'Identifier' ? (callee as Identifier).name : '';
  return freeNames.get(name) || 'write a record or a list';
}
