/** What the routes of members' keys need from whoever runs them. */
import type { Result } from '../../vocabulary/result.ts';
import type { HttpError } from './errors.ts';
import type { KeysWire, RecoveryWire } from './key-schemas.ts';
import type { SessionProof } from './session.ts';

export type KeyPorts = {
  readonly of: (member: string) => Result<KeysWire>;
  /** For whoever holds a key that friends are asked to put into force: how that stands. */
  readonly recovery: (proof: SessionProof) => { readonly ok: true; readonly value: RecoveryWire } | { readonly ok: false; readonly refusal: HttpError };
};
