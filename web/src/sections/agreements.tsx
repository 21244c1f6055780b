import { memo } from 'react';
import type { SubcontractShown } from '../../../src/views/shown.ts';
import { StandingTag } from '../agreements/standing.tsx';
import { t } from '../messages/t.ts';
import { address } from '../shell/address.ts';
import { Card } from './card.tsx';

/** Which there are, each with the way to its page. */
export const Agreements = memo(function Agreements({ subcontracts }: { readonly subcontracts: readonly SubcontractShown[] }) {
  return (
    <Card id="agreements" title={t('agreements.list.title')} className="area-agreements" aside={<a href="#/agreements">{t('agreements.short.all')}</a>}>
      {subcontracts.length === 0 ? <p className="empty">{t('agreements.list.none')}</p> : (
        <ul className="agreement-list">{subcontracts.map(({ id, title, standing }) => <li key={id}><a href={address('agreements', id)}>{title}</a> <StandingTag standing={standing} /></li>)}</ul>
      )}
    </Card>
  );
});
