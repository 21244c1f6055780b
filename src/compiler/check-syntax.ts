/**
 * The checker's way through functions, statements and expressions. What is named here may stand there; all else goes to check-hints.ts.
 * How deep calls go is counted on the way, so that no engine's stack ends before gas does.
 */
import type {
  ArrowFunctionExpression, AssignmentExpression, CallExpression, ChainExpression, Expression, ForOfStatement, ForStatement, FunctionDeclaration, FunctionExpression, Literal,
  MemberExpression, Node, ObjectExpression, Pattern, Property, Statement, SwitchStatement, UpdateExpression, VariableDeclaration,
} from 'acorn';
import { didYouMean } from '../vocabulary/nearest.ts';
import { isRefusalCode, refusalCodes } from '../vocabulary/refusals.ts';
import { insteadOf, refusedExpression, refusedOperator, refusedStatement } from './check-hints.ts';
import { changeable, declare, inScope, isRefusedName, lookUp, memberName, plainKey, unknownName, valueName } from './check-names.ts';
import { nested, problem, type Check, type Known } from './check-state.ts';
import { limits, methods, takesFunction } from './rules.ts';
import { isFunction } from './syntax.ts';

/** Returns how deep its calls go, itself included. */
export function functionOf(on: Check, node: ArrowFunctionExpression | FunctionExpression | FunctionDeclaration): number {
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

// Expressions

export function expression(on: Check, node: Expression, unused = false): void {
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
    problem(on, callee.property, 'method', `.${name}() isn't part of contracts${didYouMean(name, Object.keys(methods))}`, insteadOf(name));
  } else if (node.arguments.length < rule.min || node.arguments.length > rule.max) {
    problem(on, node, 'method', `.${name}() takes ${rule.min === rule.max ? rule.min : `${rule.min} to ${rule.max}`} arguments`, name === 'reduce' ? 'give the value to start from' : 'see page 7 of the manual');
  } else if (name !== 'push' && name !== 'concat' && node.arguments.some((one) => one.type === 'SpreadElement')) {
    problem(on, node, 'spread', '... among arguments', 'name the arguments');
  }
  if (callee.object.type === 'Super') return;
  expression(on, callee.object);
  node.arguments.forEach((one, place) => argument(on, one, rule?.each === true && place === 0, true));
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
