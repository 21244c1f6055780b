import { useState } from 'react';
import type { MemberShown, SubcontractShown } from '../../../src/views/shown.ts';
import type { RefusalCode } from '../../../src/vocabulary/refusals.ts';
import { useMe } from '../acting/me.ts';
import { useAnswer } from '../api/hooks.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { listsAll } from '../sections/use-members.ts';
import { address } from '../shell/address.ts';
import { size, subtract, unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import { Confirm, type Reported } from './confirm.tsx';
import { priceQuestion, useMyPrice } from './my-price.ts';
import type { SensingProps } from './pages.tsx';
import { countOf } from './pile.tsx';
import { WhyPrice } from './price.tsx';
import { Stepper } from './stepper.tsx';
import { useDetail } from './use-detail.ts';
import { lastDone, saysByHand, watchedBy, type ByHand } from './watched.ts';
import { handledSubject, saidOf, stockOf, titleOf } from './watching.ts';

type TakeProps = SensingProps & { readonly id: string };

/** What a thing's QR code opens: who I am, what is here, what it costs me now, what will leave my account; and then it is taken. */
export function TakeView({ id, overview, records }: TakeProps): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { member } = useMe();
  const subcontract = overview.subcontracts.find((each) => each.id === id);
  if (subcontract === undefined) return <><h2>{t('things.take.gone')}</h2><p><a href="#/things">{t('things.take.all')}</a></p></>;
  return (
    <>
      <header className="take-head">
        <Head subcontract={subcontract} overview={overview} />
        {member === null ? null : <p className="quiet">{t('things.take.you', { name: nameOf(member) })}</p>}
      </header>
      {member === null ? <Stranger /> : <Visitor subcontract={subcontract} id={member} overview={overview} records={records} />}
      <p className="quiet"><a href={address('agreements', id)}>{subcontract.title}</a></p>
    </>
  );
}

/** What it is, and how much of it is there where that is counted. */
function Head({ subcontract, overview: { things } }: Pick<KnownProps, 'subcontract' | 'overview'>): React.JSX.Element {
  const { got } = useDetail(subcontract);
  const told = got?.ok === true ? got.value : undefined;
  const stock = told === undefined ? null : stockOf(told);
  const { count } = stock === null ? { count: undefined } : countOf(stock, things);
  return <><h2>{titleOf(told, subcontract, watchedBy(subcontract, things))}</h2>{count === undefined ? null : <p className="take-stock">{t('things.take.stock', { count })}</p>}</>;
}

type VisitorProps = Omit<KnownProps, 'member'> & { readonly id: string };

/** Known by the overview, or by the server where that lists only the first of many. */
function Visitor({ id, ...rest }: VisitorProps): React.JSX.Element {
  const member = rest.overview.members.find((each) => each.id === id);
  if (member !== undefined) return <Known member={member} {...rest} />;
  return listsAll(rest.overview) ? <Stranger /> : <OfMany id={id} {...rest} />;
}

function OfMany({ id, records, ...rest }: VisitorProps): React.JSX.Element {
  const live = useLive<MemberShown>(`/api/members/${encodeURIComponent(id)}`, records);
  if (live.got?.ok === false && live.got.code === unknownMember) return <Stranger />;
  return <Asked live={live}>{(member) => <Known member={member} records={records} {...rest} />}</Asked>;
}

const unknownMember = 'unknown_member' satisfies RefusalCode;

/** At the pile, with a phone, and not known here. */
function Stranger(): React.JSX.Element {
  return (
    <section className="card stack" aria-labelledby="stranger">
      <h3 id="stranger">{t('things.take.stranger')}</h3>
      <p><Text id="things.take.stranger_member" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>
      <p>{t('things.take.stranger_guest')}</p>
    </section>
  );
}

type KnownProps = { readonly subcontract: SubcontractShown; readonly member: MemberShown; readonly overview: SensingProps['overview']; readonly records: number };

function Known({ subcontract, member, overview, records }: KnownProps): React.JSX.Element {
  const watched = watchedBy(subcontract, overview.things);
  const devices = useAnswer<readonly Reported[]>('/api/simulated');
  const { got } = useDetail(subcontract);
  const told = got?.ok === true ? got.value : undefined;
  const handled = told === undefined ? null : handledSubject(told);
  const simulated = devices?.ok === true ? devices.value.find(({ subject }) => subject === handled) : undefined;
  const ways: readonly ByHand[] = (['take', 'bring_back'] as const).filter((act) => saysByHand(subcontract, act) || simulated !== undefined);
  if (!subcontract.questions.includes(priceQuestion)) return <SeenByItself watched={watched} />;
  if (Object.values(subcontract.parties).includes(member.id)) return <p className="card">{t('things.price.party')}</p>;
  return <Taking subcontract={subcontract} member={member} watched={watched} simulated={simulated} ways={ways} backSays={told === undefined ? null : saidOf(told, subcontract.text, 'bring_back')} records={records} />;
}

type TakingProps = Pick<KnownProps, 'subcontract' | 'member' | 'records'> & { readonly watched: ReturnType<typeof watchedBy>; readonly simulated: Reported | undefined; readonly ways: readonly ByHand[]; readonly backSays: string | null };

function Taking({ subcontract, member, watched, simulated, ways, backSays, records }: TakingProps): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const [count, setCount] = useState(1);
  const [act, choose] = useState<ByHand>('take');
  const price = useMyPrice(subcontract, member.id, records);
  if (price.problem !== null) return <p className="card refused" role="alert">{price.problem}</p>;
  const total = price.total(count);
  if (price.each === null || total === null) return <p className="empty" role="status" aria-busy="true">{t('things.take.asking')}</p>;
  const unit = unitOf(subcontract.unit);
  return (
    <section className="card take" aria-label={t('things.take.label')}>
      {ways.length < 2 ? null : (
        <div className="take-ways" role="group" aria-label={t('things.take.what')}>
          {ways.map((each) => <button key={each} type="button" aria-pressed={each === act} onClick={() => choose(each)}>{t(`things.take.${each}`)}</button>)}
        </div>
      )}
      <p className="take-price"><span className="figure">{written(price.each)}</span> <span className="figure-unit">{t('things.take.each', { unit: unitName(unit, price.each) })}</span></p>
      <Stepper count={count} change={setCount} />
      {act === 'take' ? <Leaves total={total} available={member.available[subcontract.unit] ?? '0'} unit={subcontract.unit} /> : backSays === null ? null : <p className="take-sum">{backSays}</p>}
      <WhyPrice subcontract={subcontract} price={price} count={count} />
      {ways.includes(act) ? <Confirm key={act} subcontract={subcontract} act={act} count={count} total={total} unit={unitName(unit, total)} simulated={saysByHand(subcontract, act) ? undefined : simulated} /> : <SeenByItself watched={watched} />}
    </section>
  );
}

/** All that will leave the account, before it does. */
function Leaves({ total, available, unit }: { readonly total: string; readonly available: string; readonly unit: string }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const decimals = unitOf(unit)?.decimals ?? 0;
  const isCovered = size(available) >= size(total);
  return (
    <dl className="take-sum" aria-live="polite">
      <div><dt>{t('things.take.leaves')}</dt><dd><strong><Amount amount={total} unit={unit} sign="−" /></strong></dd></div>
      <div><dt>{t('things.take.have')}</dt><dd><Amount amount={available} unit={unit} /></dd></div>
      {isCovered ? <div><dt>{t('things.take.after')}</dt><dd><Amount amount={subtract(available, total, decimals)} unit={unit} /></dd></div>
        : <div className="take-owed"><dt>{t('things.take.owed')}</dt><dd><Amount amount={subtract(total, available, decimals)} unit={unit} /></dd></div>}
    </dl>
  );
}

/** Nothing is to be confirmed where something sees it. */
function SeenByItself({ watched }: { readonly watched: ReturnType<typeof watchedBy> }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const last = lastDone(watched)?.latest;
  return (
    <div className="take-seen" aria-live="polite">
      <p><strong>{t('things.take.seen')}</strong></p>
      {last === undefined ? null : <p className="quiet">{t('things.take.seen_last', { device: titled(last.device), name: nameOf(String(last.values['by'])), at: dayAndTime(zone, last.at) })}</p>}
    </div>
  );
}
