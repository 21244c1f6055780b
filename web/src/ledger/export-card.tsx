import { useState } from 'react';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { at } from '../api/base.ts';
import { exchangeText } from '../api/exchange.ts';
import { refusal } from '../api/refusal.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { save } from '../trust/save.ts';
import { NeedsKey } from '../money/needs-key.tsx';

/** What was found as a file for other programs; and, for whoever comes in by their key, everything of theirs, with its proofs. */
export function ExportCard({ query }: { readonly query: string }): React.JSX.Element {
  const link = (format: string): string => at(`/api/ledger/export?${query === '' ? '' : `${query}&`}format=${format}`);
  return (
    <Card id="export" title={t('ledger.export')}>
      <p>{t('ledger.export.found')}</p>
      <p className="row-of-buttons"><a className="small-button" href={link('csv')} download>CSV</a><a className="small-button" href={link('csv&mark=1')} download>{t('money.statement.csv_mark')}</a><a className="small-button" href={link('jsonl')} download>JSON Lines</a></p>
      <h3>{t('ledger.export.mine')}</h3>
      <Mine />
    </Card>
  );
}

/** A session says whose it is: it is begun with the key of this browser. */
function Mine(): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [saved, setSaved] = useState(false);
  const fetchMine = async (): Promise<void> => {
    const isDone = await run(() => me.withSession(async () => {
      const file = await exchangeText('/api/me/export');
      if (!file.ok) return { ok: false, refused: refusal(file.code, file.detail) };
      save(`${me.member ?? 'mine'}.json`, file.value);
      return { ok: true, record: null };
    }));
    setSaved(isDone);
  };
  return (
    <>
      <p>{t('ledger.export.mine_says')}</p>
      {me.ready ? <p><button type="button" className="small-button" disabled={busy} onClick={() => void fetchMine()}>{t(busy ? 'ledger.export.making' : 'ledger.export.save')}</button></p> : <NeedsKey />}
      {saved ? <p role="status">{t('ledger.export.saved')}</p> : null}
      <RefusedNote refused={refused} />
    </>
  );
}
