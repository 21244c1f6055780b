import { useState } from 'react';
import type { Overview, ReviewShown } from '../../../src/views/shown.ts';
import type { JsonObject } from '../../../src/vocabulary/json.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { Card } from '../sections/card.tsx';
import { Review } from '../sections/reviews.tsx';
import { useMembers } from '../sections/use-members.ts';
import { EvidencePicture } from '../why/evidence-picture.tsx';
import type { SensingProps } from './pages.tsx';

/** What an agreement wasn't sure enough of, or was contested: it waits for a person, and something is charged or paid back by what they say. */
export function ReviewsCard({ overview, now }: Pick<SensingProps, 'overview' | 'now'>): React.JSX.Element | null {
  const { reviews } = overview;
  if (reviews.length === 0) return null;
  return (
    <Card id="reviews" title={t('things.reviews.title')} aside={<span className="quiet">{t('things.reviews.count', { count: reviews.length })}</span>}>
      <ul className="doubts">{reviews.map((review) => (
        <li key={`${review.subcontract} ${review.id}`} className="doubt">
          <Review review={review} now={now} />
          {review.observation === null || review.observation.from === null ? null : <EvidencePicture sensors={review.observation.from.sensors} />}
          <Decide review={review} overview={overview} />
        </li>
      ))}</ul>
    </Card>
  );
}

/** Neither who is in doubt nor a party to the agreement decides. */
function mayDecide({ by, parties, deciders }: ReviewShown, member: string | null): boolean {
  return member !== null && member !== by && !parties.includes(member) && (deciders?.includes(member) ?? true);
}

function Decide({ review, overview }: { readonly review: ReviewShown; readonly overview: Overview }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [reason, setReason] = useState('');
  const [who, setWho] = useState('');
  if (!mayDecide(review, me.member)) return null;
  if (!me.ready) return <p><Text id="things.reviews.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>;
  const say = (action: 'confirm' | 'drop', more: JsonObject): void => {
    const said = { observation: review.id, ...more, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) };
    void run(() => me.say({ kind: 'request', body: { subcontract: review.subcontract, action, with: said } }));
  };
  return (
    <div className="stack">
      {review.by === null ? <Who overview={overview} who={who} choose={setWho} /> : null}
      <label className="field"><span>{t('things.doubts.know')} <span className="quiet">{t('things.doubts.public')}</span></span><input type="text" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
      <p className="row-of-buttons">
        <button type="button" className="act act-small" disabled={busy} onClick={() => say('confirm', who === '' ? {} : { by: who })}>{t('things.doubts.so')}</button>
        <button type="button" className="act act-small" disabled={busy} onClick={() => say('drop', {})}>{t('things.doubts.not_so')}</button>
      </p>
      <RefusedNote refused={refused} />
    </div>
  );
}

/** Of whom nobody said it yet. */
function Who({ overview, who, choose }: { readonly overview: Overview; readonly who: string; readonly choose: (who: string) => void }): React.JSX.Element {
  const people = useMembers(overview).filter(({ commons, left }) => !commons && left === null);
  return (
    <label className="field field-short"><span>{t('things.reviews.who')} <span className="quiet">{t('things.reviews.if_known')}</span></span>
      <select value={who} onChange={({ target }) => choose(target.value)}><option value="">{t('things.reviews.nobody')}</option>{people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select></label>
  );
}
