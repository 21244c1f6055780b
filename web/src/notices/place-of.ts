import { address } from '../shell/address.ts';
import type { NoticeItem } from './own.ts';

/** From a notice to where it is done, or seen; null: nowhere but at its record. */
export function placeOf({ topic, proposal, review }: Pick<NoticeItem, 'topic' | 'proposal' | 'review'>): string | null {
  const [holder = ''] = topic.split('/');
  if (proposal !== null) return address('decide', proposal);
  if (review !== null || holder === '@review') return '#/things/doubts';
  if (holder === '@debt') return '#/money';
  return holder === '@bank' ? '#/money/bank' : null;
}
