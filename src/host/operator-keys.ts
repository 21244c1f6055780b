/** The three keys that an operator has: their own, the log's and the gateway's; made here, or by whoever is to be the next operator. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPublicKey } from '../adapters/keys/node.ts';
import type { KernelState } from '../kernel/state.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { isId } from '../vocabulary/ids.ts';
import { isObject } from '../vocabulary/json.ts';
import { gatewayId, keyPath, makeKey, makeKeyFile } from './data-folder.ts';
import { SignerError } from './signers.ts';
import { markUnused, markUsed } from './unused-keys.ts';

const operatorRoles = ['operator', 'log', 'gateway'] as const;
type OperatorRole = (typeof operatorRoles)[number];

/** Public halves of keys that were made elsewhere, as a JSON list of grants. */
const publicFile = 'public.json';

/** Makes them in a data folder, as `operator-2` and so on; `discard` takes them away again. @throws KeyFileError */
export function makeOperatorKeys(folder: string, state: Readonly<KernelState>): { readonly grants: readonly KeyGrant[]; readonly discard: () => void } {
  const isTaken = (count: number): boolean => operatorRoles.some((role) => state.keys.has(`${role}-${count}`) || existsSync(keyPath(folder, `${role}-${count}`)));
  let count = 1;
  while (isTaken(count)) count += 1;
  const grants = operatorRoles.map((role) => makeKey(folder, `${role}-${count}`, role, ownerOf(role)).grant);
  const logKey = keyPath(folder, `log-${count}`);
  markUnused(logKey);
  const discard = (): void => {
    markUsed(logKey);
    for (const { id } of grants) rmSync(keyPath(folder, id), { force: true });
  };
  return { grants, discard };
}

/**
 * Makes them in a folder of their own, where no collective is, with {@link publicFile} beside them.
 * @param mark ends their names; left out: drawn, since nobody knows here which names are taken there
 * @throws KeyFileError
 */
export function makeNextOperator(folder: string, mark: string = randomBytes(3).toString('hex')): { readonly file: string; readonly grants: readonly KeyGrant[] } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const grants = operatorRoles.map((role) => makeKeyFile(join(folder, `${role}-${mark}.json`), `${role}-${mark}`, role, ownerOf(role)));
  markUnused(join(folder, `log-${mark}.json`));
  const file = join(folder, publicFile);
  writeFileSync(file, `${JSON.stringify(grants, undefined, 2)}\n`);
  return { file, grants };
}

/** @throws SignerError `bad_key` when the file isn't what {@link makeNextOperator} writes; what the file system says */
export function readPublicKeys(path: string): readonly KeyGrant[] {
  const text = readFileSync(path, 'utf8');
  const grants = grantsIn(text);
  if (grants === undefined) throw new SignerError('bad_key', `${path} is no list of public keys`, `Give the ${publicFile} that \`key new DIR --role operator\` wrote.`);
  return grants;
}

function grantsIn(text: string): readonly KeyGrant[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const grants = list.map(grantFrom).filter((grant) => grant !== undefined);
  return grants.length === 0 || grants.length < list.length ? undefined : grants;
}

function grantFrom(value: unknown): KeyGrant | undefined {
  if (!isObject(value)) return undefined;
  const { id, owner, public_key } = value;
  const role = operatorRoles.find((each) => each === value['role']);
  if (role === undefined || !isId(id) || !isId(owner) || typeof public_key !== 'string' || !isPublicKey(public_key)) return undefined;
  return { id, role, owner, public_key };
}

function ownerOf(role: OperatorRole): string {
  return role === 'gateway' ? gatewayId : 'operator';
}
