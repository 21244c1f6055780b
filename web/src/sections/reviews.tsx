import type { ReviewShown } from '../../../src/views/shown.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { useSpeaking } from '../words/context.ts';
import { called, sentence, titled } from '../words/names.ts';
import { dayAndTime, daysLeft, shortDay } from '../words/time.ts';
import { Sureness } from '../why/sureness.tsx';
import { Card } from './card.tsx';

export function Reviews({ reviews, now }: { readonly reviews: readonly ReviewShown[]; readonly now: number }): React.JSX.Element {
  return (
    <Card id="reviews" title={t('things.reviews.waiting')} className="area-reviews" aside={reviews.length === 0 ? undefined : <span className="tag tag-wait">{reviews.length}</span>}>
      {reviews.length === 0 ? <p className="empty">{t('things.reviews.none')}</p> : (
        <ul className="reviews">
          {reviews.map((review) => <li key={`${review.subcontract} ${review.id}`} className="review"><Review review={review} now={now} /></li>)}
        </ul>
      )}
      {reviews.length === 0 ? null : <p><a href="#/things/doubts">{t('things.reviews.decide')}</a></p>}
    </Card>
  );
}

/** What is in doubt, how sure it was, and who may decide until when. */
export function Review({ review, now }: { readonly review: ReviewShown; readonly now: number }): React.JSX.Element {
  const { zone, nameOf, subcontractOf } = useSpeaking();
  const left = daysLeft(zone, now, review.expires);
  const notThese = [...new Set([...(review.by === null ? [] : [review.by]), ...review.parties])].map(nameOf).join(', ');
  return (
    <>
      <h3>{titled(review.subcontract)}: {described(review)}{review.by === null ? '' : `, ${nameOf(review.by)}?`}</h3>
      <p>{sentence(phrase(review.reason))}.</p>
      {review.observation === null ? null : <Sureness observation={review.observation} subcontract={subcontractOf(review.subcontract)} />}
      <p className="quiet">
        {dayAndTime(zone, review.at)} · {review.deciders !== null ? t('things.reviews.some', { names: review.deciders.map(nameOf).join(', ') }) : notThese === '' ? t('things.reviews.any') : t('things.reviews.any_but', { names: notThese })}
        {left > 365 ? '' : ` · ${t('things.reviews.dropped', { day: shortDay(zone, review.expires), count: left })}`}
      </p>
    </>
  );
}

/** What is in doubt, from its numbers. */
function described({ numbers }: ReviewShown): string {
  const kind = typeof numbers['kind'] === 'string' ? called(numbers['kind']) : t('things.reviews.observation');
  if (typeof numbers['count'] === 'number') return t('things.reviews.of_pieces', { kind, count: numbers['count'] });
  if (typeof numbers['amount'] === 'string') return t('things.reviews.of_amount', { kind, amount: numbers['amount'] });
  return kind;
}
