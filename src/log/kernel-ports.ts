/** What the kernel needs of the log's forms: how a value is named by its hash, and what a witness policy says. */
import type { Hasher, PolicyReader } from '../vocabulary/ports.ts';
import { canonicalHash } from './canonical.ts';
import { policyReader } from './policy.ts';

export type FormPorts = { readonly policies: PolicyReader; readonly digestOf: (value: unknown) => string };

export function formPorts(hasher: Hasher): FormPorts {
  return { digestOf: (value) => canonicalHash(hasher, value), policies: policyReader(hasher) };
}
