import type { ProposalShown } from '../../../src/views/deciding-shown.ts';
import { answersAt } from '../api/asking.ts';
import { phrase } from '../messages/phrase.ts';
import { known, t } from '../messages/t.ts';
import { unitName, written } from '../words/amounts.ts';
import type { Speaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import type { WaitingAct } from './outbox.ts';

type Body = { readonly amount?: string; readonly unit?: string; readonly to?: string | null; readonly choice?: unknown; readonly proposal?: string; readonly subcontract?: string; readonly title?: string };

/** What somebody did, in one line. @example actWords(act, speaking) === 'Pay 5.00 crowns to Bo' */
export function actWords({ body: { entry, words } }: WaitingAct, { nameOf, unitOf }: Speaking): string {
  const said = entry.body as Body;
  const unit = said.unit === undefined ? undefined : unitOf(said.unit);
  const amount = said.amount === undefined ? '' : `${written(said.amount)} ${unitName(unit, said.amount)}`.trim();
  const choice = typeof said.choice === 'string' ? known(`offline.choice.${said.choice}`) : undefined;
  if (choice !== undefined) return t('offline.kind.ballot_of', { choice });
  return known(`offline.kind.${entry.kind}`, { amount, to: typeof said.to === 'string' ? nameOf(said.to) : '', text: words?.text ?? '' }) ?? t('offline.kind.otherwise');
}

/** What it is about, as far as that was looked at here before; `href` is null where it has no page of its own. */
export function actAbout({ body: { entry } }: WaitingAct, { subcontractOf }: Speaking): { readonly title: string; readonly href: string | null } | null {
  const { proposal, subcontract, title } = entry.body as Body;
  if (proposal !== undefined) {
    const [shown] = answersAt<Pick<ProposalShown, 'title' | 'words'>>(`/api/proposals/${proposal}`);
    return shown === undefined ? null : { title: sentence(shown.title === '' ? phrase(shown.words) : shown.title), href: `#/decide/${proposal}` };
  }
  if (subcontract !== undefined) return { title: subcontractOf(subcontract)?.title ?? subcontract, href: `#/agreements/${subcontract}` };
  return title === undefined || title === '' ? null : { title, href: null };
}
