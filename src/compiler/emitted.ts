/**
 * Whether compiled code is the compiler's own. Code in a log is known by its hash alone, and whoever writes a log could put anything there;
 * an engine without caps of its own may run only what the checker would have let through.
 *
 * The proof goes backwards and forwards: the code is written back as a source, that source is checked and compiled, and the result must be
 * the code again, word for word. Only the sizes of charges aren't compared (several sources give one text), but none is zero. So nothing
 * rests on the way back being right.
 */
import {
  parse, type ArrowFunctionExpression, type BlockStatement, type CallExpression, type Expression, type ForOfStatement, type ForStatement, type FunctionDeclaration,
  type FunctionExpression, type Node, type ObjectExpression, type Pattern, type Program, type Property, type SpreadElement, type Statement, type Super, type VariableDeclaration,
} from 'acorn';
import { bundleLibrary, type Library, type LibrarySources } from './bundle.ts';
import { check } from './check.ts';
import { wrap } from './compile.ts';
import { emitModule } from './emit.ts';
import { limits, methods } from './rules.ts';

/** Compiled code is the source with its operators as calls: a few times its length, and the library. */
const emittedCharsMax = 16 * limits.sourceMax;

/** @param code of any origin; false also for code of another release's library */
export function isCompilersOwn(code: string, sources: LibrarySources): boolean {
  const library = bundleLibrary(sources);
  const [before, after] = wrap(library, '\0').split('\0') as [string, string];
  if (!code.startsWith(before) || !code.endsWith(after) || code.length > before.length + after.length + emittedCharsMax) return false;
  const contract = code.slice(before.length, -after.length);
  const again = compiledAgain(contract, library);
  return again !== undefined && withoutSizes(again) === withoutSizes(contract);
}

/** Charges are written with at least one digit that isn't zero in front. */
function withoutSizes(contract: string): string {
  return contract.replace(/if\(\(\$left-=[1-9]\d{0,8}\)<0\)\$out\(\);/g, '¤');
}

/** The contract's expression written back, checked and emitted; undefined when that can't be done. */
function compiledAgain(contract: string, library: Library): string | undefined {
  try {
    const source = sourceOf(parse(contract, { ecmaVersion: 2024 }), contract);
    const program = parse(source, { ecmaVersion: 2024, sourceType: 'module', locations: true });
    const { problems, imports } = check(program, library.exports);
    if (problems.length > 0) return undefined;
    return emitModule(program, imports.map((one) => ({ local: one.local, from: `${libraryPrefix}${one.imported}` })));
  } catch {
    return undefined; // no form that the compiler gives, or nested deeper than a stack: not its own
  }
}

const libraryPrefix = '$lib_';

class NotOwn extends Error {}

function notOwn(node: Node): never {
  throw new NotOwn(node.type);
}

type Back = { readonly text: string };

/** `((a,b)=>{…})($lib_a,$lib_b)` as a module. */
function sourceOf(program: Program, text: string): string {
  const [only, ...others] = program.body;
  if (only?.type !== 'ExpressionStatement' || others.length > 0 || only.expression.type !== 'CallExpression') return notOwn(program);
  const { callee, arguments: given } = only.expression;
  if (callee.type !== 'ArrowFunctionExpression' || callee.body.type !== 'BlockStatement' || callee.params.length !== given.length) return notOwn(callee);
  const back = { text };
  const imports = callee.params.map((param, i) => {
    const from = given[i];
    if (param.type !== 'Identifier' || from?.type !== 'Identifier' || !from.name.startsWith(libraryPrefix)) return notOwn(param);
    return `import { ${from.name.slice(libraryPrefix.length)} as ${param.name} } from 'frankpledge/contract';`;
  });
  return [...imports, ...callee.body.body.map((node) => moduleStatement(back, node))].join('\n');
}

function moduleStatement(back: Back, node: Statement): string {
  switch (node.type) {
    case 'FunctionDeclaration': return fn(back, node);
    case 'ReturnStatement': return node.argument ? `export default ${expr(back, node.argument)};` : notOwn(node);
    case 'VariableDeclaration': {
      const [one] = node.declarations;
      if (one === undefined || !one.init || node.declarations.length > 1) return notOwn(node);
      return `${node.kind} ${pattern(back, one.id)} = ${one.init.type === 'CallExpression' ? expr(back, argument(one.init, '$freeze')) : expr(back, one.init)};`;
    }
    default: return notOwn(node);
  }
}

/** The only argument of a call of `name`. */
function argument(node: Node, name: string): Expression {
  const { callee, arguments: given } = node as CallExpression;
  const [only] = given;
  if (node.type !== 'CallExpression' || callee.type !== 'Identifier' || callee.name !== name || given.length !== 1 || only === undefined || only.type === 'SpreadElement') return notOwn(node);
  return only;
}

function fn(back: Back, node: FunctionDeclaration | FunctionExpression | ArrowFunctionExpression): string {
  const { body } = node;
  if (body.type !== 'BlockStatement') return notOwn(body);
  const params = node.params.map((param) => pattern(back, param)).join(', ');
  const head = node.type === 'ArrowFunctionExpression' ? `(${params}) =>` : `function ${node.id?.name ?? ''}(${params})`;
  return `${head} {${charged(back, body.body)}}`;
}

/** What follows a charge; that it is one shows when the texts are compared. */
function charged(back: Back, [charge, ...statements]: readonly Statement[]): string {
  if (charge?.type !== 'IfStatement') throw new NotOwn('uncharged');
  return statements.map((one) => statement(back, one)).join('\n');
}

function statement(back: Back, node: Statement): string {
  switch (node.type) {
    case 'BlockStatement': return `{${node.body.map((one) => statement(back, one)).join('\n')}}`;
    case 'VariableDeclaration': return `${declaration(back, node)};`;
    case 'ExpressionStatement': return `${expr(back, node.expression)};`;
    case 'ReturnStatement': return node.argument ? `return ${expr(back, node.argument)};` : 'return;';
    case 'IfStatement': return `if (${expr(back, node.test)}) ${braced(back, node.consequent)}${node.alternate ? ` else ${braced(back, node.alternate)}` : ''}`;
    case 'SwitchStatement':
      return `switch (${expr(back, node.discriminant)}) {${node.cases.map(({ test, consequent }) =>
        `${test ? `case ${expr(back, test)}` : 'default'}: ${consequent.map((one) => statement(back, one)).join('\n')}`).join('\n')}}`;
    case 'ForOfStatement': return forOf(back, node);
    case 'ForStatement': return forCount(back, node);
    case 'BreakStatement': return 'break;';
    case 'ContinueStatement': return 'continue;';
    default: return notOwn(node);
  }
}

/** What the compiler braced is the braces' only statement. */
function braced(back: Back, node: Statement): string {
  if (node.type !== 'BlockStatement' || node.body.length > 1) return notOwn(node);
  const [only] = node.body;
  return only === undefined ? ';' : statement(back, only);
}

function declaration(back: Back, node: VariableDeclaration): string {
  return `${node.kind} ${node.declarations.map((one) => pattern(back, one.id) + (one.init ? ` = ${expr(back, one.init)}` : '')).join(', ')}`;
}

function forOf(back: Back, { left, right, body }: ForOfStatement): string {
  if (left.type !== 'VariableDeclaration') return notOwn(left);
  return `for (${declaration(back, left)} of ${expr(back, argument(right, '$each'))}) {${charged(back, blockOf(body))}}`;
}

function forCount(back: Back, { init, test, update, body }: ForStatement): string {
  const start = init ? (init.type === 'VariableDeclaration' ? declaration(back, init) : expr(back, init)) : '';
  return `for (${start}; ${test ? expr(back, test) : ''}; ${update ? expr(back, update) : ''}) {${charged(back, blockOf(body))}}`;
}

function blockOf(node: Statement): readonly Statement[] {
  return node.type === 'BlockStatement' ? (node as BlockStatement).body : notOwn(node);
}

function pattern(back: Back, node: Pattern): string {
  switch (node.type) {
    case 'Identifier': return node.name;
    case 'AssignmentPattern': return `${pattern(back, node.left)} = ${expr(back, node.right)}`;
    case 'ArrayPattern': return `[${node.elements.map((one) => (one ? pattern(back, one) : '')).join(', ')}]`;
    case 'ObjectPattern':
      return `{ ${node.properties.map((one) => (one.type === 'Property' ? `${keyOf(back, one as Property)}: ${pattern(back, one.value as Pattern)}` : notOwn(one))).join(', ')} }`;
    default: return notOwn(node);
  }
}

function keyOf(back: Back, { computed, key }: Property): string {
  if (computed) return `[${expr(back, argument(key, '$newName'))}]`;
  return key.type === 'Identifier' ? key.name : key.type === 'Literal' ? JSON.stringify(String(key.value)) : notOwn(key);
}

function expr(back: Back, node: Expression | SpreadElement | Super): string {
  switch (node.type) {
    case 'Identifier': return node.name;
    case 'Literal': return typeof node.value === 'string' ? JSON.stringify(node.value) : String(node.value);
    case 'ArrayExpression': return `[${node.elements.map((one) => spreadable(back, one, '$items')).join(', ')}]`;
    case 'ObjectExpression': return object(back, node);
    case 'ArrowFunctionExpression': case 'FunctionExpression': return `(${fn(back, node)})`;
    case 'UnaryExpression': return `(${node.operator} ${expr(back, node.argument)})`;
    case 'BinaryExpression': return node.left.type === 'PrivateIdentifier' ? notOwn(node) : `(${expr(back, node.left)} ${node.operator} ${expr(back, node.right)})`;
    case 'LogicalExpression': return `(${expr(back, node.left)} ${node.operator} ${expr(back, node.right)})`;
    case 'ConditionalExpression': return `(${expr(back, node.test)} ? ${expr(back, node.consequent)} : ${expr(back, node.alternate)})`;
    case 'AssignmentExpression': return assignment(back, node.operator, node.left, node.right);
    case 'MemberExpression':
      if (node.computed || node.property.type !== 'Identifier') return notOwn(node);
      return `${expr(back, node.object)}${node.optional ? '?.' : '.'}${node.property.name}`;
    case 'ChainExpression': return `(${expr(back, node.expression)})`;
    case 'CallExpression': return call(back, node);
    default: return notOwn(node);
  }
}

function spreadable(back: Back, node: Expression | SpreadElement | null, helper: string): string {
  if (node === null) throw new NotOwn('hole');
  return node.type === 'SpreadElement' ? `...${expr(back, argument(node.argument, helper))}` : expr(back, node);
}

function object(back: Back, node: ObjectExpression): string {
  return `({ ${node.properties.map((one) => {
    if (one.type === 'SpreadElement') return spreadable(back, one, '$own');
    const key = keyOf(back, one);
    // A method stands without the brackets that a function's value has.
    if (one.value.type === 'FunctionExpression' && back.text[one.value.start - 1] !== '(') return `${key}${fn(back, one.value).slice('function '.length)}`;
    return `${key}: ${expr(back, one.value)}`;
  }).join(', ')} })`;
}

function assignment(back: Back, operator: string, left: Node, right: Expression): string {
  if (left.type === 'MemberExpression') return `(${expr(back, left as Expression)} ${operator} ${expr(back, right)})`;
  const name = pattern(back, left as Pattern);
  const step = operator === '=' ? stepOf(right, name) : undefined;
  return step === undefined ? `(${name} ${operator} ${expr(back, right)})` : `${step}${name}`;
}

/** `x=$add(x,1)` can be an expression only as `++x`; as a statement it is the same. */
function stepOf(node: Expression, name: string): '++' | '--' | undefined {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.arguments.length !== 2) return undefined;
  const [on, by] = node.arguments;
  if (on?.type !== 'Identifier' || on.name !== name || by?.type !== 'Literal' || by.value !== 1) return undefined;
  return node.callee.name === '$add' ? '++' : node.callee.name === '$sub' ? '--' : undefined;
}

const operators: { readonly [helper: string]: string } = {
  $add: '+', $sub: '-', $mul: '*', $rem: '%', $lt: '<', $le: '<=', $gt: '>', $ge: '>=', $eq: '===',
};

function call(back: Back, { callee, arguments: given }: CallExpression): string {
  if (callee.type !== 'Identifier') return notOwn(callee);
  const { name } = callee;
  const [first, second, third] = given;
  if (name.startsWith('$') && first === undefined) return notOwn(callee);
  if (first === undefined || !name.startsWith('$')) return `${name}(${given.map((one) => expr(back, one)).join(', ')})`;
  if (name === '$neg') return `(- ${expr(back, first)})`;
  if (name === '$text') return template(back, first);
  const method = name.slice(1);
  if (Object.hasOwn(methods, method)) {
    const rest = (method === 'push' || method === 'concat') && second?.type === 'ArrayExpression' ? second.elements.map((one) => spreadable(back, one, '$items')) : given.slice(1).map((one) => expr(back, one));
    return `${expr(back, first)}.${method}(${rest.join(', ')})`;
  }
  if (second === undefined) return notOwn(callee);
  if (name === '$get') return `${expr(back, first)}[${expr(back, second)}]`;
  if (name === '$set' && third !== undefined) return `(${expr(back, first)}[${expr(back, second)}] = ${expr(back, third)})`;
  if (first.type === 'AssignmentExpression' && first.left.type === 'Identifier') return stepAfter(first.left.name, name, first.right) ?? operation(back, name, first, second);
  return operation(back, name, first, second);
}

function operation(back: Back, name: string, first: Expression | SpreadElement, second: Expression | SpreadElement): string {
  const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (operator === undefined) throw new NotOwn(name);
  return `(${expr(back, first)} ${operator} ${expr(back, second)})`;
}

/** `$sub(x=$add(x,1),1)` is `x++`. */
function stepAfter(name: string, helper: string, right: Expression): string | undefined {
  const step = stepOf(right, name);
  return step === undefined || helper !== (step === '++' ? '$sub' : '$add') ? undefined : `${name}${step}`;
}

/** Texts between the values are written as values: compiled, both look alike. */
function template(back: Back, parts: Expression | SpreadElement): string {
  if (parts.type !== 'ArrayExpression') return notOwn(parts);
  return `\`${parts.elements.map((one) => (one === null ? '' : `\${${expr(back, one)}}`)).join('')}\``;
}
