import type { ReactNode } from 'react';
import { useMedia } from '../api/hooks.ts';

type ColumnsProps = {
  readonly main: ReactNode;
  readonly side: ReactNode;
  /** All of both, as one needs it where there is one column. */
  readonly narrow: ReactNode;
};

/** Two columns where there is room, else one: in the document too, so that it is read and stepped through as it stands (WCAG 1.3.2, 2.4.3). */
export function Columns({ main, side, narrow }: ColumnsProps): React.JSX.Element {
  const isWide = useMedia('(min-width: 62rem)');
  if (!isWide) return <div className="columns">{narrow}</div>;
  return <div className="columns"><div className="column">{main}</div><div className="column">{side}</div></div>;
}
