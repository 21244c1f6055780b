/** What a digest says: for each agreement who moved how much between them and the reader, and what else happened; each total is the sum of its lines. */
import { compareIds } from '../vocabulary/ids.ts';
import type { Happening, Movement } from './happening.ts';
import { holderOf } from './preferences.ts';

/** Amounts in the unit's smallest part: together they may be larger than any amount. Masses as the kit's `mass_g` counts them. */
export type DigestSums = {
  readonly unit: string;
  /** Takings and puttings-back, by the other one, or by the reader from them. */
  readonly pieces: number; readonly returned: number; readonly mass: number;
  /** To the reader and from them; what became owed to them and by them. */
  readonly in: bigint; readonly out: bigint; readonly lent: bigint; readonly owed: bigint;
  readonly count: number;
};
export type DigestLine = DigestSums & { readonly other: string };

export type DigestGroup = {
  /** The subcontract; null: payments between members, and what else no agreement moved. */
  readonly subcontract: string | null;
  /** By the other one and the unit. */
  readonly lines: readonly DigestLine[];
  /** One for each unit. */
  readonly totals: readonly DigestSums[];
};

/** `tidings`: what moved nothing, the oldest first. */
export type Digest = { readonly groups: readonly DigestGroup[]; readonly tidings: readonly Happening[] };

/** Null: there is nothing to say. */
export function digestOf(happenings: readonly Happening[]): Digest | null {
  if (happenings.length === 0) return null;
  const groups = new Map<string, Map<string, DigestLine>>();
  const tidings: Happening[] = [];
  for (const happening of happenings) {
    const { movement, topic, kind } = happening;
    if (movement === null || kind !== 'moved') {
      tidings.push(happening);
      continue;
    }
    const holder = holderOf(topic);
    const lines = groups.get(holder) ?? new Map<string, DigestLine>();
    groups.set(holder, lines);
    const key = `${movement.other} ${movement.unit}`;
    lines.set(key, { ...plus(lines.get(key) ?? nothing(movement.unit), sumsOf(movement)), other: movement.other });
  }
  return { groups: [...groups].sort(([a], [b]) => compareIds(a, b)).map(([holder, lines]) => groupOf(holder, [...lines.values()])), tidings };
}

function groupOf(holder: string, lines: readonly DigestLine[]): DigestGroup {
  const totals = new Map<string, DigestSums>();
  for (const { other: _, ...line } of lines) totals.set(line.unit, plus(totals.get(line.unit) ?? nothing(line.unit), line));
  return {
    subcontract: holder.startsWith('@') ? null : holder,
    lines: [...lines].sort((a, b) => compareIds(a.other, b.other) || compareIds(a.unit, b.unit)),
    totals: [...totals.values()].sort((a, b) => compareIds(a.unit, b.unit)),
  };
}

function sumsOf({ unit, amount, way, taking }: Movement): DigestSums {
  const { pieces, returned, mass } = taking ?? { pieces: 0, returned: 0, mass: 0 };
  return { ...nothing(unit), pieces, returned, mass, [way]: BigInt(amount), count: 1 };
}

function nothing(unit: string): DigestSums {
  return { unit, pieces: 0, returned: 0, mass: 0, in: 0n, out: 0n, lent: 0n, owed: 0n, count: 0 };
}

function plus(a: DigestSums, b: DigestSums): DigestSums {
  return {
    unit: a.unit, pieces: upTo(a.pieces + b.pieces), returned: upTo(a.returned + b.returned), mass: upTo(a.mass + b.mass),
    in: a.in + b.in, out: a.out + b.out, lent: a.lent + b.lent, owed: a.owed + b.owed, count: a.count + b.count,
  };
}

/** A count stops at the largest that is held exactly, as in the views' figures. */
function upTo(count: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, count);
}
