/** Kits as they lie on the disk: found, read, checked, compiled. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { compile } from '../compiler/compile.ts';
import { readLibrary } from '../compiler/library.ts';
const parseManifest = (value: unknown): { ok: true; value: KitManifest } | { ok: false; problems: { message: string }[] } => ({ ok: true, value: value as KitManifest });
import type { KitManifest } from '../vocabulary/kit.ts';

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
  readonly problems: readonly string[];
  constructor(folder: string, problems: readonly string[]) {
    super(`the kit in ${folder} can't be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Where the product's own kits lie. */
export const ownKits = fileURLToPath(new URL('../../kits/', import.meta.url));

/** All kits below `folder`, by name. @throws KitError for the first that can't be used */
export function loadKits(folder: string = ownKits): Map<string, Kit> {
  const kits = new Map<string, Kit>();
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory() && existsSync(join(path, 'kit.yaml'))) {
      const kit = loadKit(path);
      kits.set(kit.manifest.name, kit);
    }
  }
  return kits;
}

/** The product's own kits, and those below further folders; a later one replaces an earlier one of the same name. */
export function loadKitsFrom(folders: readonly string[]): Map<string, Kit> {
  return new Map(folders.flatMap((folder) => [...loadKits(folder)]));
}

export function kitFolders(more: readonly string[] = []): readonly string[] {
  return [ownKits, ...more];
}

/** Reads, checks and compiles the kit in a folder. @throws KitError */
export function loadKit(folder: string): Kit {
  const manifest = readManifest(folder);
  const path = join(folder, 'contract.ts');
  if (!existsSync(path)) throw new KitError(folder, ['contract.ts is missing: the contract\'s code belongs there']);
  const compiled = compile(readFileSync(path, 'utf8').replaceAll('\r\n', '\n'), readLibrary());
  if (!compiled.ok) {
    throw new KitError(folder, compiled.problems.map((problem) =>
      `contract.ts:${problem.line}:${problem.column}  ${problem.message} → ${problem.instead}`));
  }
  return { folder: resolve(folder), manifest, code: compiled.code, codeHash: compiled.hash };
}

function readManifest(folder: string): KitManifest {
  const path = join(folder, 'kit.yaml');
  if (!existsSync(path)) throw new KitError(folder, ['kit.yaml is missing: it holds the kit\'s terms, observations and plain words']);
  const document = parseDocument(readFileSync(path, 'utf8'), { prettyErrors: true });
  if (document.errors.length > 0) throw new KitError(folder, document.errors.map((error) => `kit.yaml: ${error.message}`));
  const manifest = parseManifest(document.toJS());
  if (!manifest.ok) throw new KitError(folder, manifest.problems.map((problem) => `kit.yaml: ${problem.message}`));
  if (manifest.value.name !== basename(resolve(folder))) throw new KitError(folder, [`kit.yaml: the name is "${manifest.value.name}", but the folder is called "${basename(resolve(folder))}"`]);
  return manifest.value;
}
