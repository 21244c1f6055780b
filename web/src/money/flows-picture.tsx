import { sankey, sankeyLinkHorizontal } from 'd3-sankey';
import { useMemo } from 'react';
import { useWidth } from '../api/hooks.ts';
import type { Drawn, FlowLink, FlowNode } from './flows.ts';

type FlowsPictureProps = { readonly drawn: Drawn; readonly nameOf: (node: FlowNode) => string };

/** Height of a name. */
const slot = 30;
const nodeWidth = 10;
/** Room that names on both sides have, and a letter's width, about. */
const labelShare = 0.26;
const letter = 8;

/** Who paid on the left, agreements in the middle, who got it on the right; each stream as thick as what was paid. The table beside it says the same. */
export function FlowsPicture({ drawn, nameOf }: FlowsPictureProps): React.JSX.Element {
  const [box, width] = useWidth();
  const height = Math.max(160, slot * Math.max(...(['from', 'by', 'to'] as const).map((side) => drawn.nodes.filter((node) => node.side === side).length)));
  const label = Math.min(150, width * labelShare);
  const laid = useMemo(() => {
    if (width === 0) return null;
    const layout = sankey<FlowNode, FlowLink>().nodeId(({ id }) => id).nodeWidth(nodeWidth).nodePadding(16).nodeSort(null as never).extent([[label, 6], [width - label, height - 6]]);
    return layout({ nodes: drawn.nodes.map((node) => ({ ...node })), links: drawn.links.map((link) => ({ ...link })) });
  }, [drawn, width, height, label]);
  const short = (node: FlowNode, room: number): string => {
    const name = nameOf(node);
    const most = Math.max(3, Math.floor(room / letter));
    return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
  };
  const path = sankeyLinkHorizontal<FlowNode, FlowLink>();
  return (
    <div className="flows-picture" ref={box} style={{ blockSize: `${height}px` }} aria-hidden="true">
      {laid === null ? null : (
        <svg width={width} height={height}>
          {laid.links.map((link) => <path key={`${nodeId(link.source)} ${nodeId(link.target)}`} className="flows-stream" d={path(link) ?? ''} strokeWidth={Math.max(1, link.width ?? 1)} />)}
          {laid.nodes.map((node) => {
            const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [node.x0, node.x1, node.y0, node.y1];
            const place = node.side === 'from' ? { x: x0 - 6, textAnchor: 'end' as const } : { x: x1 + 6, textAnchor: 'start' as const };
            const room = node.side === 'by' ? (width - 2 * label) / 2 - 20 : label - 8;
            return (
              <g key={node.id}>
                <rect className={`flows-node flows-node-${node.side}`} x={x0} y={y0} width={x1 - x0} height={Math.max(1, y1 - y0)} />
                <text className="flows-name" {...place} y={(y0 + y1) / 2} dominantBaseline="middle">{short(node, room)}</text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

function nodeId(node: unknown): string {
  return typeof node === 'object' && node !== null && 'id' in node ? String(node.id) : String(node);
}
