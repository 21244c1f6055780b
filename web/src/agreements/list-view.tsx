import type { BoundShown } from '../../../src/views/bound-shown.ts';
import type { AgreementShown, AgreementsShown } from '../../../src/views/figures-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import type { Followed } from '../decide/followed.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { address } from '../shell/address.ts';
import { Left } from './bound-parts.tsx';
import { MonthFigures } from './moved.tsx';
import { StandingTag } from './standing.tsx';

type ListViewProps = { readonly overview: Overview; readonly followed: Followed };

/** Each agreement in a sentence, how it stands, and what it did this month; the rest is on its own page. */
export function ListView({ overview, followed }: ListViewProps): React.JSX.Element {
  const { member } = useMe();
  const live = useLive<AgreementsShown>(`/api/agreements${member === null ? '' : `?member=${member}`}`, followed.records);
  return (
    <>
      <div className="decide-head">
        <h2>{t('agreements.list.title')}</h2>
        <p className="decide-ways"><a className="act" href="#/agreements/adopt">{t('agreements.list.new')}</a> <a href="#/charter">{t('agreements.list.charter')}</a></p>
      </div>
      {member === null ? <p className="quiet">{t('agreements.list.who')}</p> : <ToAccept member={member} overview={overview} records={followed.records} />}
      <Asked live={live}>{({ agreements }) => (agreements.length === 0 ? <p className="empty">{t('agreements.list.none')}</p> : (
        <div className="agreement-cards">{agreements.map((each) => <AgreementCard key={each.id} agreement={each} />)}</div>
      ))}</Asked>
      {member === null ? null : <Leaving member={member} records={followed.records} />}
    </>
  );
}

function AgreementCard({ agreement }: { readonly agreement: AgreementShown }): React.JSX.Element {
  const { id, title, says, standing, bound } = agreement;
  return (
    <section className="card agreement-card" aria-labelledby={`agreement-${id}`}>
      <header className="card-head"><h3 id={`agreement-${id}`}><a href={address('agreements', id)}>{phrase(title)}</a></h3></header>
      <p className="agreement-tags"><StandingTag standing={standing} />{bound === null ? null : <span className={bound ? 'tag' : 'tag tag-unknown'}>{t(bound ? 'agreements.list.binds' : 'agreements.list.free')}</span>}</p>
      <p className="agreement-says">{phrase(says)}</p>
      <h4>{t('agreements.month.title')}</h4>
      <MonthFigures agreement={agreement} />
    </section>
  );
}

type OwnProps = { readonly member: string; readonly records: number };

function ToAccept({ member, overview, records }: OwnProps & { readonly overview: Overview }): React.JSX.Element | null {
  const { got } = useLive<BoundShown>(`/api/members/${member}/bound`, records);
  if (got?.ok !== true || got.value.toAccept.length === 0) return null;
  const titles = got.value.toAccept.map((id) => overview.subcontracts.find((each) => each.id === id)?.title ?? id).join('; ');
  return <p className="banner">{t('agreements.list.to_accept', { titles, name: got.value.name })}</p>;
}

function Leaving({ member, records }: OwnProps): React.JSX.Element | null {
  const { got } = useLive<BoundShown>(`/api/members/${member}/bound`, records);
  if (got?.ok !== true) return null;
  return <Card id="leaving" title={t('agreements.leaving.title')}><p>{t('agreements.leaving.says')}</p><Left left={got.value.leaving} /></Card>;
}
