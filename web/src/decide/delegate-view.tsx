import { useState } from 'react';
import type { DelegationShown, DelegationsShown } from '../../../src/views/deciding-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { useMembers } from '../sections/use-members.ts';
import { useSpeaking } from '../words/context.ts';
import { shortDay } from '../words/time.ts';
import { Asked } from './asking.tsx';
import type { Followed } from './followed.ts';

type DelegateViewProps = { readonly overview: Overview; readonly followed: Followed };

/** Who votes for one where one says nothing oneself. */
export function DelegateView({ overview, followed }: DelegateViewProps): React.JSX.Element {
  const { member } = useMe();
  return (
    <>
      <p className="back"><a href="#/decide">{t('decide.back')}</a></p>
      {member === null ? <Card id="delegate" title={t('decide.delegate.title')}><p>{t('decide.delegate.who')}</p></Card> : <Own member={member} overview={overview} followed={followed} />}
    </>
  );
}

function Own({ member, overview, followed }: DelegateViewProps & { readonly member: string }): React.JSX.Element {
  const { ready } = useMe();
  const live = useLive<DelegationsShown>(`/api/members/${member}/delegations`, followed.records);
  return (
    <Card id="delegate" title={t('decide.delegate.title')}>
      <p>{t('decide.delegate.says')}</p>
      <Asked live={live}>{({ given, received }) => (
        <>
          <h3>{t('decide.delegate.given')}</h3>
          {given.length === 0 ? <p className="empty">{t('decide.delegate.given_none')}</p> : <ul className="delegations">{given.map((each) => <li key={each.topic ?? ''}><Given delegation={each} /></li>)}</ul>}
          {ready ? <New member={member} overview={overview} given={given} received={received} /> : <p><Text id="decide.make_key.delegate" values={{ link: (words: React.ReactNode) => <a href="#/me">{words}</a> }} /></p>}
          <h3>{t('decide.delegate.received')}</h3>
          <Received received={received} />
        </>
      )}</Asked>
    </Card>
  );
}

function topicWords(topic: string | null): string {
  return topic === null ? t('decide.delegate.everything_else') : topic;
}

function Given({ delegation: { to, topic, recordedAt } }: { readonly delegation: DelegationShown }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const me = useMe();
  const { busy, refused, run } = useActing();
  return (
    <>
      <span><Text id="decide.delegate.one" values={{ name: nameOf(to), topic: topicWords(topic), day: shortDay(zone, recordedAt), strong: (words: React.ReactNode) => <strong>{words}</strong>, quiet: (words: React.ReactNode) => <span className="quiet">{words}</span> }} /></span>
      {me.ready ? <button type="button" className="small-button" disabled={busy} onClick={() => void run(() => me.say({ kind: 'delegate', body: { topic, to: null } }))}>{t('decide.delegate.take_back')}</button> : null}
      <RefusedNote refused={refused} />
    </>
  );
}

function Received({ received }: { readonly received: readonly DelegationShown[] }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  if (received.length === 0) return <p className="empty">{t('decide.delegate.received_none')}</p>;
  return <ul className="plain-list">{received.map(({ member, topic }) => <li key={`${member} ${topic ?? ''}`}>{t('decide.delegate.from', { name: nameOf(member), topic: topicWords(topic) })}</li>)}</ul>;
}

type NewProps = { readonly member: string; readonly overview: Overview; readonly given: readonly DelegationShown[]; readonly received: readonly DelegationShown[] };

/** Shows what it would do before it does it. */
function New({ member, overview, given, received }: NewProps): React.JSX.Element {
  const me = useMe();
  const { nameOf } = useSpeaking();
  const { busy, refused, run } = useActing();
  const people = useMembers(overview).filter(({ id, commons, voteless, left }) => id !== member && !commons && voteless !== true && left === null);
  const [to, setTo] = useState('');
  const [topic, setTopic] = useState('');
  const on = topic.trim() === '' ? null : topic.trim();
  const before = given.find((each) => each.topic === on);
  const along = received.filter((each) => each.topic === on || on === null).map((each) => nameOf(each.member));
  return (
    <form className="stack inset" onSubmit={(event) => { event.preventDefault(); void run(() => me.say({ kind: 'delegate', body: { topic: on, to } })).then((isDone) => { if (isDone) setTo(''); }); }}>
      <label className="field"><span>{t('decide.delegate.given')}</span><select value={to} onChange={({ target }) => setTo(target.value)}><option value="">{t('decide.delegate.choose')}</option>{people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select></label>
      <label className="field"><span>{t('decide.delegate.topic')} <span className="quiet">{t('decide.delegate.topic_hint')}</span></span><input type="text" value={topic} maxLength={64} onChange={({ target }) => setTopic(target.value)} /></label>
      {to === '' ? null : <Preview to={to} on={on} before={before} along={along} />}
      <p><button type="submit" className="act act-small" disabled={busy || to === ''}>{t('decide.delegate.trust')}</button></p>
      <RefusedNote refused={refused} />
    </form>
  );
}

type PreviewProps = { readonly to: string; readonly on: string | null; readonly before: DelegationShown | undefined; readonly along: readonly string[] };

function Preview({ to, on, before, along }: PreviewProps): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { got } = useLive<DelegationsShown>(`/api/members/${to}/delegations`, 0);
  const further = got?.ok === true ? (got.value.given.find(({ topic }) => topic === on) ?? got.value.given.find(({ topic }) => topic === null)) : undefined;
  return (
    <div className="preview" role="status">
      <p>{t(on === null ? 'decide.delegate.preview_any' : 'decide.delegate.preview_topic', { topic: on ?? '', name: nameOf(to), further: further === undefined ? 'none' : nameOf(further.to) })}</p>
      {before === undefined ? null : <p>{t('decide.delegate.instead', { name: nameOf(before.to) })}</p>}
      {along.length === 0 ? null : <p>{t('decide.delegate.along', { names: along.join(', ') })}</p>}
    </div>
  );
}
