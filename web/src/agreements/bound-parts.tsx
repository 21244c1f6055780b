/** What an agreement can do to who looks: at the most, by what they said yes to, how they get out, and what is left then. */
import type { BoundBy, LeftShown, WayOutShown } from '../../../src/views/bound-shown.ts';
import type { SubcontractShown } from '../../../src/views/shown.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useMe } from '../acting/me.ts';
import { Limits } from '../decide/bound-change-card.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { calledAlone } from '../words/names.ts';
import { longDay } from '../words/time.ts';
import { Part } from './part.tsx';

export function ReachCard({ bound: { atMost, offered } }: { readonly bound: BoundBy }): React.JSX.Element {
  return (
    <Card id="reach" title={t('agreements.reach.title')}>
      {atMost.length === 0 ? <p>{t('agreements.reach.nothing')}</p> : <Limits limits={atMost} />}
      {offered.length === 0 ? null : <><h3>{t('agreements.reach.offered')}</h3><Limits limits={offered} /></>}
    </Card>
  );
}

export function ConsentCard({ bound, subcontract }: { readonly bound: BoundBy; readonly subcontract: SubcontractShown | undefined }): React.JSX.Element {
  return (
    <Card id="consent" title={t('agreements.yes.title')}>
      {bound.accepted.length === 0 ? <p>{t('agreements.yes.nothing')}</p> : <ul className="plain-list">{bound.accepted.map((each, place) => <li key={place}><Accepted accepted={each} /></li>)}</ul>}
      <Acts bound={bound} subcontract={subcontract} />
      <h3>{t('agreements.out.title')}</h3>
      <ul className="plain-list">{bound.waysOut.map((each) => <li key={`${each.how} ${each.name ?? ''}`}><WayOut way={each} /></li>)}</ul>
      <h3>{t('agreements.left.title')}</h3>
      <Left left={bound.left} />
    </Card>
  );
}

function Accepted({ accepted: { how, name, version, record, recordedAt } }: { readonly accepted: BoundBy['accepted'][number] }): React.JSX.Element {
  const { zone } = useSpeaking();
  const what = t(`agreements.yes.${how}`, { name: name === null ? '' : calledAlone(name) });
  return <Text id="agreements.yes.when" values={{ what, version: version ?? 'none', day: longDay(zone, recordedAt), record: () => <RecordLink record={record} /> }} />;
}

function WayOut({ way: { how, name, at } }: { readonly way: WayOutShown }): React.JSX.Element {
  const { zone } = useSpeaking();
  switch (how) {
    case 'withdraw': return <>{name === null ? t('agreements.out.trial') : t('agreements.out.part', { name: calledAlone(name) })}</>;
    case 'trial_ends': return <>{t('agreements.out.trial_ends', { day: longDay(zone, at ?? 0) })}</>;
    case 'leave': return <>{t(name === null ? 'agreements.out.leave' : 'agreements.out.leave_party')}</>;
    default: return <>{t(`agreements.out.${how}`)}</>;
  }
}

/** What goes on whatever one does. */
export function Left({ left: { owes, isOwed, guarantees, reviews } }: { readonly left: LeftShown }): React.JSX.Element {
  const rows = [...amounts(t('agreements.left.owes'), owes), ...amounts(t('agreements.left.is_owed'), isOwed), ...amounts(t('agreements.left.guarantees'), guarantees)];
  if (rows.length + reviews === 0) return <p>{t('agreements.left.nothing')}</p>;
  return (
    <dl className="figures-list">
      {rows.map(([name, unit, amount]) => <div key={`${name} ${unit}`}><dt>{name}</dt><dd><Amount amount={amount} unit={unit} /></dd></div>)}
      {reviews === 0 ? null : <div><dt>{t('agreements.left.reviews')}</dt><dd>{reviews}</dd></div>}
    </dl>
  );
}

function amounts(name: string, each: { readonly [unit: string]: string }): [string, string, string][] {
  return Object.entries(each).map(([unit, amount]) => [name, unit, amount]);
}

/** Accepting it, volunteering, and the parts that one takes up or gives back. */
function Acts({ bound, subcontract }: { readonly bound: BoundBy; readonly subcontract: SubcontractShown | undefined }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const { subcontract: id, standing: { state, trial } } = bound;
  if (!me.ready || state === 'retired') return null;
  const isVolunteer = trial?.volunteers.includes(me.member ?? '') === true;
  const mayAccept = !bound.bound && state !== 'retiring' && !isVolunteer;
  const parts = subcontract?.parts ?? [];
  if (!mayAccept && !isVolunteer && parts.length === 0) return null;
  const accept = (given: boolean): void => void run(() => me.say({ kind: 'accept', body: { subcontract: id, ...(given ? {} : { given: false }) } }));
  return (
    <div className="acts">
      {mayAccept ? <p className="row-of-buttons"><button type="button" className="act" disabled={busy} onClick={() => accept(true)}>{t(trial === null ? 'agreements.act.accept' : 'agreements.act.volunteer')}</button><span className="quiet">{t('agreements.act.from_then')}</span></p> : null}
      {isVolunteer ? <p><button type="button" className="small-button" disabled={busy} onClick={() => accept(false)}>{t('agreements.act.leave_trial')}</button></p> : null}
      {parts.map(({ part, says, members }) => <Part key={part} subcontract={id} part={part} says={says} taken={members.includes(me.member ?? '')} />)}
      <RefusedNote refused={refused} />
    </div>
  );
}
