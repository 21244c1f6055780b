import type { SubcontractShown, ThingShown } from '../../../src/views/shown.ts';
import { Houses } from './houses.tsx';
import { Pile } from './pile.tsx';
import { useDetail } from './use-detail.ts';
import { stockOf, warmthOf } from './watching.ts';

type GaugesProps = {
  readonly subcontract: SubcontractShown; readonly things: readonly ThingShown[]; readonly now: number;
  /** Behind the first of them. */
  readonly children?: React.ReactNode;
  /** Where it has none. */
  readonly otherwise?: React.ReactNode;
};

/** What there is, and how warm it is, each as a picture. */
export function Gauges({ subcontract, things, now, children, otherwise = null }: GaugesProps): React.ReactNode {
  const { got } = useDetail(subcontract);
  if (got === null) return null;
  const [stock, warmth] = got.ok ? [stockOf(got.value), warmthOf(got.value)] : [null, null];
  if (stock === null && warmth === null) return otherwise;
  return (
    <>
      {stock === null ? null : <Pile id={subcontract.id} stock={stock} things={things}>{children}</Pile>}
      {warmth === null ? null : <Houses id={subcontract.id} warmth={warmth} things={things} now={now}>{stock === null ? children : null}</Houses>}
    </>
  );
}
