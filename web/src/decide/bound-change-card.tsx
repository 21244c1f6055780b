import type { AtMostShown, BoundCaseShown, BoundChangeShown } from '../../../src/views/bound-shown.ts';
import type { ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { called, titled } from '../words/names.ts';

type BoundChangeCardProps = { readonly proposal: ProposalDetail; readonly records: number };

/** What an open proposal could take from who looks, at the most: held against now. */
export function BoundChangeCard({ proposal: { id, open }, records }: BoundChangeCardProps): React.JSX.Element | null {
  const { member } = useMe();
  if (open === null) return null;
  if (member === null) return <Card id="at-most" title={t('decide.bound.title')}><p className="empty">{t('decide.bound.who')}</p></Card>;
  return <Cases member={member} address={`/api/proposals/${id}/bound?member=${member}`} records={records} />;
}

function Cases({ member, address, records }: { readonly member: string; readonly address: string; readonly records: number }): React.JSX.Element | null {
  const { got } = useLive<BoundChangeShown>(address, records);
  const { nameOf } = useSpeaking();
  const { ready } = useMe();
  if (got?.ok !== true) return null;
  const concerned = got.value.cases.filter(({ before, after, offered, over }) => before.length + after.length + offered.length > 0 || over !== null);
  return (
    <Card id="at-most" title={ready ? t('decide.bound.title') : t('decide.bound.title_of', { name: nameOf(member) })}>
      {concerned.length === 0 ? <p>{ready ? t('decide.bound.nothing') : t('decide.bound.nothing_of', { name: nameOf(member) })}</p> : concerned.map((each) => <BoundCase key={each.option ?? ''} shown={each} />)}
    </Card>
  );
}

/** One limit after the other, as it is and as it would be. */
export function BoundCase({ shown: { option, subcontract, differs: way, before, after, offered, ended, kept, over } }: { readonly shown: BoundCaseShown }): React.JSX.Element {
  return (
    <div className="bound-case">
      {option === null ? null : <h3>{titled(option)}</h3>}
      {way === 'same' ? null : <p className={`differs differs-${way}`}>{t(`decide.bound.${way}`)}</p>}
      {over === null ? null : <p>{t(`decide.bound.${over}`)}</p>}
      {ended.length + kept.length === 0 ? null : (
        <ul className="plain-list">{ended.map((part) => <li key={part}>{t('decide.bound.ended', { part: titled(part) })}</li>)}{kept.map((part) => <li key={part}>{t('decide.bound.kept', { part: titled(part) })}</li>)}</ul>
      )}
      {subcontract === null || way === 'same' || before.length === 0 ? null : <><h3>{t('decide.bound.before')}</h3><Limits limits={before} /></>}
      {subcontract === null || over !== null ? null : after.length === 0 ? <p>{t('decide.bound.take_nothing')}</p> : <><h3>{t(way === 'same' ? 'decide.bound.as_now' : 'decide.bound.then')}</h3><Limits limits={after} /></>}
      {offered.length === 0 ? null : <><h3>{t('decide.bound.offered')}</h3><Limits limits={offered} /></>}
    </div>
  );
}

/** Each limit with its figures, so that they stand below each other. */
export function Limits({ limits }: { readonly limits: readonly AtMostShown[] }): React.JSX.Element {
  return (
    <ul className="limits">
      {limits.map(({ as, name, unit, perEvent, perPerson, inTotal, held }, place) => (
        <li key={place}>
          <span className="limit-as">{held ? t('decide.limit.held', { as: t(`decide.limit.${as}`, { name: called(name ?? '') }) }) : t(`decide.limit.${as}`, { name: called(name ?? '') })}</span>
          <dl>
            <div><dt>{t('decide.limit.at_a_time')}</dt><dd><Amount amount={perEvent} unit={unit} /></dd></div>
            <div><dt>{t('decide.limit.in_days', { days: perPerson.days })}</dt><dd><Amount amount={perPerson.amount} unit={unit} /></dd></div>
            {inTotal === null ? null : <div><dt>{t('decide.limit.from_all', { days: inTotal.days })}</dt><dd><Amount amount={inTotal.amount} unit={unit} /></dd></div>}
          </dl>
        </li>
      ))}
    </ul>
  );
}
