/** Every record that the reader may read: searched, filtered, and taken along. */
import { useEffect, useState } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { ExportCard } from './export-card.tsx';
import { FilterForm } from './filter-form.tsx';
import { areSaid, noFilters, queryOf, type Filters } from './filters.ts';
import { FoundList } from './found-list.tsx';
import { LedgerParts } from './parts-nav.tsx';
import { useSearch } from './use-search.ts';

export function LedgerView({ overview, records }: { readonly overview: Overview; readonly records: number }): React.JSX.Element {
  const [filters, change] = useState<Filters>(noFilters);
  const [seen, see] = useState(records);
  const query = queryOf(filters);
  const search = useSearch(query, seen);
  useEffect(() => see(records), [query]);
  // What comes in later is announced, not pushed in.
  const later = Math.max(0, records - seen);
  const { count } = search;
  return (
    <>
      <div className="decide-head"><h2>{t('ledger.title')}</h2></div>
      <LedgerParts at="search" />
      <FilterForm overview={overview} filters={filters} change={change} />
      <Card id="found" title={count === null ? t('ledger.records') : t(count.more ? 'ledger.count_more' : 'ledger.count', { count: count.n })}
        aside={later === 0 ? undefined : <button type="button" className="small-button" onClick={() => see(records)}>{t('ledger.later', { count: later })}</button>}>
        {search.problem === null ? null : <p className="refused" role="alert">{search.problem}</p>}
        <FoundList records={search.records} />
        {search.records.length === 0 && !search.busy && search.problem === null ? <p className="empty">{t(areSaid(filters) ? 'ledger.none' : 'ledger.empty')}</p> : null}
        {search.more === null ? null : <button type="button" className="more" disabled={search.busy} onClick={search.more}>{t('ledger.more')}</button>}
        <p className="visually-hidden" role="status">{search.busy ? t('money.moment') : ''}</p>
        {areSaid(filters) ? <p><button type="button" className="small-button" onClick={() => change(noFilters)}>{t('ledger.all')}</button></p> : null}
      </Card>
      <ExportCard query={query} />
    </>
  );
}
