import { useMe } from '../acting/me.ts';
import type { SubcontractShown, ThingShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Sparkline } from '../pictures/sparkline.tsx';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { address } from '../shell/address.ts';
import { sum, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { called, titled } from '../words/names.ts';
import { dayAndTime, readable, until } from '../words/time.ts';
import { Gauges } from './gauges.tsx';
import { priceQuestion } from './my-price.ts';
import type { SensingProps } from './pages.tsx';
import { Price } from './price.tsx';
import { lastDone, thingTitle, watchedBy, watches } from './watched.ts';

/** Everything that agreements watch: what there is, how it went, what it costs the reader, who took last. */
export function ThingsPage({ overview, records, now }: SensingProps): React.JSX.Element {
  const { subcontracts, things } = overview;
  const watching = subcontracts.filter((each) => each.questions.includes(priceQuestion) || watchedBy(each, things).length > 0);
  const others = things.filter(({ subject }) => !subcontracts.some((each) => watches(each, subject)));
  return (
    <>
      <div className="decide-head"><h2>{t('things.title')}</h2></div>
      {watching.length === 0 && others.length === 0 ? <p className="empty">{t('things.none')}</p> : null}
      {watching.map((each) => <Thing key={each.id} subcontract={each} overview={overview} records={records} now={now} />)}
      {others.length === 0 ? null : <Card id="others" title={t('things.others')}><Readings things={others} /></Card>}
      <p><a href="#/things/devices">{t('things.to_devices')}</a></p>
    </>
  );
}

type ThingProps = { readonly subcontract: SubcontractShown } & SensingProps;

/** What is counted has a picture, and so has what is warm or cold; anything else is told by what was observed of it. */
function Thing({ subcontract, overview, records, now }: ThingProps): React.JSX.Element {
  const { things, loans } = overview;
  const { member } = useMe();
  const watched = watchedBy(subcontract, things);
  const own = (
    <>
      {subcontract.questions.includes(priceQuestion) ? <Price subcontract={subcontract} member={member} records={records} /> : null}
      <Loans subcontract={subcontract} loans={loans} member={member} now={now} />
      <Last watched={watched} />
      <p className="row-of-buttons thing-ways">
        <a className="act" href={address('things', 'take', subcontract.id)}>{t('things.take.open')}</a>
        <a className="small-button" href={address('things', 'label', subcontract.id)}>{t('things.label.open')}</a>
        <a className="small-button" href={address('agreements', subcontract.id)}>{t('things.agreement')}</a>
      </p>
    </>
  );
  const plain = <Card id={`thing-${subcontract.id}`} title={thingTitle(subcontract, watched)} aside={<span className="quiet">{subcontract.title}</span>}><Readings things={watched.filter(({ latest }) => typeof latest.values['by'] !== 'string')} />{own}</Card>;
  return <Gauges subcontract={subcontract} things={things} now={now} otherwise={plain}>{own}</Gauges>;
}

/** Who took last, or brought back. */
function Last({ watched }: { readonly watched: readonly ThingShown[] }): React.JSX.Element | null {
  const { zone, nameOf } = useSpeaking();
  const last = lastDone(watched)?.latest;
  if (last === undefined) return null;
  const { by, mass_g: _, ...values } = last.values;
  const said = Object.entries(values).map(([name, value]) => `${called(name)} ${written(String(value))}`).join(', ');
  return <p className="quiet">{t('things.last', { name: nameOf(String(by)), event: called(last.event), values: said, at: dayAndTime(zone, last.at) })}</p>;
}

/** What is lent under the agreement: in all, and the reader's own with the day on which it is collected. */
function Loans({ subcontract, loans, member, now }: { readonly subcontract: SubcontractShown; readonly loans: SensingProps['overview']['loans']; readonly member: string | null; readonly now: number }): React.JSX.Element | null {
  const { zone, unitOf } = useSpeaking();
  const all = loans.filter(({ because }) => because === subcontract.id);
  if (all.length === 0) return null;
  const own = all.filter(({ debtor }) => debtor === member);
  return (
    <>
      <p>{t('things.loans', { count: all.length })} <Amount amount={sum(all.map(({ left }) => left), unitOf(subcontract.unit)?.decimals ?? 0)} unit={subcontract.unit} /></p>
      {own.length === 0 ? null : <ul className="plain-list">{own.map((loan) => <li key={loan.id}>{readable(loan.why)}: <Amount amount={loan.left} unit={loan.unit} /> <span className="quiet">{until(zone, now, loan.due)}</span></li>)}</ul>}
    </>
  );
}

/** The latest values of each, with their course. */
function Readings({ things }: { readonly things: readonly ThingShown[] }): React.JSX.Element {
  const { zone } = useSpeaking();
  return (
    <ul className="readings">
      {things.map(({ subject, event, latest, series }) => {
        const [first] = Object.entries(series);
        return (
          <li key={`${subject} ${event}`}>
            <p><strong>{titled(subject)}</strong> {called(event)}: {Object.entries(latest.values).map(([name, value]) => `${called(name)} ${written(String(value))}`).join(', ')}</p>
            <p className="quiet">{dayAndTime(zone, latest.at)}</p>
            {first === undefined ? null : <Sparkline series={first[1]} threshold={null} label={t('things.series', { what: `${titled(subject)}, ${called(first[0])}` })} />}
          </li>
        );
      })}
    </ul>
  );
}
