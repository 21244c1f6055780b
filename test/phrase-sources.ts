/**
 * The English sentences that sources make for people, as templates: `there is no unit ${id}` is `there is no unit {1}`. Read from the syntax tree,
 * so that a sentence can't be written without being found.
 */
import { globSync, readFileSync } from 'node:fs';
import { transformSync } from 'amaro';
import { parse, type Node } from 'acorn';

const root = new URL('../', import.meta.url).pathname;

/** Files whose sentences the app shows: refusals and their details, what views say, what the check in the browser finds. */
const spoken = [
  'src/{kernel,decisions,views,backtest,forecast,bank,ledger}/**/*.ts', 'src/vocabulary/{assumptions,decimals,envelope-amounts,nearest,survey,time,values,zones}.ts',
  'src/contract/claims.ts', 'src/compiler/runtime.ts', 'src/sandbox/{engine,instances,sandbox}.ts', 'src/sensing/*.ts', 'src/sensing/{calibration,fusion,methods}/*.ts', 'src/sensing/learn/read-model.ts',
  'src/sensing/formats/{known,zigbee2mqtt}.ts', 'src/sensing/formats/home-assistant/*.ts',
  'src/log/{bundle,checkpoint,cosignature,note,policy,problem,record,replay,rules,tiles,witness}.ts',
  'src/host/{agreements,drafts,everything,gateway,home-founding,housed,ledger-keeping,log-client,log-records,notice-ports,notice-sending,one-at-a-time,proposed-changes,publisher,receipts,sessions,things,writer}.ts',
  'src/host/serve-*.ts', 'src/adapters/bank/*.ts', 'src/adapters/notify/endpoints.ts', 'src/adapters/http/{access,body,deciding-routes,entry,files,guard,home,http,ledger-routes,log-files,route-app,routes,stream}.ts', 'web/src/trust/*.ts',
];
const silent = /\.test\.ts$|serve-(fixture|ground)\.ts$|\/(snapshot|digest|columns|local-time)\.ts$/;

/** Calls whose words are for programs, or for whoever reads the program: descriptions of the API, broken invariants, what is written to the server's output. */
const silentCalls = new Set([
  'Error', 'TypeError', 'RangeError', 'InvariantError', 'ViewTextError', 'invariant', 'describe', 'regex', 'base', 'get', 'commandLine', 'tell', 'kernelPorts', 'Set', 'Map', 'Response', 'text', 'html', 'header', 'set',
  'replace', 'replaceAll', 'startsWith', 'endsWith', 'includes', 'split', 'indexOf', 'slice', 'has',
]);
/** Properties whose words are for programs. */
const silentKeys = new Set(['id', 'ref', 'info', 'description', 'key', 'policyLine', 'name', 'headers', 'url']);
/** Errors that bring what can be done as their last words: the app says that by their code. */
const hinted = new Set(['BacktestError', 'ForecastError', 'refused']);
/** What looks like a sentence, and is the form of something for programs. */
const forms = new Set([
  'GET', 'ahead', 'behind', 'Bearer {1}', '{"entry":{1},{2}', 'contract.ts:{1}:{2}  {3} → {4}', 'cosigner {1}\n', 'entry outcomeHash recordedAt seal seq', 'at body by id kind origin', 'key sig', 'authenticatorData clientDataJSON key sig', 'UTC{1}:{2}',
  'cosignature/v1\ntime {1}\n{2}', 'old {1}\n{2}\n{3}', '{1} by {2}',
  '{{ value_json.state }}', 'zigbee {1}', 'identifier {1}', 'unique {1} {2}', 'id {1}', 'set {1}', 'is {1}',
]);

/** @returns templates with the files that make them */
export function phrasesMade(): ReadonlyMap<string, readonly string[]> {
  const made = new Map<string, string[]>();
  for (const path of globSync(spoken, { cwd: root }).sort()) {
    if (silent.test(path)) continue;
    for (const phrase of phrasesIn(readFileSync(`${root}${path}`, 'utf8'))) {
      const files = made.get(phrase) ?? [];
      if (!files.includes(path)) made.set(phrase, [...files, path]);
    }
  }
  return made;
}

/** Whether a template is of those that pages show without anything being refused: they stand in `views.json`, the others in `others.json`, which comes later. */
export function isOfViews(files: readonly string[]): boolean {
  return files.some((file) => /^src\/(views|decisions|backtest|forecast)\//.test(file));
}

type Tree = Node & { readonly [part: string]: unknown };

export function phrasesIn(source: string): readonly string[] {
  const found: string[] = [];
  visit(parse(transformSync(source, { mode: 'strip-only' }).code, { ecmaVersion: 2025, sourceType: 'module' }) as unknown as Tree, false, found);
  return found;
}

/** @param within whether a word by itself is part of a sentence here */
function visit(node: Tree, within: boolean, found: string[]): void {
  switch (node.type) {
    case 'ImportDeclaration': case 'ExportAllDeclaration': return;
    case 'Literal': return note(typeof node['value'] === 'string' ? named(node['value']) : '', within, found);
    case 'TemplateLiteral': {
      note(templateOf(node), within, found);
      return visitAll(placesOf(node), true, found);
    }
    case 'ConditionalExpression': {
      visit(node['test'] as Tree, false, found);
      return visitAll([node['consequent'], node['alternate']] as Tree[], within, found);
    }
    case 'LogicalExpression': {
      visit(node['left'] as Tree, within, found);
      return visit(node['right'] as Tree, within, found);
    }
    case 'BinaryExpression': return visitSum(node, within, found);
    case 'SwitchCase': return visitAll(node['consequent'] as Tree[], within, found);
    case 'MemberExpression': return visit(node['object'] as Tree, false, found);
    case 'Property': return silentKeys.has(nameOf(node['key'])) && !within ? undefined : visit(node['value'] as Tree, within, found);
    case 'VariableDeclarator': return node['init'] === null ? undefined : visit(node['init'] as Tree, /(Words|words|Ends|shares|weekdays)$/.test(nameOf(node['id'])), found);
    case 'FunctionDeclaration': return visit(node['body'] as Tree, /^(say|reached|nameOf|actorName|wayWords)/.test(nameOf(node['id'])), found);
    case 'ArrowFunctionExpression': return visit(node['body'] as Tree, within && (node['body'] as Tree).type !== 'BlockStatement', found);
    case 'CallExpression': case 'NewExpression': return visitCall(node, within, found);
    default: for (const part of Object.values(node)) if (isTree(part)) visit(part, within, found); else if (Array.isArray(part)) visitAll(part.filter(isTree), within, found);
  }
}

function visitAll(nodes: readonly Tree[], within: boolean, found: string[]): void {
  for (const each of nodes) visit(each, within, found);
}

function visitCall(node: Tree, within: boolean, found: string[]): void {
  const [callee, given] = [node['callee'] as Tree, node['arguments'] as Tree[]];
  const name = nameOf(callee.type === 'MemberExpression' ? callee['property'] : callee);
  if (silentCalls.has(name)) return callee.type === 'MemberExpression' ? visit(callee['object'] as Tree, within, found) : undefined;
  if (callee.type === 'MemberExpression') visit(callee['object'] as Tree, within && name === 'join', found);
  const [first] = given;
  if (name === 'counted' && given[1]?.type === 'Literal') found.push(`{1} ${String(given[1]['value'])}`, `{1} ${String(given[1]['value'])}s`);
  else if (name === 'join' && first?.type === 'Literal' && /[a-z]/.test(String(first['value']))) found.push(`{1}${String(first['value'])}{2}`);
  else visitAll(hinted.has(name) ? given.slice(0, 2) : given, within && name === 'map', found);
}

/** Texts that are put together with + are one. */
function visitSum(node: Tree, within: boolean, found: string[]): void {
  const text = sumOf(node);
  if (text === undefined) return;
  note(collapsed(text), within, found);
  const parts = (each: Tree): Tree[] => (each.type === 'BinaryExpression' ? [...parts(each['left'] as Tree), ...parts(each['right'] as Tree)] : each.type === 'TemplateLiteral' ? placesOf(each) : []);
  visitAll(parts(node), true, found);
}

/** Undefined: it is no text. */
function sumOf(node: Tree): string | undefined {
  if (node.type === 'TemplateLiteral') return rawTemplate(node);
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node.type !== 'BinaryExpression' || node['operator'] !== '+') return undefined;
  const [left, right] = [sumOf(node['left'] as Tree), sumOf(node['right'] as Tree)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** Two words make a sentence anywhere, one only where it stands in one. */
function note(template: string, within: boolean, found: string[]): void {
  const words = template.replaceAll(/\{\d+\}/g, ' ');
  const isSentence = /[a-z]{2}/i.test(words) && (within || / /.test(template.trim()));
  if (isSentence && !isForm(template)) found.push(template);
}

/** An address, an id, a name of a file, a header of HTTP, JSON. */
function isForm(template: string): boolean {
  return forms.has(template) || /^(\/|https?:|(GET|POST|PUT|DELETE|HEAD|GET,) |[a-z]+\/[a-z]+;|private, |public, |<!doctype |(posted|due|marked|decided|consented) (\{|in |out |debtor |creditor )|attachment;|default-src |Bearer |Server-sent |, error=|\{"|,"|: frank|(id|event): )/.test(template)
    || /^[a-z0-9_.:/{}#$-]+$/.test(template) && /[:/_.#{$-]/.test(template);
}

/** Places that stand side by side are one place: nothing between them says where one ends. */
function templateOf(node: Tree): string {
  return collapsed(rawTemplate(node));
}

const place = '\u0000';

function rawTemplate(node: Tree): string {
  const quasis = node['quasis'] as { readonly value: { readonly cooked: string } }[];
  return quasis.map(({ value: { cooked } }) => cooked).join(place);
}

function placesOf(node: Tree): Tree[] {
  return node['expressions'] as Tree[];
}

function collapsed(raw: string): string {
  let count = 0;
  return raw.replaceAll(new RegExp(`${place}+`, 'g'), () => `{${count += 1}}`);
}

/** The names in a text that is filled later, as `{by} took {count}`, are its places. */
function named(text: string): string {
  let place = 0;
  return text.replaceAll(/\{[a-z_]+\}/g, () => `{${place += 1}}`);
}

function nameOf(node: unknown): string {
  const { name, value } = node as { readonly name?: unknown; readonly value?: unknown };
  return String(name ?? value ?? '');
}

function isTree(part: unknown): part is Tree {
  return typeof part === 'object' && part !== null && typeof (part as Node).type === 'string';
}
