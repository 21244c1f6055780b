/** The meter that compiled contracts and this library charge; the engine resets it before each call. */

let left = Number.MAX_SAFE_INTEGER;

export class OutOfGas extends Error {
  override readonly name = 'OutOfGas';
}

/** Charges `units`; throws when nothing is left. */
export function burn(units: number): void {
  left -= units;
  if (left < 0) throw new OutOfGas('out of gas');
}

/** Sets what is left; for engines, not for contracts. */
export function refuel(units: number): void {
  left = units;
}

export function fuelLeft(): number {
  return left;
}
