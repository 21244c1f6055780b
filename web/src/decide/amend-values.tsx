import { useState } from 'react';
import type { ProposalDetail } from '../../../src/views/deciding-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import type { Edit } from '../../../src/vocabulary/changes.ts';
import { t } from '../messages/t.ts';
import { AmendForm } from './amend-text.tsx';
import { Differences } from './differences.tsx';
import type { Written } from './terms.ts';
import { ValueFields } from './value-fields.tsx';
import { shownAs, valuesTyped } from './values.ts';

type AmendValuesProps = { readonly proposal: ProposalDetail; readonly asks: NonNullable<ProposalDetail['asks']>; readonly overview: Overview; readonly close: () => void };

/** Other values than the proposal has, each held against what it has. */
export function AmendValues({ proposal, asks: { fields, with: values }, overview, close }: AmendValuesProps): React.JSX.Element {
  const present: Written = Object.fromEntries(Object.keys(fields).map((name) => [name, values[name] === undefined ? '' : shownAs(values[name])]));
  const [written, setWritten] = useState<Written>(present);
  const typed = valuesTyped(fields, written);
  const changed = Object.keys(fields).filter((name) => (written[name] ?? '').trim() !== present[name]);
  const edits = changed.map((value): Edit => ({ edit: 'value', value, before: values[value] ?? null, after: typed[value] ?? null }));
  return (
    <AmendForm proposal={proposal} edits={edits} close={close}>
      <ValueFields fields={fields} labels={proposal.labels} written={written} write={setWritten} overview={overview} />
      {changed.length === 0 ? null : <div className="preview"><p className="quiet">{t('decide.amend.preview')}</p><Differences label={t('decide.amend.yours')} labels={proposal.labels} differences={changed.map((name) => ({ what: 'value' as const, place: [name], before: present[name] === '' ? null : (present[name] ?? null), after: written[name]?.trim() === '' ? null : (written[name] ?? null) }))} /></div>}
    </AmendForm>
  );
}
