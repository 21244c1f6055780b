/** Amounts by unit as people write them in a command: `crown=800.00`. */
import type { Connection } from '../host/connection.ts';
import type { AmountsByUnit } from '../vocabulary/grants.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import { readPairs } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { knownUnit } from './names.ts';

export function amountsOf(connection: Connection, pairs: readonly string[], wrong: (message: string) => UsageError): AmountsByUnit {
  return Object.fromEntries(readPairs(pairs, wrong).map(([unit, amount]) => {
    knownUnit(connection, unit);
    const exact = parseDecimal(amount, connection.view.units.get(unit)?.decimals ?? 0);
    if (!exact.ok) throw wrong(`${unit}: ${exact.refusal.detail}`);
    return [unit, amount];
  }));
}
