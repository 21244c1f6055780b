/**
 * The library as one text: what a contract imports, and the runtime that compiled code calls, without types, comments and imports.
 * Its declarations share one scope, so each top-level name must be unique; what nothing reaches is left out.
 */
import { parse, tokenizer, type Program } from 'acorn';
import { emitFunction } from './emit.ts';

/** The library's source files and hashing, handed in so that compiling does no I/O. */
export type LibrarySources = {
  /** Text by path below `src/`, as `contract/index.ts`. */
  readonly files: { readonly [path: string]: string };
  /**
   * Types out, all else in its place.
   * @throws a plain object with `code`, `message`, `startLine`, `startColumn` for what can't be read, an Error for what is nested too deep
   */
  readonly strip: (source: string) => string;
  /** SHA-256 of UTF-8 text, in hex. */
  readonly sha256: (text: string) => string;
};

/** In the order of their declarations in the bundle. */
export const libraryFiles = [
  'contract/gas.ts', 'vocabulary/amounts.ts', 'vocabulary/time.ts', 'vocabulary/effects.ts', 'vocabulary/runner.ts', 'contract/purses.ts', 'contract/refuse.ts',
  'contract/lists.ts', 'contract/effects.ts', 'contract/days.ts', 'contract/shares.ts', 'contract/members.ts', 'contract/claims.ts', 'contract/contract.ts', 'compiler/runtime.ts', 'compiler/serve.ts',
] as const;
const indexFile = 'contract/index.ts';
/** Written in the contracts' subset itself, and charged and guarded like them. */
const metered: readonly string[] = ['contract/effects.ts', 'contract/days.ts', 'contract/shares.ts', 'contract/members.ts', 'contract/claims.ts'];

export type Library = {
  readonly code: string;
  /** What a contract may import → its name in the bundle, and whether it's called. */
  readonly exports: ReadonlyMap<string, { readonly name: string; readonly callable: boolean }>;
  /** The runtime's functions, for what the compiler writes in place of operators and methods. */
  readonly helpers: readonly string[];
};

type Declared = { readonly names: readonly string[]; readonly callable: boolean; readonly metered: boolean; readonly code: string; readonly uses: ReadonlySet<string> };

const bundles = new WeakMap<LibrarySources, Library>();

export function bundleLibrary(sources: LibrarySources): Library {
  const known = bundles.get(sources);
  if (known !== undefined) return known;
  const made = makeBundle(sources);
  bundles.set(sources, made);
  return made;
}

function makeBundle(sources: LibrarySources): Library {
  const declarations = withGuards(libraryFiles.flatMap((path) => declarationsOf(sources, path)));
  const byName = new Map<string, Declared>();
  const wanted = exportedNames(sources);
  const reached = new Set<Declared>();
  const queue = [...wanted, '$serve', '$out', '$left', ...declarations.flatMap((one) => one.names.filter((name) => name.startsWith('$')))];
  for (const one of declarations) for (const name of one.names) if (!byName.has(name)) byName.set(name, one);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const one = byName.get(name);
    if (one === undefined || reached.has(one)) continue;
    reached.add(one);
    queue.push(...one.uses);
  }
  const kept = declarations.filter((one) => reached.has(one));
  const seen = new Set<string>();
  for (const name of kept.flatMap((one) => one.names)) {
    if (seen.has(name)) throw new Error(`the library declares ${name} twice`);
    seen.add(name);
  }
  const exports = new Map(wanted.map((name) => {
    const one = byName.get(name);
    if (one === undefined) throw new Error(`the library exports ${name}, but declares it in none of its bundled files`);
    return [name, { name: seen.has(`$guarded_${name}`) ? `$guarded_${name}` : name, callable: one.callable }] as const;
  }));
  const code = kept.filter((one) => one.names[0] !== '$left').map((one) => one.code).join('\n');
  const helpers = kept.filter((one) => one.callable).flatMap((one) => one.names).filter((name) => /^\$(?!guarded_)/.test(name));
  return { code, exports, helpers };
}

/** What is metered calls what a contract would get in place of a function that trusts what it is given. */
function withGuards(declarations: readonly Declared[]): Declared[] {
  const guards = new Set(declarations.flatMap((one) => one.names).filter((name) => name.startsWith('$guarded_')));
  return declarations.map((one) => {
    if (!one.metered) return one;
    const code = one.code.replace(/(?<![\w$.])\w+(?=\()/g, (name) => (guards.has(`$guarded_${name}`) ? `$guarded_${name}` : name));
    return { ...one, code, uses: namesIn(code) };
  });
}

function parseStripped(sources: LibrarySources, path: string): { readonly js: string; readonly program: Program } {
  const text = sources.files[path];
  if (text === undefined) throw new Error(`the library's sources lack ${path}`);
  const js = sources.strip(text);
  return { js, program: parse(js, { ecmaVersion: 2024, sourceType: 'module' }) };
}

function exportedNames(sources: LibrarySources): string[] {
  return parseStripped(sources, indexFile).program.body.flatMap((node) =>
    node.type === 'ExportNamedDeclaration'
      ? node.specifiers.map((one) => (one.exported.type === 'Identifier' ? one.exported.name : String(one.exported.value)))
      : []);
}

function declarationsOf(sources: LibrarySources, path: string): Declared[] {
  const { js, program } = parseStripped(sources, path);
  const found: Declared[] = [];
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      if (node.specifiers.some((one) => one.type !== 'ImportSpecifier' || one.local.start !== one.imported.start)) {
        throw new Error(`${path}: the library's imports keep their names`);
      }
      continue;
    }
    const inner = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (inner === null || inner === undefined) continue; // a type's export
    if (inner.type === 'FunctionDeclaration') {
      const isMetered = metered.includes(path);
      const code = isMetered ? emitFunction(inner) : squeeze(js.slice(inner.start, inner.end));
      found.push({ names: [inner.id.name], callable: true, metered: isMetered, code, uses: namesIn(code) });
    } else if (inner.type === 'ClassDeclaration') {
      const code = squeeze(js.slice(inner.start, inner.end));
      found.push({ names: [inner.id.name], callable: true, metered: false, code, uses: namesIn(code) });
    } else if (inner.type === 'VariableDeclaration' && inner.declarations.every((one) => one.id.type === 'Identifier')) {
      const names = inner.declarations.map((one) => (one.id.type === 'Identifier' ? one.id.name : ''));
      const code = squeeze(js.slice(inner.start, inner.end));
      found.push({ names, callable: false, metered: false, code, uses: namesIn(code) });
    } else throw new Error(`${path}: the library holds a ${inner.type} at its top level`);
  }
  return found.map((one) => (path === 'contract/gas.ts' ? { ...one, ...renamed(one) } : one));
}

/** The meter's variable gets a name that no contract can shadow: charges are written into the contract's own functions. */
function renamed(one: Declared): Declared {
  const to$left = (text: string): string => text.replace(/\bleft\b/g, '$left');
  return { ...one, names: one.names.map(to$left), code: to$left(one.code), uses: new Set([...one.uses].map(to$left)) };
}

function namesIn(code: string): Set<string> {
  const names = new Set<string>();
  for (const token of tokenizer(code, { ecmaVersion: 2024 })) if (token.type.label === 'name') names.add(code.slice(token.start, token.end));
  return names;
}

/** The same tokens without comments, blank runs and blank lines; line ends stay where they may end a statement. */
function squeeze(js: string): string {
  let out = '';
  let end = 0;
  for (const token of tokenizer(js, { ecmaVersion: 2024 })) {
    const between = js.slice(end, token.start);
    if (token.type.label === 'template' || token.type.label === '`') out += between;
    else if (between !== '') out += between.includes('\n') ? '\n' : ' ';
    out += js.slice(token.start, token.end);
    end = token.end;
  }
  return out.trim();
}
