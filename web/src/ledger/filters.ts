/** What is looked for in the ledger, as people choose it and as the API takes it. */
export type Filters = {
  readonly text: string; readonly person: string; readonly agreement: string; readonly kind: string; readonly status: string;
  readonly unit: string;
  /** With a point before the decimals, as the most. */
  readonly least: string; readonly most: string; readonly from: string; readonly to: string;
};

export const noFilters: Filters = { text: '', person: '', agreement: '', kind: '', status: '', unit: '', least: '', most: '', from: '', to: '' };

/** Only what is said. */
export function queryOf(filters: Filters): string {
  const said = Object.entries(filters).map(([name, value]): [string, string] => [name, value.trim()]);
  return new URLSearchParams(said.filter(([, value]) => value !== '')).toString();
}

export function areSaid(filters: Filters): boolean {
  return queryOf(filters) !== '';
}
