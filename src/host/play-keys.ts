/** The keys of a scenario, made from the file so that its root is reproducible; each owner's in the order in which they were made. */
import { createSealer } from '../adapters/keys/node.ts';
import type { KernelState } from '../kernel/state.ts';
import type { KeyRole } from '../vocabulary/grants.ts';
import { makeSigner, type Signer } from './sealing.ts';

export class PlayKeys {
  readonly #derive: (what: string) => string;
  /** By `role owner`. */
  readonly #made = new Map<string, readonly Signer[]>();
  #count = 0;

  /** @param derive 32 bytes in hex for a name, always the same */
  constructor(derive: (what: string) => string) {
    this.#derive = derive;
  }

  make(role: KeyRole, owner: string): Signer {
    const made = this.#made.get(`${role} ${owner}`) ?? [];
    const name = made.length === 0 ? `key ${role} ${owner}` : `key ${role} ${owner} ${made.length + 1}`;
    this.#count += 1;
    const signer = makeSigner(`key-${this.#count}`, role, owner, createSealer(Buffer.from(this.#derive(name), 'hex')));
    this.#made.set(`${role} ${owner}`, [...made, signer]);
    return signer;
  }

  /** Whether the owner ever had a key of this role made. */
  has(role: KeyRole, owner: string): boolean {
    return this.#made.has(`${role} ${owner}`);
  }

  /**
   * The newest that is in force; `old` is the last that went out of force, while none has the one in force, and `new` the last that was made.
   * Who never had one in force, having not been admitted, seals with that too.
   * @throws Error when none was ever made
   */
  signer(state: Readonly<KernelState>, role: KeyRole, owner: string, which?: 'old' | 'new'): Signer {
    const made = this.#made.get(`${role} ${owner}`) ?? [];
    const revokedAt = ({ grant }: Signer): number | null | undefined => state.keys.get(grant.id)?.revokedAt;
    const inForce = made.findLast((signer) => revokedAt(signer) === null);
    const [gone] = made.filter((signer) => typeof revokedAt(signer) === 'number').sort((a, b) => (revokedAt(b) ?? 0) - (revokedAt(a) ?? 0));
    const chosen = which === 'new' ? made.at(-1) : which === 'old' ? (gone ?? inForce) : (inForce ?? gone ?? made.at(-1));
    if (chosen === undefined) throw new Error(`no key of role ${role} was made for ${owner}`);
    return chosen;
  }
}
