import { holderOf, oftens, type Channel, type Choice, type Often } from '../../../src/notices/preferences.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { readable } from '../words/time.ts';
import type { Settings, Topic } from './own.ts';
import type { Changing } from './settings-view.tsx';
import { topicName } from './topic-name.ts';

type TopicsCardProps = { readonly settings: Settings; readonly changing: Changing };

/** What, by which way, how often: a few lines, each of which opens to what is in it. */
export function TopicsCard({ settings, changing }: TopicsCardProps): React.JSX.Element {
  const holders = settings.topics.filter(({ topic }) => !topic.includes('/'));
  return (
    <Card id="what" title={t('notices.what.title')}>
      <p className="quiet">{t('notices.what.says')}</p>
      <div className="topic-head" aria-hidden="true"><span>{t('notices.what.topic')}</span><span>{t('notices.what.push')}</span><span>{t('notices.what.mail')}</span><span>{t('notices.what.urgent')}</span></div>
      <Holders holders={holders.filter((each) => isUsed(each, settings))} settings={settings} changing={changing} />
      <details className="topic-parts">
        <summary>{t('notices.what.others')} <span className="quiet">({holders.filter((each) => !isUsed(each, settings)).length})</span></summary>
        <Holders holders={holders.filter((each) => !isUsed(each, settings))} settings={settings} changing={changing} />
      </details>
    </Card>
  );
}

function Holders({ holders, settings, changing }: TopicsCardProps & { readonly holders: readonly Topic[] }): React.JSX.Element {
  return <ul className="topics">{holders.map((each) => <li key={each.topic}><Holder holder={each} settings={settings} changing={changing} /></li>)}</ul>;
}

/** Something of it has come, or was chosen; and what everyone is asked sooner or later. */
function isUsed({ topic }: Topic, { topics, preferences }: Settings): boolean {
  return topic === '@vote' || topic === '@law' || topics.some((each) => holderOf(each.topic) === topic && (each.example !== null || preferences.topics[each.topic] !== undefined));
}

function Holder({ holder, settings, changing }: TopicsCardProps & { readonly holder: Topic }): React.JSX.Element {
  const parts = settings.topics.filter(({ topic }) => topic !== holder.topic && holderOf(topic) === holder.topic);
  return (
    <>
      <Row topic={holder} settings={settings} changing={changing} />
      {parts.length === 0 ? null : (
        <details className="topic-parts">
          <summary>{t('notices.what.finer')} <span className="quiet">({parts.length})</span></summary>
          <ul className="topics">{parts.map((each) => <li key={each.topic}><Row topic={each} settings={settings} changing={changing} /></li>)}</ul>
        </details>
      )}
    </>
  );
}

function Row({ topic: { topic, usual, example }, settings: { preferences }, changing: { keep } }: TopicsCardProps & { readonly topic: Topic }): React.JSX.Element {
  const { subcontractOf } = useSpeaking();
  const name = topicName(topic, subcontractOf);
  const choice = preferences.topics[topic] ?? {};
  const put = (change: Choice): void => keep({ ...preferences, topics: withChoice(preferences.topics, topic, { ...choice, ...change }) });
  const ofWhole = topic.includes('/') && preferences.topics[holderOf(topic)]?.urgent === true;
  return (
    <div className="topic">
      <div className="topic-name"><span>{name}</span>{example === null ? null : <span className="quiet">{t('notices.what.example', { words: sentence(readable(example)) })}</span>}</div>
      {(['push', 'mail'] as const).map((channel: Channel) => (
        <label key={channel} className="topic-often"><span className="topic-says">{t(`notices.what.${channel}`)}</span>
          <select aria-label={t(`notices.what.${channel}_label`, { topic: name })} value={choice[channel] ?? ''} onChange={({ target }) => put({ [channel]: target.value === '' ? undefined : (target.value as Often) })}>
            <option value="">{t('notices.what.usual', { often: t(`notices.often.${usual[channel]}`) })}</option>
            {oftens.map((often) => <option key={often} value={often}>{t(`notices.often.${often}`)}</option>)}
          </select>
        </label>
      ))}
      <label className="topic-urgent"><input type="checkbox" aria-label={t('notices.what.urgent_label', { topic: name })} checked={choice.urgent ?? ofWhole} onChange={({ target }) => put({ urgent: target.checked })} /><span className="topic-says">{t('notices.what.urgent')}</span></label>
    </div>
  );
}

/** Without what says nothing: what is usual stays usual when that changes. */
function withChoice(topics: { readonly [topic: string]: Choice }, topic: string, { push, mail, urgent }: Choice): { readonly [topic: string]: Choice } {
  const { [topic]: _before, ...others } = topics;
  const said: Choice = { ...(push === undefined ? {} : { push }), ...(mail === undefined ? {} : { mail }), ...(urgent === undefined ? {} : { urgent }) };
  return Object.keys(said).length === 0 ? others : { ...others, [topic]: said };
}
