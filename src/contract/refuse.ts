/** A contract's own no. */
import type { RefusalCode } from '../vocabulary/refusals.ts';

/** What `refuse` throws; the engine turns it into a refusal of the item with this code. */
export class ContractRefusal extends Error {
  override readonly name = 'ContractRefusal';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, detail: string) {
    super(detail);
    this.code = code;
  }
}

/**
 * Refuses the request or observation: nothing of it happens, and whoever sent it sees the code and the detail. `{18518}` in the detail is read as
 * an amount in smallest parts, and shown as `185.18 crown`.
 * @example refuse('insufficient_balance', `there is {${there}} left`)
 */
export function refuse(code: RefusalCode, detail: string): never {
  throw new ContractRefusal(code, detail);
}
