import type { NextShown, PlannedShown } from '../../../src/views/today-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { address } from '../shell/address.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { readable, shortDay } from '../words/time.ts';

type ComingCardProps = { readonly member: string; readonly overview: Overview; readonly records: number };

/** What the agreements will move in the month that begins now, as they tell it themselves; those that can't tell are named. */
export function ComingCard({ member, overview: { zone }, records }: ComingCardProps): React.JSX.Element {
  const live = useLive<PlannedShown>(`/api/members/${encodeURIComponent(member)}/planned`, records);
  return (
    <Card id="coming" title={t('money.coming')} aside={<a href="#/money/months">{t('money.coming.months')}</a>}>
      <Asked live={live}>{({ planned, unsaid }) => (
        <>
          {planned.length > 0 ? <ul className="money-coming">{planned.map((each) => <li key={each.id}><Planned planned={each} member={member} zone={zone} /></li>)}</ul>
            : unsaid.length === 0 ? <p className="empty">{t('money.coming.none')}</p> : null}
          {unsaid.length === 0 ? null : <p className="refused" role="status">{t('money.coming.unsaid', { agreements: unsaid.map(titled).join(', '), count: unsaid.length })}</p>}
        </>
      )}</Asked>
    </Card>
  );
}

function Planned({ planned: { subcontract, words, at, moved }, member, zone }: { readonly planned: NextShown; readonly member: string; readonly zone: string }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const to = moved?.to ?? null;
  return (
    <>
      <span className="quiet">{shortDay(zone, at)}</span>
      <span>{sentence(readable(words))}{to === null || to === member ? null : ` → ${nameOf(to)}`} {subcontract === null ? null : <a className="quiet" href={address('agreements', subcontract)}>{titled(subcontract)}</a>}</span>
      {moved === null ? null : <Amount amount={moved.amount} unit={moved.unit} sign={to === member ? '+' : ''} />}
    </>
  );
}
