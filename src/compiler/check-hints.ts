/** What the subset leaves out, with what to write instead. */
import type { Expression, Identifier, Node, Statement } from 'acorn';
import { problem, type Check } from './check-state.ts';
import { freeNames, methods } from './rules.ts';

export function refusedStatement(on: Check, node: Statement): void {
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

export function refusedOperator(on: Check, node: Node, operator: string): void {
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

export function refusedExpression(on: Check, node: Expression): void {
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

export function insteadOf(method: string): string {
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
