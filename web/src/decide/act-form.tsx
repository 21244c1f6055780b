import { useState } from 'react';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import { labelsOf } from '../../../src/views/labels.ts';
import { useLive } from '../api/live.ts';
import { t } from '../messages/t.ts';
import { Asked } from './asking.tsx';
import { ForeseenPanel } from './foreseen.tsx';
import { noWords, Putting, said, WordFields } from './putting.tsx';
import type { Written } from './terms.ts';
import { ValueFields } from './value-fields.tsx';
import { isWhole, valuesTyped } from './values.ts';

type AboutActProps = { readonly id: string; readonly action: string; readonly overview: Overview };

/** What an agreement is to be asked for in the name of all. */
export function AboutAct({ id, action, overview }: AboutActProps): React.JSX.Element {
  const live = useLive<SubcontractDetail>(`/api/subcontracts/${id}`, 0);
  return <Asked live={live}>{(detail) => <Act detail={detail} action={action} overview={overview} />}</Asked>;
}

function Act({ detail: { id, manifest, unit }, action, overview }: { readonly detail: SubcontractDetail; readonly action: string; readonly overview: Overview }): React.JSX.Element {
  const [written, setWritten] = useState<Written>({});
  const [words, write] = useState(noWords);
  const rule = manifest.actions?.[action];
  if (rule === undefined) return <p className="empty">{t('decide.propose.act_gone')}</p>;
  const asking = { subcontract: id, action, with: valuesTyped(rule.fields, written) };
  const whole = isWhole(rule.fields, written);
  return (
    <Putting body={{ change: { change: 'act', ...asking }, ...said(words) }} whole={whole && words.reason.trim() !== ''} lacking={t('decide.propose.act_lacking')}>
      {rule.says === undefined ? null : <p>{rule.says}</p>}
      <ValueFields fields={rule.fields} labels={labelsOf({ terms: rule.fields }, unit)} written={written} write={setWritten} overview={overview} />
      {whole ? <div className="preview"><ForeseenPanel key={JSON.stringify(asking.with)} ask={asking} /></div> : null}
      <WordFields words={words} write={write} reasonLabel={t('decide.why')} />
    </Putting>
  );
}
