/** Kits as they lie on the disk: found, read, checked, compiled. */
import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { WrittenCode } from '../compiler/codes.ts';
import { compile, type Compiled } from '../compiler/compile.ts';
import { readLibrary } from '../adapters/installation/library.ts';
import { parseManifest } from '../compiler/manifest.ts';
import type { Within } from '../compiler/problems.ts';
import { unreadTerms } from '../compiler/unread.ts';
import type { Problem } from '../scenario/scenario.ts';
import { parseYaml } from '../scenario/yaml-place.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { didYouMean } from '../vocabulary/nearest.ts';

export type Kit = {
  readonly folder: string;
  readonly manifest: KitManifest;
  /** Compiled; see src/compiler. */
  readonly code: string;
  readonly codeHash: string;
};

/** What is wrong with a kit, a line for each thing, and where. */
export class KitError extends Error {
  override readonly name = 'KitError';
  readonly code = 'kit';
  readonly hint: string;
  readonly problems: readonly string[];
  constructor(folder: string, problems: readonly string[]) {
    super(`the kit in ${folder} can't be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
    this.hint = `See what is wrong, and what to write instead: ${commandLine(`kit check ${folder}`)}`;
  }
}

/** Where the product's own kits lie. */
export const ownKits = fileURLToPath(new URL('../../kits/', import.meta.url));

/** All kits below `folder`, by name. @throws KitError for the first that can't be used, or when `folder` can't be read */
export function loadKits(folder: string = ownKits): Map<string, Kit> {
  return new Map(kitsBelow(folder).map(loadKit).map((kit) => [kit.manifest.name, kit]));
}

/**
 * The product's own kits, and those below further folders; a later one replaces an earlier one of the same name.
 * @param broken told of each that lies beside others and can't be used: it is left out, and so is an earlier one of its name
 * @throws KitError for a folder that can't be read, or is itself a kit that can't be used
 */
export function loadKitsFrom(folders: readonly string[], broken: (name: string, error: KitError) => void = (_, error) => { throw error; }): Map<string, Kit> {
  const kits = new Map<string, Kit>();
  for (const each of folders.flatMap((folder) => kitsBelow(folder).map((path) => ({ path, isNamed: path === folder })))) {
    try {
      const kit = loadKit(each.path);
      kits.set(kit.manifest.name, kit);
    } catch (error) {
      if (each.isNamed || !(error instanceof KitError)) throw error;
      const name = basename(each.path);
      kits.delete(name);
      broken(name, error);
    }
  }
  return kits;
}

export function kitFolders(more: readonly string[] = []): readonly string[] {
  return [ownKits, ...more];
}

/** The folders below `folder` that hold a kit, or `folder` itself when it is one. @throws KitError */
export function kitsBelow(folder: string): string[] {
  if (existsSync(join(folder, 'kit.yaml'))) return [folder];
  try {
    const paths = readdirSync(folder).sort().map((name) => join(folder, name));
    return paths.filter((path) => statSync(path).isDirectory() && existsSync(join(path, 'kit.yaml')));
  } catch (error) {
    throw new KitError(folder, [`this folder can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`]);
  }
}

/** A kit's folder from its path, or from the name of one of the product's own. */
export function kitFolder(given: string): string {
  return !existsSync(given) && existsSync(join(ownKits, given, 'kit.yaml')) ? join(ownKits, given) : given;
}

/** Reads, checks and compiles the kit in a folder. @throws KitError */
export function loadKit(folder: string): Kit {
  const { manifest, compiled, problems } = checkKit(folder);
  if (manifest === undefined || compiled?.ok !== true || problems.length > 0) throw new KitError(folder, problems);
  return { folder: resolve(folder), manifest, code: compiled.code, codeHash: compiled.hash };
}

/** The contract's text as the compiler takes it, for a server that compiles it itself. @throws KitError */
export function kitSource({ folder }: Kit): string {
  const problems: string[] = [];
  const text = readText(join(folder, 'contract.ts'), 'contract.ts', 'the contract\'s code belongs there', problems);
  if (text === undefined) throw new KitError(folder, problems);
  return text;
}

export type CheckedKit = {
  readonly manifest: KitManifest | undefined;
  readonly compiled: Compiled | undefined;
  /** One line each: `file:line:column  what → what to write instead`. */
  readonly problems: readonly string[];
};

/** Everything that is wrong with a kit, in its manifest and in its code. */
export function checkKit(folder: string): CheckedKit {
  const problems: string[] = [];
  const read = readManifest(folder, problems);
  const compiled = readContract(folder, problems);
  if (read !== undefined && compiled?.ok === true) {
    const { manifest, place } = read;
    problems.push(...handlerProblems(manifest, compiled.handlers), ...emptyProblems(manifest, compiled.empty), ...codeProblems(manifest, compiled.codes), ...unreadTerms(manifest, compiled.reads).map((term) =>
      `${place(`terms.${term}`)}  terms.${term}: the text says this term, but neither the code nor the manifest goes by it → read terms.${term} in contract.ts, or leave the term out`));
  }
  return { manifest: read?.manifest, compiled, problems };
}

function readContract(folder: string, problems: string[]): Compiled | undefined {
  const text = readText(join(folder, 'contract.ts'), 'contract.ts', 'the contract\'s code belongs there', problems);
  if (text === undefined) return undefined;
  const compiled = compile(text, readLibrary());
  if (!compiled.ok) problems.push(...compiled.problems.map((one) => `contract.ts:${one.line}:${one.column}  ${one.message} → ${one.instead}`));
  return compiled;
}

/** `place`: where a path of the manifest stands in the file, as `kit.yaml:3:1`. */
type ReadManifest = { readonly manifest: KitManifest; readonly place: (path: string) => string };

function readManifest(folder: string, problems: string[]): ReadManifest | undefined {
  const text = readText(join(folder, 'kit.yaml'), 'kit.yaml', 'it holds the kit\'s terms, observations and plain words', problems);
  if (text === undefined) return undefined;
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `kit.yaml:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    problems.push(...document.errors.map((error) => `${place(error.pos[0])}  this is not YAML: ${error.message.split('\n')[0] ?? ''} → correct it`));
    return undefined;
  }
  const content = plainContent(document, text);
  if ('problems' in content) {
    problems.push(...content.problems.map(({ line, message }) => `kit.yaml:${line}:1  ${message} → correct it`));
    return undefined;
  }
  const manifest = parseManifest(content.value);
  if (!manifest.ok) {
    problems.push(...manifest.problems.map(({ path, message, instead, within }) =>
      `${place(offsetOf(document, path, text, within))}  ${path === '' ? '' : `${path}: `}${message} → ${instead}`));
    return undefined;
  }
  const name = basename(resolve(folder));
  if (manifest.value.name !== name) {
    problems.push(`${place(offsetOf(document, 'name'))}  name: this says "${manifest.value.name}", but the folder is called "${name}" → give both the same name`);
  }
  return { manifest: manifest.value, place: (path) => place(offsetOf(document, path)) };
}

/** What the log can hold of it, or what it can't: it goes into the log as JSON. Something else than a record is for the manifest's parser to name. */
function plainContent(document: Document, text: string): { readonly value: unknown } | { readonly problems: readonly Problem[] } {
  if (!isMap(document.contents)) return { value: null };
  const problems: Problem[] = [];
  const root = parseYaml(text, problems, []);
  return root === undefined ? { problems } : { value: root.raw() };
}

function readText(path: string, name: string, purpose: string, problems: string[]): string | undefined {
  try {
    const bytes = readFileSync(path);
    if (isUtf8(bytes)) return bytes.toString('utf8').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
    problems.push(`${name}:1:1  this is not UTF-8 text → save the file as UTF-8`);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.push(code === 'ENOENT' ? `${name}:1:1  the file is missing: ${purpose} → add it` : `${name}:1:1  it can't be read (${String(code)}) → check who may read it`);
    return undefined;
  }
}

/** Where the deepest part of a path such as `observations.taken.cells[0]` stands; with `within`, where that stands in its text. */
function offsetOf(document: Document, path: string, text = '', within?: Within): number {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '').map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  for (let depth = keys.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(keys.slice(0, depth), true);
    if (isNode(node) && node.range !== null && node.range !== undefined) return node.range[0] + (within === undefined ? 0 : offsetWithin(text.slice(node.range[0], node.range[1]), within));
  }
  return 0;
}

/** In the file's own characters; the beginning where YAML writes them in another way. */
function offsetWithin(written: string, { text, before }: Within): number {
  let at = -1;
  for (let nth = 0; nth <= before; nth++) at = written.indexOf(text, at === -1 ? 0 : at + text.length);
  return Math.max(0, at);
}

/** What the manifest declares must be answered by the code, and the other way round: the kernel never calls what isn't declared. */
function handlerProblems(manifest: KitManifest, handlers: { readonly [group: string]: readonly string[] }): string[] {
  const { wakes = {} } = manifest;
  const declared: { readonly [group: string]: readonly string[] } = {
    observed: Object.keys(manifest.observations ?? {}), requested: Object.keys(manifest.actions ?? {}), woke: Object.keys(manifest.timers ?? {}),
    asked: Object.keys(manifest.questions ?? {}), reviewed: manifest.reviews === undefined ? [] : ['confirm', 'drop', 'expired'],
    posted: Object.keys(wakes.posted ?? {}), due: Object.keys(wakes.due ?? {}), marked: Object.keys(wakes.marked ?? {}), decided: Object.keys(wakes.decided ?? {}), consented: Object.keys(wakes.consented ?? {}),
  };
  const part: { readonly [group: string]: string } = { observed: 'observations', requested: 'actions', woke: 'timers', asked: 'questions', reviewed: 'reviews' };
  const partOf = (group: string): string => part[group] ?? `wakes.${group}`;
  return Object.entries(declared).flatMap(([group, names]) => {
    const answered = handlers[group] ?? [];
    return [
      ...names.filter((name) => !answered.includes(name)).map((name) => `contract.ts:1:1  ${group}.${name} is missing, but kit.yaml declares it under ${partOf(group)} → write it, or take it out of kit.yaml`),
      ...answered.filter((name) => !names.includes(name)).map((name) => `kit.yaml:1:1  ${group}.${name} of the contract isn't declared, so nothing ever calls it → declare it under ${partOf(group)}`),
    ];
  });
}

function emptyProblems({ cells = {} }: KitManifest, empty: readonly string[]): string[] {
  return empty.filter((alias) => !Object.hasOwn(cells, alias)).map((alias) =>
    `kit.yaml:1:1  empty.${alias} of the contract: there is no cell "${alias}"${didYouMean(alias, Object.keys(cells))} → declare it under cells, or leave it out`);
}

/** A code without words is shown to members as it is; a timer without its name is refused when it is set. */
function codeProblems(manifest: KitManifest, codes: readonly WrittenCode[]): string[] {
  const said = new Set<string>();
  return codes.flatMap(({ kind, code, line, column }) => {
    const names = Object.keys(manifest[kind] ?? {});
    if (names.includes(code) || said.has(`${kind} ${code}`)) return [];
    said.add(`${kind} ${code}`);
    const what = kind === 'words' ? `the code "${code}" has no words` : `the timer "${code}" isn't declared`;
    return [`contract.ts:${line}:${column}  ${what}${didYouMean(code, names)} → add it to kit.yaml under ${kind}`];
  });
}
