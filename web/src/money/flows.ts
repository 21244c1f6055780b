/** Flows between accounts as they are drawn: from whoever paid, by an agreement or by hand, to whoever got it. */
import type { FlowShown } from '../../../src/ledger/shown.ts';
import { holderOf } from '../../../src/vocabulary/purses.ts';
import { size } from '../words/amounts.ts';

export type FlowNode = { readonly id: string; readonly side: 'from' | 'by' | 'to'; readonly of: string | null };
export type FlowLink = { readonly source: string; readonly target: string; readonly value: number };
export type Drawn = { readonly nodes: readonly FlowNode[]; readonly links: readonly FlowLink[] };

/** Nodes on one side: the largest; the others stand together, `of` null. */
const nodesMax = 12;

/** What somebody moves between their own purses isn't drawn: it goes to nobody else. */
export function drawn(flows: readonly FlowShown[]): Drawn {
  const between = flows.filter(({ from, to }) => holderOf(from) !== holderOf(to));
  const sides = { from: largest(between, ({ from }) => holderOf(from)), by: largest(between, ({ subcontract }) => subcontract ?? ''), to: largest(between, ({ to }) => holderOf(to)) };
  const nodes = new Map<string, FlowNode>();
  const links = new Map<string, number>();
  const nodeOf = (side: FlowNode['side'], of: string): string => {
    const own = sides[side].has(of) ? of : null;
    const id = `${side} ${own ?? '…'}`;
    nodes.set(id, { id, side, of: own });
    return id;
  };
  for (const { from, to, subcontract, amount } of between) {
    const middle = nodeOf('by', subcontract ?? '');
    for (const key of [`${nodeOf('from', holderOf(from))}\n${middle}`, `${middle}\n${nodeOf('to', holderOf(to))}`]) links.set(key, (links.get(key) ?? 0) + size(amount));
  }
  return { nodes: [...nodes.values()], links: [...links].map(([key, value]) => ({ source: key.split('\n')[0] ?? '', target: key.split('\n')[1] ?? '', value })) };
}

function largest(flows: readonly FlowShown[], of: (flow: FlowShown) => string): ReadonlySet<string> {
  const sums = new Map<string, number>();
  for (const flow of flows) sums.set(of(flow), (sums.get(of(flow)) ?? 0) + size(flow.amount));
  const sorted = [...sums].sort(([, a], [, b]) => b - a);
  return new Set(sorted.slice(0, sorted.length > nodesMax ? nodesMax - 1 : nodesMax).map(([id]) => id));
}
