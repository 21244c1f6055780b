/**
 * The part of Jinja that readings need, from text to a tree. There are no loops, no calls but of a few functions, no reaching into the
 * surroundings: what isn't listed here is refused by name and place. Precedence is Jinja's own: filters bind closer than arithmetic, and
 * `~` closer than `+`.
 */
import { refuse, type Result } from '../../../vocabulary/result.ts';

/** Characters of a template: what Zigbee2MQTT writes for its longest has some 1,000. */
export const templateLengthMax = 8192;
/** Parts within parts of an expression or of conditions. */
const depthMax = 40;
/** Words and signs of one expression: a long chain nests as deeply, from the left. */
const tokensMax = 800;
/** Digits of a whole number. */
const digitsMax = 30;

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean | null }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'item'; readonly of: Expression; readonly key: Expression; readonly place: number }
  | { readonly kind: 'apply'; readonly name: string; readonly to: readonly Expression[]; readonly named: { readonly [name: string]: Expression } }
  | { readonly kind: 'test'; readonly name: string; readonly of: Expression }
  | { readonly kind: 'not' | 'negative'; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'choice'; readonly condition: Expression; readonly ifTrue: Expression; readonly ifFalse: Expression | undefined };

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'print'; readonly expression: Expression }
  | { readonly kind: 'set'; readonly name: string; readonly expression: Expression }
  | { readonly kind: 'if'; readonly branches: readonly { readonly condition: Expression | undefined; readonly parts: readonly Part[] }[] };

/** Filters, with how many values follow the one in front, and their names. */
const filters: { readonly [name: string]: readonly string[] } = {
  default: ['default_value', 'boolean'], d: ['default_value', 'boolean'], float: ['default'], int: ['default'], round: ['precision', 'method', 'default'],
  is_defined: [], lower: [], upper: [], trim: [], replace: ['old', 'new'], iif: ['if_true', 'if_false', 'if_none'], abs: [], string: [], length: [], count: [],
};
/** Those that are functions too, with the value as the first of their arguments. */
const functions: ReadonlySet<string> = new Set(['float', 'int', 'iif']);
const tests: ReadonlySet<string> = new Set(['defined', 'undefined', 'none', 'number', 'string', 'true', 'false']);
const comparisons: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);
const constants: { readonly [name: string]: boolean | null } = { true: true, True: true, false: false, False: false, none: null, None: null };
/** Of the variables that Home Assistant gives to a template, those of the message. */
const variables: ReadonlySet<string> = new Set(['value', 'value_json']);

type Token = { readonly kind: 'name' | 'number' | 'string' | 'operator' | 'end'; readonly text: string; readonly place: number };
type Piece = { readonly kind: 'text' | 'print' | 'tag'; readonly text: string; readonly place: number };

class SyntaxTrouble extends Error {}

/** Refuses with `invalid_value`: what isn't supported or isn't right, and at which character, counted from 1. */
export function parseTemplate(source: string): Result<readonly Part[]> {
  if (source.length > templateLengthMax) return refuse('too_large', `the template has ${source.length} characters; at most ${templateLengthMax} are read`);
  try {
    return { ok: true, value: new Reader(piecesOf(source)).template() };
  } catch (error) {
    if (!(error instanceof SyntaxTrouble)) throw error;
    return refuse('invalid_value', error.message);
  }
}

function trouble(what: string, place: number): never {
  throw new SyntaxTrouble(`${what} (character ${place + 1} of the template)`);
}

function unsupported(name: string, place: number): never {
  return trouble(`\`${name.slice(0, 40)}\` is not supported`, place);
}

/** Text, `{{ … }}` and `{% … %}`; comments are gone, and white space where a dash takes it. */
function piecesOf(source: string): Piece[] {
  const pieces: Piece[] = [];
  let place = 0;
  let takesSpace = false;
  while (place < source.length) {
    const open = nextOpen(source, place);
    const isStripped = source.charAt(open + 2) === '-';
    let text = source.slice(place, open);
    if (takesSpace) text = text.trimStart();
    if (isStripped) text = text.trimEnd();
    if (text !== '') pieces.push({ kind: 'text', text, place });
    if (open === source.length) break;
    const kind = source.charAt(open + 1);
    const begin = open + 2 + (/[-+]/.test(source.charAt(open + 2)) ? 1 : 0);
    const close = closeOf(source, begin, kind === '{' ? '}}' : `${kind}}`, kind);
    takesSpace = source.charAt(close - 1) === '-' && close > begin;
    if (kind !== '#') pieces.push({ kind: kind === '{' ? 'print' : 'tag', text: source.slice(begin, takesSpace ? close - 1 : close), place: begin });
    place = close + 2;
  }
  return pieces;
}

function nextOpen(source: string, from: number): number {
  for (let i = source.indexOf('{', from); i >= 0; i = source.indexOf('{', i + 1)) if (/[{%#]/.test(source.charAt(i + 1))) return i;
  return source.length;
}

/** Where what began ends; not within quotes. */
function closeOf(source: string, begin: number, close: string, kind: string): number {
  let quote = '';
  for (let i = begin; i < source.length; i += 1) {
    const char = source.charAt(i);
    if (quote !== '') {
      if (char === '\\') i += 1;
      else if (char === quote) quote = '';
    } else if (source.startsWith(close, i)) return i;
    else if (kind !== '#' && (char === '"' || char === '\'')) quote = char;
  }
  return trouble(`\`{${kind}\` has no end`, begin - 2);
}

function tokensOf(text: string, place: number): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:(?<name>[A-Za-z_]\w*)|(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<operator>==|!=|<=|>=|\/\/|\*\*|[-+*/%~<>|.,:()[\]{}=]))/sy;
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) return unsupported(text.slice(at, at + 40).trimStart().charAt(0), place + at);
    const kind = (['name', 'number', 'string', 'operator'] as const).find((one) => groups[one] !== undefined) ?? 'operator';
    const found = groups[kind] ?? '';
    tokens.push({ kind, text: found, place: place + pattern.lastIndex - found.length });
    if (tokens.length > tokensMax) return trouble(`an expression has more than ${tokensMax} words and signs`, place);
  }
  return [...tokens, { kind: 'end', text: 'the end', place: place + text.length }];
}

class Reader {
  readonly #pieces: readonly Piece[];
  readonly #set = new Set<string>();
  #next = 0;
  #tokens: readonly Token[] = [];
  #at = 0;
  #depth = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  template(): readonly Part[] {
    const { parts, ended } = this.#parts();
    if (ended !== undefined) trouble(`\`${ended.text}\` closes nothing`, ended.place);
    return parts;
  }

  /** Up to the tag that ends them, whose tokens are then read up to its first word. */
  #parts(): { readonly parts: readonly Part[]; readonly ended: Token | undefined } {
    const parts: Part[] = [];
    for (let piece = this.#pieces[this.#next]; piece !== undefined; piece = this.#pieces[this.#next]) {
      this.#next += 1;
      if (piece.kind === 'text') {
        parts.push({ kind: 'text', text: piece.text });
        continue;
      }
      this.#tokens = tokensOf(piece.text, piece.place);
      this.#at = 0;
      if (piece.kind === 'print') {
        parts.push({ kind: 'print', expression: this.#whole() });
        continue;
      }
      const tag = this.#take();
      if (tag.text === 'if') parts.push(this.#if());
      else if (tag.text === 'set') parts.push(this.#assignment());
      else if (['elif', 'else', 'endif'].includes(tag.text)) return { parts, ended: tag };
      else unsupported(tag.text, tag.place);
    }
    return { parts, ended: undefined };
  }

  #if(): Part {
    return this.#deeper(() => {
      const branches: { readonly condition: Expression | undefined; readonly parts: readonly Part[] }[] = [];
      let condition: Expression | undefined = this.#whole();
      for (;;) {
        const { parts, ended } = this.#parts();
        branches.push({ condition, parts });
        if (ended === undefined) return trouble('`if` has no `endif`', this.#pieces.at(-1)?.place ?? 0);
        if (ended.text === 'endif') return { kind: 'if', branches };
        if (condition === undefined) return trouble(`\`${ended.text}\` comes after \`else\``, ended.place);
        condition = ended.text === 'elif' ? this.#whole() : undefined;
      }
    });
  }

  #assignment(): Part {
    const name = this.#take();
    if (name.kind !== 'name' || name.text in constants || variables.has(name.text)) return unsupported(`set ${name.text}`, name.place);
    this.#expect('=');
    const expression = this.#whole();
    this.#set.add(name.text);
    return { kind: 'set', name: name.text, expression };
  }

  #whole(): Expression {
    const expression = this.#choice();
    const rest = this.#peek();
    return rest.kind === 'end' ? expression : unsupported(rest.text, rest.place);
  }

  #choice(): Expression {
    return this.#deeper(() => {
      const ifTrue = this.#either();
      if (!this.#skip('if')) return ifTrue;
      const condition = this.#either();
      return { kind: 'choice', condition, ifTrue, ifFalse: this.#skip('else') ? this.#choice() : undefined };
    });
  }

  #either(): Expression {
    return this.#chain(['or'], () => this.#chain(['and'], () => this.#not()));
  }

  #not(): Expression {
    return this.#skip('not') ? this.#deeper(() => ({ kind: 'not', of: this.#not() })) : this.#comparison();
  }

  #comparison(): Expression {
    const left = this.#sum();
    const { text, kind, place } = this.#peek();
    const isNotIn = text === 'not' && this.#tokens[this.#at + 1]?.text === 'in';
    if (!(kind === 'operator' && comparisons.has(text)) && text !== 'in' && !isNotIn) return left;
    this.#at += isNotIn ? 2 : 1;
    const found: Expression = { kind: 'binary', operator: isNotIn ? 'in' : text, left, right: this.#sum() };
    if (this.#peek().kind === 'operator' && comparisons.has(this.#peek().text)) return unsupported('a < b < c', place);
    return isNotIn ? { kind: 'not', of: found } : found;
  }

  #sum(): Expression {
    return this.#chain(['+', '-'], () => this.#chain(['~'], () => this.#chain(['*', '/', '//', '%'], () => this.#unary(true))));
  }

  #chain(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    for (let token = this.#peek(); token.kind !== 'string' && operators.includes(token.text); token = this.#peek()) {
      this.#at += 1;
      left = { kind: 'binary', operator: token.text, left, right: operand() };
    }
    return left;
  }

  #unary(withFilters: boolean): Expression {
    return this.#deeper(() => {
      const found: Expression = this.#skip('-') ? { kind: 'negative', of: this.#unary(false) } : this.#items(this.#primary());
      return withFilters ? this.#filters(found) : found;
    });
  }

  #primary(): Expression {
    const token = this.#take();
    if (token.kind === 'string') return { kind: 'literal', value: unescaped(token) };
    if (token.kind === 'number') return { kind: 'literal', value: numeral(token) };
    if (token.text === '(') {
      const inner = this.#choice();
      this.#expect(')');
      return inner;
    }
    if (token.kind !== 'name') return unsupported(token.text, token.place);
    if (Object.hasOwn(constants, token.text)) return { kind: 'literal', value: constants[token.text] ?? null };
    if (this.#peek().text === '(') {
      if (!functions.has(token.text)) return unsupported(`${token.text}()`, token.place);
      const { to, named } = this.#values(['value', ...(filters[token.text] ?? [])], token);
      return to.length === 0 ? trouble(`\`${token.text}()\` has nothing to work on`, token.place) : { kind: 'apply', name: token.text, to, named };
    }
    return variables.has(token.text) || this.#set.has(token.text) ? { kind: 'name', name: token.text } : unsupported(token.text, token.place);
  }

  #items(of: Expression): Expression {
    let found = of;
    for (;;) {
      const { place } = this.#peek();
      if (this.#skip('.')) {
        const key = this.#take();
        if (key.kind !== 'name' && !/^\d+$/.test(key.text)) return unsupported(`.${key.text}`, key.place);
        if (this.#peek().text === '(') return unsupported(`.${key.text}()`, key.place);
        found = { kind: 'item', of: found, key: { kind: 'literal', value: key.kind === 'name' ? key.text : BigInt(key.text) }, place };
      } else if (this.#skip('[')) {
        const key = this.#choice();
        this.#expect(']');
        found = { kind: 'item', of: found, key, place };
      } else return found;
    }
  }

  #filters(of: Expression): Expression {
    let found = of;
    for (;;) {
      if (this.#skip('|')) {
        const filter = this.#take();
        const names = Object.hasOwn(filters, filter.text) ? filters[filter.text] : undefined;
        if (names === undefined) return unsupported(`|${filter.text}`, filter.place);
        const { to, named } = this.#peek().text === '(' ? this.#values(names, filter) : { to: [], named: {} };
        found = { kind: 'apply', name: filter.text, to: [found, ...to], named };
      } else if (this.#peek().kind === 'name' && this.#skip('is')) {
        const isNegated = this.#skip('not');
        const test = this.#take();
        if (!tests.has(test.text.toLowerCase())) return unsupported(`is ${test.text}`, test.place);
        const tested: Expression = { kind: 'test', name: test.text.toLowerCase(), of: found };
        found = isNegated ? { kind: 'not', of: tested } : tested;
      } else return found;
    }
  }

  /** What stands in the brackets behind a filter or function. */
  #values(names: readonly string[], owner: Token): { readonly to: readonly Expression[]; readonly named: { readonly [name: string]: Expression } } {
    const to: Expression[] = [];
    const named: { [name: string]: Expression } = {};
    this.#expect('(');
    while (!this.#skip(')')) {
      const name = this.#peek();
      if (name.kind === 'name' && this.#tokens[this.#at + 1]?.text === '=') {
        if (!names.includes(name.text)) return unsupported(`${owner.text}(${name.text}=…)`, name.place);
        this.#at += 2;
        named[name.text] = this.#choice();
      } else to.push(this.#choice());
      if (to.length > names.length) return trouble(`\`${owner.text}\` takes ${names.length} values at the most`, owner.place);
      if (this.#peek().text !== ')') this.#expect(',');
    }
    return { to, named };
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > depthMax) return trouble(`it nests deeper than ${depthMax} levels`, this.#peek().place);
    const found = read();
    this.#depth -= 1;
    return found;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: 'the end', place: 0 };
  }

  #take(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  /** Whether the next word or sign is this one, which is then passed. */
  #skip(text: string): boolean {
    const token = this.#peek();
    const isIt = token.text === text && token.kind !== 'string';
    if (isIt) this.#at += 1;
    return isIt;
  }

  #expect(text: string): void {
    const { place, text: found } = this.#peek();
    if (!this.#skip(text)) trouble(`\`${text}\` is expected, and there is \`${found.slice(0, 20)}\``, place);
  }
}

function numeral({ text, place }: Token): number | bigint {
  if (text.length > digitsMax) return trouble('the number is too long', place);
  return /^\d+$/.test(text) ? BigInt(text) : Number(text);
}

function unescaped({ text, place }: Token): string {
  const escapes: { readonly [char: string]: string } = { n: '\n', t: '\t', r: '\r', '\\': '\\', '\'': '\'', '"': '"' };
  return text.slice(1, -1).replaceAll(/\\(.)/gs, (whole: string, char: string) => escapes[char] ?? unsupported(whole, place));
}
