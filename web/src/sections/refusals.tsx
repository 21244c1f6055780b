import { memo } from 'react';
import type { RefusalShown } from '../../../src/views/shown.ts';
import { kindName } from '../ledger/kinds.ts';
import { phrase } from '../messages/phrase.ts';
import { known, t } from '../messages/t.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';
import { Card } from './card.tsx';

/** Only there when something was refused. */
export const Refusals = memo(function Refusals({ refusals }: { readonly refusals: readonly RefusalShown[] }) {
  const { zone, nameOf } = useSpeaking();
  if (refusals.length === 0) return null;
  return (
    <Card id="refusals" title={t('books.refused')} className="area-refusals" aside={<span className="tag tag-low">{refusals.length}</span>}>
      <ul className="reviews">
        {refusals.slice(0, 5).map((refusal) => (
          <li key={refusal.id} className="review">
            <h3>{refusal.detail === '' ? refusal.code.replaceAll('_', ' ') : phrase(refusal.detail)}</h3>
            {refusal.hint === '' ? null : <p>{known(`refusals.do.${refusal.code}`) ?? refusal.hint}</p>}
            <p className="quiet">
              {dayAndTime(zone, refusal.recordedAt)} · {refusal.how === 'fault' ? t('books.refused.fault', { agreement: refusal.subcontract ?? '' }) : t('books.refused.from', { kind: kindName(refusal.kind), name: nameOf(refusal.by) })} · <code>{refusal.code}</code> ·
              {' '}<RecordLink record={refusal.record} />
            </p>
          </li>
        ))}
      </ul>
      {refusals.length > 5 ? <p className="quiet">{t('books.refused.earlier', { count: refusals.length - 5 })}</p> : null}
    </Card>
  );
});
