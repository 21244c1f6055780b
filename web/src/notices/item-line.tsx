import { RecordLink } from '../ledger/record-link.tsx';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { address } from '../shell/address.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { clockTime, readable } from '../words/time.ts';
import type { NoticeItem } from './own.ts';
import { placeOf } from './place-of.ts';
import { topicName } from './topic-name.ts';

const signs = { in: '+', out: '−', lent: '', owed: '' } as const;

/** One line; it opens to why it was told, and where it is done. */
export function ItemLine({ item, isNew }: { readonly item: NoticeItem; readonly isNew: boolean }): React.JSX.Element {
  const { zone, nameOf, subcontractOf } = useSpeaking();
  const { at, words, movement, kind, over, topic, record } = item;
  const [holder = ''] = topic.split('/');
  const agreement = subcontractOf(holder);
  const place = placeOf(item);
  return (
    <details className={isNew ? 'notice notice-new' : 'notice'}>
      <summary>
        <span className="notice-words">{isNew ? <span className="tag tag-wait">{t('notices.new')}</span> : null} {sentence(readable(words))}</span>
        {movement === null ? null : <span className="notice-amount"><Amount amount={movement.amount} unit={movement.unit} sign={signs[movement.way]} /></span>}
        <span className="quiet notice-more">
          <time dateTime={new Date(at).toISOString()}>{clockTime(zone, at)}</time>
          {[agreement?.title ?? null, movement === null ? null : nameOf(movement.other), movement?.way === 'lent' || movement?.way === 'owed' ? t(`notices.way.${movement.way}`) : null, kind === 'asked' && !over ? t('notices.asked') : null].map((part) => (part === null ? '' : ` · ${part}`)).join('')}
        </span>
      </summary>
      <div className="notice-why">
        {place === null ? null : <p><a className="small-button" href={place}>{t('notices.open')}</a></p>}
        {agreement === undefined ? null : <p><Text id="notices.why.agreement" values={{ name: agreement.title, agreement: (inner) => <a href={address('agreements', agreement.id)}>{inner}</a> }} /></p>}
        <p>{record === null ? t('notices.why.debt') : <Text id="notices.why.record" values={{ record: () => <RecordLink record={record} /> }} />}</p>
        <p><Text id="notices.why.settings" values={{ topic: topicName(topic, subcontractOf), settings: (inner) => <a href="#/notices/settings">{inner}</a> }} /></p>
      </div>
    </details>
  );
}
