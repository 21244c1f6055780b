/**
 * Checked syntax trees → code: operators and methods become calls of the runtime, and every function entry and loop body is charged.
 * The text is written from the tree alone, so comments and layout don't change a contract's hash.
 *
 * A charge counts the tree's nodes that lie in the function (or loop body) outside inner functions and loops, whether or not a branch is
 * taken, and more for what makes objects or calls: {@link weightOf}.
 */
import type {
  ArrowFunctionExpression, BinaryExpression, BlockStatement, CallExpression, Expression, ForOfStatement, ForStatement, FunctionDeclaration,
  FunctionExpression, MemberExpression, Node, ObjectExpression, Pattern, Program, Property, SpreadElement, Statement, Super,
  SwitchStatement, VariableDeclaration,
} from 'acorn';
import { childrenOf, isFunction, isLiteral, isLoop } from './syntax.ts';

type Fn = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** A charge when control enters: nodes in straight code, inner functions and loops counting as one node each. */
function weigh(nodes: readonly (Node | null | undefined)[]): number {
  let total = 0;
  const queue: Node[] = nodes.filter((node): node is Node => node !== null && node !== undefined);
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    total += weightOf(node);
    if (!isFunction(node) && !isLoop(node)) queue.push(...childrenOf(node));
    if (node.type === 'ForOfStatement') queue.push((node as ForOfStatement).right);
    if (node.type === 'ForStatement' && (node as ForStatement).init) queue.push((node as ForStatement).init as Node);
  }
  return total;
}

function weightOf(node: Node): number {
  switch (node.type) {
    case 'CallExpression': return 6;
    case 'ObjectExpression': return 5;
    case 'ArrayExpression': return 4;
    case 'ArrowFunctionExpression': case 'FunctionExpression': return 5;
    case 'Property': return 2;
    case 'TemplateLiteral': return 3;
    default: return 1;
  }
}

const charge = (nodes: readonly (Node | null | undefined)[]): string => `if(($left-=${weigh(nodes)})<0)$out();`;

/** The contract's function: its imports are the parameters. */
export function emitModule(program: Program, imports: readonly { readonly local: string; readonly from: string }[]): string {
  const lines = program.body.flatMap((node) => {
    if (node.type === 'ImportDeclaration') return [];
    if (node.type === 'ExportDefaultDeclaration') return [`return ${expr(node.declaration as Expression)};`];
    if (node.type === 'FunctionDeclaration') return [emitFunction(node)];
    if (node.type === 'VariableDeclaration') return [moduleConst(node)];
    throw new Error(`unchecked ${node.type}`);
  });
  return `((${imports.map((one) => one.local).join(',')})=>{\n${lines.join('\n')}\n})(${imports.map((one) => one.from).join(',')})`;
}

function moduleConst(node: VariableDeclaration): string {
  return node.declarations.map((one) => {
    const init = one.init as Expression;
    return `const ${pattern(one.id)}=${isFunction(init) ? expr(init) : `$freeze(${expr(init)})`};`;
  }).join('\n');
}

export function emitFunction(node: Fn): string {
  const params = node.params.map(pattern).join(',');
  if (node.type === 'ArrowFunctionExpression') return `(${params})=>${node.body.type === 'BlockStatement' ? body(node, node.body) : arrowBody(node)}`;
  return `function ${node.id?.name ?? ''}(${params})${body(node, node.body)}`;
}

function body(fn: Fn, block: BlockStatement): string {
  return `{${charge([...fn.params, ...block.body])}${block.body.map(statement).join('')}}`;
}

function arrowBody(fn: ArrowFunctionExpression): string {
  return `{${charge([...fn.params, fn.body])}return ${expr(fn.body as Expression)};}`;
}

function statement(node: Statement): string {
  switch (node.type) {
    case 'BlockStatement': return `{${node.body.map(statement).join('')}}`;
    case 'VariableDeclaration': return `${declaration(node)};`;
    case 'ExpressionStatement': return `${expr(node.expression, true)};`;
    case 'ReturnStatement': return node.argument ? `return ${expr(node.argument)};` : 'return;';
    case 'IfStatement': return `if(${expr(node.test)})${braced(node.consequent)}${node.alternate ? `else ${braced(node.alternate)}` : ''}`;
    case 'SwitchStatement': return switchOf(node);
    case 'ForOfStatement': return forOf(node);
    case 'ForStatement': return forCount(node);
    case 'BreakStatement': return 'break;';
    case 'ContinueStatement': return 'continue;';
    case 'EmptyStatement': return '';
    default: throw new Error(`unchecked ${node.type}`);
  }
}

const braced = (node: Statement): string => `{${statement(node)}}`;

function declaration(node: VariableDeclaration): string {
  return `${node.kind} ${node.declarations.map((one) => pattern(one.id) + (one.init ? `=${expr(one.init)}` : '')).join(',')}`;
}

function switchOf(node: SwitchStatement): string {
  const cases = node.cases.map((one) => `${one.test ? `case ${expr(one.test)}` : 'default'}:${one.consequent.map(statement).join('')}`);
  return `switch(${expr(node.discriminant)}){${cases.join('')}}`;
}

function forOf(node: ForOfStatement): string {
  const left = node.left as VariableDeclaration;
  const each = left.declarations[0] as { id: Pattern };
  return `for(${left.kind} ${pattern(each.id)} of $each(${expr(node.right)})){${charge([node.left, node.body])}${inLoop(node.body)}}`;
}

function forCount(node: ForStatement): string {
  const init = node.init ? (node.init.type === 'VariableDeclaration' ? declaration(node.init) : expr(node.init, true)) : '';
  const test = node.test as Expression;
  const update = node.update ? expr(node.update, true) : '';
  return `for(${init};${expr(test)};${update}){${charge([test, node.update, node.body])}${inLoop(node.body)}}`;
}

const inLoop = (node: Statement): string => (node.type === 'BlockStatement' ? node.body.map(statement).join('') : statement(node));

function pattern(node: Pattern): string {
  switch (node.type) {
    case 'Identifier': return node.name;
    case 'AssignmentPattern': return `${pattern(node.left)}=${expr(node.right)}`;
    case 'ArrayPattern': return `[${node.elements.map((one) => (one ? pattern(one) : '')).join(',')}]`;
    case 'ObjectPattern': return `{${node.properties.map((one) => {
      if (one.type !== 'Property') throw new Error(`unchecked ${one.type}`);
      return `${keyOf(one as Property)}:${pattern(one.value as Pattern)}`;
    }).join(',')}}`;
    default: throw new Error(`unchecked ${node.type}`);
  }
}

function keyOf(node: Property): string {
  if (node.computed) return `[$newName(${expr(node.key as Expression)})]`;
  if (node.key.type === 'Identifier') return node.key.name;
  return JSON.stringify(String((node.key as { value?: unknown }).value));
}

const binary: { readonly [operator: string]: string } = {
  '+': '$add', '-': '$sub', '*': '$mul', '%': '$rem', '<': '$lt', '<=': '$le', '>': '$gt', '>=': '$ge',
};

/** Every expression that isn't atomic stands in parentheses, but where it's a whole statement. */
function expr(node: Expression | SpreadElement | Super, unused = false): string {
  switch (node.type) {
    case 'Identifier': return node.name;
    case 'Literal': return typeof node.value === 'string' ? JSON.stringify(node.value) : String(node.value);
    case 'TemplateLiteral': return template(node.quasis.map((one) => one.value.cooked ?? ''), node.expressions);
    case 'ArrayExpression': return `[${node.elements.map((one) => expr(one as Expression)).join(',')}]`;
    case 'SpreadElement': return `...$items(${expr(node.argument)})`;
    case 'ObjectExpression': return `(${object(node)})`;
    case 'ArrowFunctionExpression': case 'FunctionExpression': return `(${emitFunction(node)})`;
    case 'ParenthesizedExpression': return expr(node.expression);
    case 'UnaryExpression': return unary(node.operator, node.argument);
    case 'BinaryExpression': return binaryOf(node);
    case 'LogicalExpression': return `(${expr(node.left)}${node.operator}${expr(node.right)})`;
    case 'ConditionalExpression': return `(${expr(node.test)}?${expr(node.consequent)}:${expr(node.alternate)})`;
    case 'AssignmentExpression': return assignment(node.operator, node.left as Pattern | MemberExpression, node.right);
    case 'UpdateExpression': return update(node.operator, (node.argument as { name: string }).name, node.prefix || unused);
    case 'MemberExpression': return member(node);
    case 'ChainExpression': return `(${expr(node.expression)})`;
    case 'CallExpression': return call(node);
    default: throw new Error(`unchecked ${node.type}`);
  }
}

function template(texts: readonly string[], values: readonly Expression[]): string {
  if (values.length === 0) return JSON.stringify(texts[0] ?? '');
  const parts = texts.flatMap((text, i) => {
    const value = values[i];
    return [...(text === '' ? [] : [JSON.stringify(text)]), ...(value === undefined ? [] : [expr(value)])];
  });
  return `$text([${parts.join(',')}])`;
}

function object(node: ObjectExpression): string {
  return `{${node.properties.map((one) => {
    if (one.type === 'SpreadElement') return `...$own(${expr(one.argument)})`;
    if (one.method) return `${keyOf(one)}:${emitFunction(one.value as FunctionExpression)}`;
    return `${keyOf(one)}:${expr(one.value)}`;
  }).join(',')}}`;
}

function unary(operator: string, argument: Expression): string {
  if (operator === '-') return isLiteral(argument) ? `(-${expr(argument)})` : `$neg(${expr(argument)})`;
  if (operator === 'typeof') return `(typeof ${expr(argument)})`;
  return `(!${expr(argument)})`;
}

function binaryOf(node: BinaryExpression): string {
  const left = expr(node.left as Expression);
  const right = expr(node.right);
  switch (node.operator) {
    case '===': case '!==': {
      if (isLiteral(node.left) || isLiteral(node.right)) return `(${left}${node.operator}${right})`;
      return node.operator === '===' ? `$eq(${left},${right})` : `(!$eq(${left},${right}))`;
    }
    default: {
      const helper = binary[node.operator];
      if (helper === undefined) throw new Error(`unchecked ${node.operator}`);
      return `${helper}(${left},${right})`;
    }
  }
}

function assignment(operator: string, left: Pattern | MemberExpression, right: Expression): string {
  if (left.type === 'MemberExpression') {
    const on = expr(left.object);
    if (left.computed) return `$set(${on},${expr(left.property as Expression)},${expr(right)})`;
    return `(${on}.${(left.property as { name: string }).name}=${expr(right)})`;
  }
  const name = pattern(left);
  if (operator === '=') return `(${name}=${expr(right)})`;
  if (operator.length === 3) return `(${name}${operator}${expr(right)})`; // &&= ||= ??=
  return `(${name}=${binary[operator.slice(0, -1)] ?? ''}(${name},${expr(right)}))`;
}

function update(operator: string, name: string, newValue: boolean): string {
  const [go, back] = operator === '++' ? ['$add', '$sub'] : ['$sub', '$add'];
  return newValue ? `(${name}=${go}(${name},1))` : `${back}(${name}=${go}(${name},1),1)`;
}

function member(node: MemberExpression): string {
  const on = expr(node.object as Expression);
  if (!node.computed) return `${on}${node.optional ? '?.' : '.'}${(node.property as { name: string }).name}`;
  return `$get(${on},${expr(node.property as Expression)})`;
}

/** Methods whose further arguments go over as one list. */
const listed: readonly string[] = ['push', 'concat'];

function call(node: CallExpression): string {
  if (node.callee.type === 'MemberExpression') {
    const method = (node.callee.property as { name: string }).name;
    const args = node.arguments.map((one) => expr(one)).join(',');
    return `$${method}(${expr(node.callee.object as Expression)},${listed.includes(method) ? `[${args}]` : args})`;
  }
  return `${expr(node.callee as Expression)}(${node.arguments.map((one) => expr(one)).join(',')})`;
}
