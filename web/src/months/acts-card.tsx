import { useState } from 'react';
import type { SubcontractDetail, Overview, SubcontractShown } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { titled } from '../words/names.ts';
import { ActionForm } from './action-form.tsx';
import { previewOf } from './previews.ts';
import { QuestionAnswer } from './question-answer.tsx';

type ActsCardProps = { readonly member: string; readonly overview: Overview; readonly records: number; readonly done: () => void };

/** What one can ask of each agreement, and what it answers: taking income, putting something by, joining, stopping. */
export function ActsCard({ member, overview: { subcontracts }, records, done }: ActsCardProps): React.JSX.Element | null {
  const acting = subcontracts.filter(({ actions, questions, standing }) => actions.length + questions.length > 0 && standing.state !== 'retired');
  const [id, setId] = useState(acting[0]?.id ?? '');
  const about = acting.find((each) => each.id === id);
  if (about === undefined) return null;
  return (
    <Card id="acts" title={t('months.acts')}>
      <p className="months-choice"><label>{t('months.agreement')} <select value={id} onChange={({ target }) => setId(target.value)}>{acting.map((each) => <option key={each.id} value={each.id}>{t('months.agreement_named', { id: titled(each.id), title: each.title })}</option>)}</select></label></p>
      <OfAgreement key={id} about={about} member={member} records={records} done={done} />
    </Card>
  );
}

function OfAgreement({ about, member, records, done }: Omit<ActsCardProps, 'overview'> & { readonly about: SubcontractShown }): React.JSX.Element {
  const live = useLive<SubcontractDetail>(`/api/subcontracts/${about.id}`, 0);
  return (
    <Asked live={live}>{({ manifest }) => {
      const actions = Object.entries(manifest.actions ?? {}).filter(([, rule]) => rule.by !== 'decision');
      const questions = Object.entries(manifest.questions ?? {}).filter(([, { fields }]) => Object.keys(fields).length === 0);
      return (
        <>
          {questions.map(([name, rule]) => <QuestionAnswer key={name} subcontract={about.id} question={name} rule={rule} by={member} records={records} />)}
          {actions.map(([name, rule]) => <ActionForm key={name} subcontract={about} action={name} rule={rule} preview={previewOf(manifest.questions ?? {}, rule)} member={member} done={done} />)}
          {actions.length + questions.length === 0 ? <p className="empty">{t('months.acts.none')}</p> : null}
        </>
      );
    }}</Asked>
  );
}
