import { at } from '../api/base.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { address } from '../shell/address.ts';
import { useSpeaking } from '../words/context.ts';
import { calledAlone } from '../words/names.ts';
import { closeSheet } from './agreed.tsx';
import type { Happening } from './happening.ts';

/** The consent behind it, with the way to take it back; where it is written, and what proves that. */
export function Rests({ happening }: { readonly happening: Happening }): React.JSX.Element {
  const { record } = happening;
  return (
    <section className="why-part" aria-labelledby="why-terms">
      <h3 id="why-terms">{t('why.rests.title')}</h3>
      <dl className="pairs">
        <div><dt>{t('why.rests.consent')}</dt><dd><Consent happening={happening} /></dd></div>
        {record === null ? null : <div><dt>{t('why.rests.written')}</dt><dd><RecordLink record={record} /></dd></div>}
        {record === null ? null : <div><dt>{t('why.rests.receipt')}</dt><dd><Text id="why.rests.receipt_says" values={{ record: String(record), file: (words) => <a href={at(`/log/receipt/${record}`)} download={`receipt-${record}.txt`}>{words}</a> }} /></dd></div>}
      </dl>
    </section>
  );
}

function Consent({ happening: { consent, terms, because } }: { readonly happening: Happening }): React.JSX.Element {
  const { subcontractOf } = useSpeaking();
  const subcontract = subcontractOf(terms?.subcontract ?? because);
  if (subcontract === undefined) return <>{t('why.rests.own')}</>;
  const out = <a href={address('agreements', subcontract.id)} onClick={closeSheet}>{t(consent === null ? 'why.rests.leave' : 'why.rests.take_back')}</a>;
  if (consent === null) return <>{t('why.rests.member')} {out}</>;
  return <><Text id="why.rests.given" values={{ part: <em>{calledAlone(consent.part)}</em>, record: <RecordLink record={consent.record} /> }} /> {out}</>;
}
