import { useState, type ReactNode } from 'react';
import { t } from '../messages/t.ts';

type FewProps<T> = {
  readonly all: readonly T[];
  /** So many at first. */
  readonly first: number;
  readonly keyOf: (each: T) => string;
  readonly children: (each: T) => ReactNode;
};

/** A few lines; the rest is within reach. */
export function Few<T>({ all, first, keyOf, children }: FewProps<T>): React.JSX.Element {
  const [more, setMore] = useState(false);
  const shown = more ? all : all.slice(0, first);
  return (
    <>
      <ul className="today-lines">{shown.map((each) => <li key={keyOf(each)}>{children(each)}</li>)}</ul>
      {all.length <= first ? null : <button type="button" className="more" aria-expanded={more} onClick={() => setMore(!more)}>{more ? t('today.fewer') : t('today.more', { count: all.length - first })}</button>}
    </>
  );
}
