import { at } from '../api/base.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { useSpeaking } from '../words/context.ts';
import type { Happening } from './happening.ts';

/** Which version of which terms it rests on, what the payer agreed to, and where it is written. */
export function Rests({ happening }: { readonly happening: Happening }): React.JSX.Element {
  const { subcontractOf } = useSpeaking();
  const { terms, consent, record, because } = happening;
  const subcontract = subcontractOf(terms?.subcontract ?? because);
  return (
    <section className="why-part" aria-labelledby="why-terms">
      <h3 id="why-terms">What it rests on</h3>
      <dl className="pairs">
        {subcontract === undefined ? <div><dt>Agreement</dt><dd>the collective’s own rules</dd></div> : (
          <div><dt>Agreement</dt><dd><a href={`#/agreements/${encodeURIComponent(subcontract.id)}`} onClick={(event) => event.currentTarget.closest('dialog')?.close()}>{subcontract.title}</a></dd></div>
        )}
        {terms === null ? null : <div><dt>Terms</dt><dd><code>{terms.kit} {terms.version}</code>, adopted in <RecordLink record={terms.adopted} /></dd></div>}
        <div><dt>Consent</dt><dd>{consent === null ? 'as a member, by the adopted agreement' : <>given in person to <em>{consent.part}</em>, <RecordLink record={consent.record} /></>}</dd></div>
        {record === null ? null : <div><dt>Written in</dt><dd><RecordLink record={record} /> of the log</dd></div>}
        {record === null ? null : <div><dt>Receipt</dt><dd><a href={at(`/log/receipt/${record}`)} download={`receipt-${record}.txt`}>Receipt of record {record}</a>, to keep: it proves offline that the record is in the log</dd></div>}
      </dl>
    </section>
  );
}

