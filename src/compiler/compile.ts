/**
 * Kit source → checked code with its hash. The code is one script without imports, whose value is a function that makes an instance:
 * `() => (batch: string) => string`. It holds the library, the contract and all charges; any engine of ECMAScript 2023 runs it alike.
 */
import { parse, type Program } from 'acorn';
import { bundleLibrary, type Library, type LibrarySources } from './bundle.ts';
import { check, type HandlerNames } from './check.ts';
import { writtenCodes, type WrittenCode } from './codes.ts';
import { emitModule } from './emit.ts';
import type { Problem } from './problems.ts';
import { limits } from './rules.ts';
import { namesRead } from './unread.ts';

export type Compiled =
  | {
    readonly ok: true;
    readonly code: string;
    /** SHA-256 of the code, in hex. */
    readonly hash: string;
    /** What the contract answers to, by group; `adopted` holds ''. */
    readonly handlers: HandlerNames;
    /** Cells for which it says what is found where nothing is kept. */
    readonly empty: readonly string[];
    /** Names written out in it that the manifest must know. */
    readonly codes: readonly WrittenCode[];
    /** Names that it takes out of records. */
    readonly reads: readonly string[];
    readonly warnings: readonly Problem[];
  }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function compile(source: string, sources: LibrarySources): Compiled {
  const read = readSource(source, sources);
  if ('problem' in read) return { ok: false, problems: [read.problem] };
  const library = bundleLibrary(sources);
  const { problems, imports, handlers, empty } = check(read.program, library.exports);
  if (problems.length > 0) return { ok: false, problems: [...problems].sort((a, b) => a.line - b.line || a.column - b.column) };
  const contract = emitModule(read.program, imports.map((one) => ({ local: one.local, from: exportName(one.imported) })));
  const code = wrap(library, contract);
  return { ok: true, code, hash: sources.sha256(code), handlers, empty, codes: writtenCodes(read.program, imports), reads: namesRead(read.program), warnings: [] };
}

/**
 * The script around a contract's expression. For tests only beyond this file: whoever wraps unchecked text by-passes the checker.
 * The library takes the intrinsics that it needs when the script is read; the contract's own body runs when an instance is made, so an
 * engine can empty the global object in between.
 */
export function wrap(library: Library, contract: string): string {
  const exported = [...library.exports].map(([name, { name: own }]) => [exportName(name), own] as const);
  const shared = [...exported, ...library.helpers.map((name) => [name, name] as const)];
  return `(()=>{"use strict";let $left=${Number.MAX_SAFE_INTEGER};
const [${shared.map(([name]) => name).join(',')}]=((${intrinsics})=>{
${library.code}
return[${shared.map(([, own]) => own).join(',')}];})(${intrinsics});
return()=>$serve(
${contract}
);})()
`;
}

/** All that the library takes from the engine. */
const intrinsics = 'Object,Array,Number,String,Math,BigInt,JSON,Error,TypeError,RangeError,ReferenceError';

const exportName = (name: string): string => `$lib_${name}`;

function readSource(source: string, sources: LibrarySources): { readonly program: Program } | { readonly problem: Problem } {
  if (source.length > limits.sourceMax) {
    return { problem: { line: 1, column: 1, code: 'limit', message: `the source is longer than ${limits.sourceMax} characters`, instead: 'split the kit' } };
  }
  const deep = tooDeep(source);
  if (deep !== undefined) return { problem: deep };
  try {
    return { program: parse(sources.strip(source), { ecmaVersion: 2024, sourceType: 'module', locations: true }) };
  } catch (error) {
    return { problem: syntaxProblem(error) };
  }
}

/** Parsers recurse: brackets nested beyond reason are refused before they see them. */
function tooDeep(source: string): Problem | undefined {
  let depth = 0;
  let line = 1;
  let lineStart = 0;
  for (let i = 0; i < source.length; i++) {
    const c = source[i];
    if (c === '\n') {
      line += 1;
      lineStart = i + 1;
    } else if (c === '(' || c === '[' || c === '{') depth += 1;
    else if (c === ')' || c === ']' || c === '}') depth -= 1;
    if (depth > 4 * limits.depthMax) {
      return { line, column: i - lineStart + 1, code: 'limit', message: `nested deeper than ${limits.depthMax}`, instead: 'name the inner parts' };
    }
  }
  return undefined;
}

function syntaxProblem(error: unknown): Problem {
  if (error instanceof Error && !(error instanceof SyntaxError)) { // a parser's stack or memory ended
    return { line: 1, column: 1, code: 'limit', message: `nested deeper than ${limits.depthMax}`, instead: 'name the inner parts' };
  }
  const at = error as { message?: unknown; code?: unknown; startLine?: unknown; startColumn?: unknown; loc?: { line: number; column: number } };
  const line = at.loc?.line ?? (typeof at.startLine === 'number' ? at.startLine : 1);
  const column = (at.loc?.column ?? (typeof at.startColumn === 'number' ? at.startColumn : 0)) + 1;
  const message = typeof at.message === 'string' ? (at.message.split('\n')[0] ?? '').replace(/ \(\d+:\d+\)$/, '') : 'the source can\'t be read';
  if (at.code === 'UnsupportedSyntax') {
    return { line, column, code: 'typescript', message, instead: 'use types that can be erased: union types instead of enums, no namespaces or parameter properties' };
  }
  return { line, column, code: 'syntax', message, instead: 'correct the syntax' };
}
