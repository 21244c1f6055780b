import { useState } from 'react';
import { comparedTerms, type ComparedTerm, type ComparedValue } from '../../../src/views/compared.ts';
import type { SubcontractShown } from '../../../src/views/shown.ts';
import { isDecimal } from '../decide/terms.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { nameOfUnit } from '../words/labels.ts';
import '../style/compared.css';

/** Side by side with another agreement of the same kit, where there is one. */
export function ComparedWith({ subcontract }: { readonly subcontract: SubcontractShown }): React.JSX.Element | null {
  const others = useSpeaking().alike(subcontract);
  const [chosen, choose] = useState<string | null>(null);
  const other = others.find(({ id }) => id === chosen) ?? others[0];
  if (other === undefined) return null;
  return (
    <details className="each">
      <summary>{others.length === 1 ? t('agreements.compare.with', { id: other.id }) : t('agreements.compare.another')}</summary>
      {others.length === 1 ? null : (
        <label className="term-field compared-choice"><span>{t('agreements.compare.choose')}</span>
          <select value={other.id} onChange={({ target }) => choose(target.value)}>{others.map(({ id }) => <option key={id}>{id}</option>)}</select>
        </label>
      )}
      <SideBySide one={subcontract} other={other} />
    </details>
  );
}

/** What differs stands first. */
function SideBySide({ one, other }: { readonly one: SubcontractShown; readonly other: SubcontractShown }): React.JSX.Element {
  const rows = comparedTerms(one, other);
  const [differing, same] = [rows.filter(({ differs }) => differs), rows.filter(({ differs }) => !differs)];
  return (
    <>
      <p className="quiet">{differing.length === 0 ? t('agreements.compare.no_term') : t('agreements.compare.terms', { count: differing.length, of: rows.length })}{one.version === other.version ? null : <> {t('agreements.compare.versions', { one: one.version, other: other.version })}</>}</p>
      <table className="changes compared" aria-label={t('agreements.compare.side_by_side', { one: one.id, other: other.id })}>
        <thead><tr><th scope="col">{t('agreements.compare.term')}</th><th scope="col">{one.id}</th><th scope="col">{other.id}</th></tr></thead>
        <tbody>{[...differing, ...same].map((row) => <Row key={row.term} row={row} />)}</tbody>
      </table>
    </>
  );
}

function Row({ row: { label, one, other, differs } }: { readonly row: ComparedTerm }): React.JSX.Element {
  return (
    <tr className={differs ? '' : 'was'}>
      <th scope="row">{phrase(label)}{differs ? <> <span className="tag tag-wait">{t('agreements.compare.differs')}</span></> : null}</th>
      {[one, other].map((value, place) => <td key={place} className={differs ? 'then' : ''}><Value value={value} /></td>)}
    </tr>
  );
}

function Value({ value: said }: { readonly value: ComparedValue | null }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  if (said === null) return <>–</>;
  const { value, unit } = said;
  return unit === null || !isDecimal(value) ? <>{value}</> : <>{written(value)} <span className="unit">{nameOfUnit(value, unit, unitOf)}</span></>;
}
