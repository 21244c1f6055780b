/** What is looked for in the ledger, as people choose it and as the API takes it. */
export type Filters = {
  readonly text: string; readonly person: string; readonly agreement: string; readonly kind: string; readonly status: string;
  readonly unit: string; readonly least: string; readonly most: string; readonly from: string; readonly to: string;
};

export const noFilters: Filters = { text: '', person: '', agreement: '', kind: '', status: '', unit: '', least: '', most: '', from: '', to: '' };

/** Only what is said; amounts with a point before the decimals. */
export function queryOf(filters: Filters): string {
  const said = Object.entries(filters).map(([name, value]) => [name, name === 'least' || name === 'most' ? value.replaceAll(/\s/g, '').replace(',', '.') : value.trim()] as const);
  return new URLSearchParams(said.filter(([, value]) => value !== '').map(([name, value]) => [name, value])).toString();
}

export function areSaid(filters: Filters): boolean {
  return queryOf(filters) !== '';
}
