import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { ActionForm } from '../months/action-form.tsx';
import { previewOf } from '../months/previews.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence, spaced } from '../words/names.ts';

/** One action of an agreement by itself, as taking income: what it would do comes first, where the agreement can tell. */
export function ActPage({ subcontract, action, overview }: { readonly subcontract: string; readonly action: string; readonly overview: Overview }): React.JSX.Element {
  const { member } = useMe();
  const { subcontractOf } = useSpeaking();
  const live = useLive<SubcontractDetail>(`/api/subcontracts/${encodeURIComponent(subcontract)}`, 0);
  const about = subcontractOf(subcontract);
  const rule = live.got?.ok === true ? live.got.value.manifest.actions?.[action] : undefined;
  if (about === undefined || (live.got?.ok === true && rule === undefined)) return <p className="empty">{t('money.act.none')}</p>;
  return (
    <>
      <p className="back"><a href="#/money">{t('money.back')}</a></p>
      <div className="decide-head"><h2>{about.title}</h2></div>
      {member === null ? <p className="empty">{t('money.who')}</p> : (
        <Asked live={live}>{({ manifest }) => (rule === undefined ? null : (
          <Card id="act" title={sentence(phrase(rule.says ?? spaced(action)))} aside={<a href="#/money/months">{t('money.act.others')}</a>}>
            <ActionForm key={`${member} ${overview.origin}`} subcontract={about} action={action} rule={rule} preview={previewOf(manifest.questions ?? {}, rule)} member={member} done={() => undefined} alone />
          </Card>
        ))}</Asked>
      )}
    </>
  );
}
