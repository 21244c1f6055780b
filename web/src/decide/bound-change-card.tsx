import type { AtMostShown, BoundCaseShown, BoundChangeShown } from '../../../src/views/bound-shown.ts';
import type { ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Card } from '../sections/card.tsx';
import { written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { nameOfUnit } from '../words/labels.ts';
import { titled } from '../words/names.ts';

type BoundChangeCardProps = { readonly proposal: ProposalDetail; readonly records: number };

/** What an open proposal could take from who looks, at the most: held against now. */
export function BoundChangeCard({ proposal: { id, open }, records }: BoundChangeCardProps): React.JSX.Element | null {
  const { member } = useMe();
  if (open === null) return null;
  if (member === null) return <Card id="at-most" title="What it can do to you at the most"><p className="empty">Say above who you are, and it stands here.</p></Card>;
  return <Cases member={member} address={`/api/proposals/${id}/bound?member=${member}`} records={records} />;
}

function Cases({ member, address, records }: { readonly member: string; readonly address: string; readonly records: number }): React.JSX.Element | null {
  const { got } = useLive<BoundChangeShown>(address, records);
  const { nameOf } = useSpeaking();
  const { ready } = useMe();
  if (got?.ok !== true) return null;
  const concerned = got.value.cases.filter(({ before, after, offered, words }) => before.length + after.length + offered.length + words.length > 0);
  return (
    <Card id="at-most" title={`What it can do to ${ready ? 'you' : nameOf(member)} at the most`}>
      {concerned.length === 0 ? <p>It changes nothing about what can be taken from {ready ? 'you' : nameOf(member)}.</p> : concerned.map((each) => <BoundCase key={each.option ?? ''} shown={each} />)}
    </Card>
  );
}

/** Where nothing differs, the words say so. */
const differs: { readonly [way in BoundCaseShown['differs']]: string | null } = {
  more: 'More could be taken than now.', less: 'Less could be taken than now.', both: 'In part more, in part less could be taken than now.', same: null,
};

/** One limit after the other, as it would be. */
export function BoundCase({ shown: { option, subcontract, differs: way, after, offered, words } }: { readonly shown: BoundCaseShown }): React.JSX.Element {
  return (
    <div className="bound-case">
      {option === null ? null : <h3>{titled(option)}</h3>}
      {differs[way] === null ? null : <p className={`differs differs-${way}`}>{differs[way]}</p>}
      {words.length === 0 ? null : <ul className="plain-list">{words.map((each) => <li key={each}>{each}</li>)}</ul>}
      {subcontract === null ? null : after.length === 0 ? <p>It could take nothing.</p> : <><h3>{way === 'same' ? 'As now' : 'Then'}</h3><Limits limits={after} /></>}
      {offered.length === 0 ? null : <><h3>Only if you accept it or take it up</h3><Limits limits={offered} /></>}
    </div>
  );
}

/** Each limit with its figures, so that they stand below each other. */
export function Limits({ limits }: { readonly limits: readonly AtMostShown[] }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const inUnit = (amount: string, unit: string): React.JSX.Element => <>{written(amount)} <span className="unit">{nameOfUnit(amount, unit, unitOf)}</span></>;
  return (
    <ul className="limits">
      {limits.map(({ as, name, unit, perEvent, perPerson, inTotal, held }, place) => (
        <li key={place}>
          <span className="limit-as">{as === 'member' ? 'As one whom it binds' : as === 'party' ? `As its ${String(name)}` : as === 'purse' ? `Out of the purse ${String(name)}` : `Under ${String(name)}`}{held ? ', as in the version that you consented to' : ''}</span>
          <dl>
            <div><dt>at a time</dt><dd>{inUnit(perEvent, unit)}</dd></div>
            <div><dt>in {perPerson.days === 1 ? 'a day' : `${perPerson.days} days`}</dt><dd>{inUnit(perPerson.amount, unit)}</dd></div>
            {inTotal === null ? null : <div><dt>from all, in {inTotal.days === 1 ? 'a day' : `${inTotal.days} days`}</dt><dd>{inUnit(inTotal.amount, unit)}</dd></div>}
          </dl>
        </li>
      ))}
    </ul>
  );
}
