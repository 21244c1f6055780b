import type { ComponentType } from 'react';
import type { Overview } from '../../../src/views/shown.ts';

/** What every page is handed. */
export type PageProps = {
  readonly overview: Overview;
  /** Asked again as this grows: how many records there are, and what was done here. */
  readonly records: number;
  /** The collective's clock. */
  readonly now: number;
  /** What the address names, by the names in its pattern; what it leaves out is undefined. */
  readonly params: { readonly [name: string]: string | undefined };
};

export type PageOf = ComponentType<PageProps>;
