/** Trained models that bindings name: files in the data folder, each under the SHA-256 of its text. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '../sensing/learn/model.ts';
import { readModel } from '../sensing/learn/read-model.ts';
import { ok, type Result } from '../vocabulary/result.ts';

/** Models in memory at a time. */
const loadedMax = 16;

/** Reads a model once it is asked for; undefined while its file isn't there, or isn't what its name says. */
export function openModels(folder: string | undefined): (hash: string) => Model | undefined {
  const loaded = new Map<string, Model>();
  return (hash) => {
    const there = loaded.get(hash);
    if (there !== undefined || folder === undefined) return there;
    const path = modelPath(folder, hash);
    if (!existsSync(path)) return undefined;
    const text = readFileSync(path, 'utf8');
    const read = sha256(text) === hash ? readModel(parse(text)) : undefined;
    if (read?.ok !== true) return undefined;
    const [oldest] = loaded.size < loadedMax ? [] : loaded.keys();
    if (oldest !== undefined) loaded.delete(oldest);
    loaded.set(hash, read.value);
    return read.value;
  };
}

/** A model's file in the data folder. */
export type ModelFile = { readonly hash: string; readonly bytes: number };

/** Those that are kept, by their hashes. */
export function modelFiles(folder: string): ModelFile[] {
  const path = join(folder, 'models');
  const names = existsSync(path) ? readdirSync(path) : [];
  return names.flatMap((name) => (/^[0-9a-f]{64}\.json$/.test(name) ? [{ hash: name.slice(0, 64), bytes: statSync(join(path, name)).size }] : [])).sort((a, b) => (a.hash < b.hash ? -1 : 1));
}

/** Keeps a model's file in the data folder. @returns its hash, or why it is no model */
export function keepModel(folder: string, text: string): Result<string> {
  const read = readModel(parse(text));
  if (!read.ok) return read;
  const hash = sha256(text);
  const path = modelPath(folder, hash);
  if (existsSync(path)) return ok(hash);
  mkdirSync(join(folder, 'models'), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}.unfinished`;
  writeFileSync(unfinished, text, { mode: 0o600, flush: true });
  renameSync(unfinished, path);
  return ok(hash);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function modelPath(folder: string, hash: string): string {
  return join(folder, 'models', `${hash}.json`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
