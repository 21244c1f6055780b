import { memo } from 'react';
import type { Json } from '../../../src/vocabulary/json.ts';
import type { SubcontractShown } from '../../../src/views/shown.ts';
import { ComparedWith } from '../agreements/compared-with.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { useSpeaking } from '../words/context.ts';
import { labelOf, withUnit } from '../words/labels.ts';
import { shortened, titled } from '../words/names.ts';
import { shortDay } from '../words/time.ts';
import { Card } from './card.tsx';

export const Agreements = memo(function Agreements({ subcontracts }: { readonly subcontracts: readonly SubcontractShown[] }) {
  return (
    <Card id="agreements" title="The agreements" className="area-agreements">
      {subcontracts.length === 0 ? <p className="empty">Nothing is agreed yet.</p> : (
        <div className="agreements">{subcontracts.map((subcontract) => <Agreement key={subcontract.id} subcontract={subcontract} />)}</div>
      )}
    </Card>
  );
});

function Agreement({ subcontract }: { readonly subcontract: SubcontractShown }): React.JSX.Element {
  const { zone, nameOf, unitOf } = useSpeaking();
  const { id, title, text, kit, version, adopted, adoptedAt, code, parties, terms, labels, parts } = subcontract;
  return (
    <article className="agreement" id={`agreement-${id}`}>
      <h3>{title}</h3>
      <p className="quiet">
        <code>{kit} {version}</code>, adopted on {shortDay(zone, adoptedAt)} in <RecordLink record={adopted} />, code <code title={code}>{shortened(code, 8)}</code>
      </p>
      <div className="prose">{sentences(text).map((sentence) => <p key={sentence}>{sentence}</p>)}</div>
      <dl className="pairs">
        {Object.entries(parties).map(([party, who]) => <div key={party}><dt>{titled(party)}</dt><dd>{nameOf(who)}</dd></div>)}
        {parts.map(({ part, members }) => <div key={part}><dt>{titled(part)} taken up by</dt><dd>{members.length === 0 ? 'nobody' : members.map(nameOf).join(', ')}</dd></div>)}
      </dl>
      <details className="each">
        <summary>The terms, one by one</summary>
        <dl className="pairs">
          {Object.entries(terms).map(([name, value]) => <div key={name}><dt>{labelOf(labels, name).label}</dt><dd>{withUnit(said(value), labelOf(labels, name), unitOf)}</dd></div>)}
        </dl>
      </details>
      <ComparedWith subcontract={subcontract} />
    </article>
  );
}

function sentences(text: string): string[] {
  return text.replaceAll(/\s+/g, ' ').trim().split(/(?<=\.) (?=[A-Z])/);
}

function said(value: Json): string {
  if (Array.isArray(value)) return value.map(said).join('; ');
  if (typeof value === 'object' && value !== null) return Object.entries(value).map(([name, part]) => `${name} ${said(part)}`).join(', ');
  return String(value);
}
