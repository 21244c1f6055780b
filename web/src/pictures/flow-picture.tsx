import type { UnitShown } from '../../../src/views/shown.ts';
import { useWidth } from '../api/hooks.ts';
import { written } from '../words/amounts.ts';

export type Flow = { readonly from: string; readonly to: string; readonly amount: string };

type FlowPictureProps = { readonly flows: readonly Flow[]; readonly nameOf: (id: string) => string; readonly unit: UnitShown };

/** Height of one stream's place: what its label needs. */
const slot = 26;
const between = 14;
const thickest = 22;
/** Width of a letter, about. */
const letter = 8.4;
const amountWidth = 52;

type Node = { readonly id: string; readonly top: number; readonly height: number };

/** Debtors on the left, creditors on the right, a stream for each pair, as thick as what is owed. */
export function FlowPicture({ flows, nameOf }: FlowPictureProps): React.JSX.Element {
  const [box, width] = useWidth();
  const debtors = stack(flows.map(({ from }) => from));
  const creditors = stack(flows.map(({ to }) => to));
  const height = Math.max(ending(debtors), ending(creditors));
  const most = Math.max(...flows.map(({ amount }) => Number(amount)));
  const usedLeft = new Map<string, number>();
  const usedRight = new Map<string, number>();
  const room = (width - amountWidth) * 0.36;
  const whole = widest(flows, nameOf) <= room;
  const name = (id: string): string => (whole ? nameOf(id) : (nameOf(id).split(' ')[0] ?? id));
  const label = Math.min(widest(flows, name), room);
  const start = label + amountWidth;
  const end = width - label - 10;
  return (
    <div className="flow" ref={box} style={{ blockSize: `${height}px` }} aria-hidden="true">
      {width === 0 ? null : (
        <svg width={width} height={height}>
          {flows.map(({ from, to, amount }) => {
            const y0 = place(debtors, usedLeft, from, (height - ending(debtors)) / 2);
            const y1 = place(creditors, usedRight, to, (height - ending(creditors)) / 2);
            const middle = (start + end) / 2;
            return (
              <g key={`${from} ${to}`}>
                <path className="stream" strokeWidth={Math.max(2, (Number(amount) / most) * thickest)} d={`M${start} ${y0} C${middle} ${y0} ${middle} ${y1} ${end} ${y1}`} />
                <path className="stream-head" d={`M${end} ${y1 - 6} l8 6 l-8 6 z`} />
                <text className="stream-amount" x={start - 7} y={y0 + 5} textAnchor="end">{written(amount)}</text>
              </g>
            );
          })}
          {debtors.map(({ id, top, height: tall }) => (
            <text key={id} className="stream-name" x={label - 10} y={top + tall / 2 + 5 + (height - ending(debtors)) / 2} textAnchor="end">{name(id)}</text>
          ))}
          {creditors.map(({ id, top, height: tall }) => (
            <text key={id} className="stream-name" x={width - label + 8} y={top + tall / 2 + 5 + (height - ending(creditors)) / 2}>{name(id)}</text>
          ))}
        </svg>
      )}
    </div>
  );
}

function widest(flows: readonly Flow[], name: (id: string) => string): number {
  return Math.max(...flows.flatMap(({ from, to }) => [name(from).length, name(to).length])) * letter + 14;
}

function stack(ids: readonly string[]): Node[] {
  const nodes: Node[] = [];
  for (const id of new Set(ids)) {
    const last = nodes.at(-1);
    nodes.push({ id, top: last === undefined ? 0 : last.top + last.height + between, height: ids.filter((each) => each === id).length * slot });
  }
  return nodes;
}

function ending(nodes: readonly Node[]): number {
  const last = nodes.at(-1);
  return last === undefined ? 0 : last.top + last.height;
}

/** The middle of the next free place at a node. */
function place(nodes: readonly Node[], used: Map<string, number>, id: string, offset: number): number {
  const n = used.get(id) ?? 0;
  used.set(id, n + 1);
  return offset + (nodes.find((node) => node.id === id)?.top ?? 0) + n * slot + slot / 2;
}
