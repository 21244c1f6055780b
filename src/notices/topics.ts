/** What isn't a subcontract's, by the topics that members choose for. */
import type { HappeningKind } from './happening.ts';

/** With what each is usually. `@vote`, `@law` have a part for each topic of proposals; `@review`, `@debt` one for each subcontract. */
export const ownTopics: readonly { readonly topic: string; readonly kind: HappeningKind }[] = [
  { topic: '@vote', kind: 'asked' }, { topic: '@review', kind: 'asked' }, { topic: '@debt', kind: 'asked' }, { topic: '@recovery', kind: 'asked' }, { topic: '@consent', kind: 'asked' },
  { topic: '@law', kind: 'told' }, { topic: '@proposal', kind: 'told' }, { topic: '@watched', kind: 'told' }, { topic: '@judged', kind: 'told' }, { topic: '@bank', kind: 'told' },
  { topic: '@money', kind: 'moved' }, { topic: '@other', kind: 'told' },
];

/** Codes of the kernel's own notices; `messages/LANGUAGE/notices.json` has a `kernel.CODE` for each. */
export const kernelTopics: { readonly [code: string]: { readonly topic: string; readonly kind: HappeningKind } } = {
  recovery: { topic: '@recovery', kind: 'asked' },
  confirm_again: { topic: '@vote', kind: 'asked' },
  consent_again: { topic: '@consent', kind: 'asked' },
  consent_held: { topic: '@consent', kind: 'asked' },
  not_done: { topic: '@proposal', kind: 'told' },
  no_vote: { topic: '@proposal', kind: 'told' },
  party_left: { topic: '@law', kind: 'told' },
  opened: { topic: '@watched', kind: 'told' },
  looked: { topic: '@watched', kind: 'told' },
  measured: { topic: '@watched', kind: 'told' },
  measured_no_more: { topic: '@watched', kind: 'told' },
  permit_over: { topic: '@watched', kind: 'told' },
  judged_held: { topic: '@judged', kind: 'told' },
  judged_dropped: { topic: '@judged', kind: 'told' },
  judged_expired: { topic: '@judged', kind: 'told' },
  payout_returned: { topic: '@bank', kind: 'told' },
  income_reversed: { topic: '@bank', kind: 'told' },
  payout_came_back: { topic: '@bank', kind: 'told' },
};
