/** Every page with its address and the areas of texts that it says. The first pattern that fits is taken. */
import type { Area } from '../messages/areas.ts';
import { later, type Later } from './later.ts';
import type { PageOf, PageProps } from './page-props.ts';

export type RouteOf = { readonly pattern: string } & Later<PageProps>;

export const routes: readonly RouteOf[] = [
  route('/', ['today'], async () => (await import('../today/today-page.tsx')).TodayPage),
  route('/books', ['agreements', 'books', 'ledger', 'money', 'pictures', 'things', 'today', 'trust'], async () => (await import('../books/books-page.tsx')).BooksPage),
  route('/ledger/*?', ['ledger', 'money', 'months', 'trust'], async () => (await import('../ledger/pages.tsx')).LedgerPages),
  route('/decide/*?', ['backtest', 'decide'], async () => (await import('../decide/pages.tsx')).DecidePages),
  route('/agreements/*?', ['adopt', 'agreements', 'backtest', 'decide', 'ledger', 'money', 'months', 'survey'], async () => (await import('../agreements/pages.tsx')).AgreementPages),
  route('/charter', ['charter', 'decide', 'found'], async () => (await import('../charter/charter-page.tsx')).CharterPage),
  route('/money/*?', ['books', 'decide', 'ledger', 'money', 'months', 'things'], async () => (await import('../money/pages.tsx')).MoneyPages),
  route('/things/*?', ['backtest', 'pictures', 'things'], async () => (await import('../things/pages.tsx')).ThingPages),
  route('/notices/*?', ['notices'], async () => (await import('../notices/pages.tsx')).NoticePages),
  route('/me', [], async () => (await import('../acting/me-page.tsx')).MePage),
  route('/invite', ['found'], async () => (await import('../found/invite-page.tsx')).InvitePage),
  route('/waiting', [], async () => (await import('../offline/waiting-page.tsx')).WaitingPage),
  route('/me/vouch/:asked', [], async () => (await import('../acting/vouch-page.tsx')).VouchPage),
];

function route(pattern: string, areas: readonly Area[], load: () => Promise<PageOf>): RouteOf {
  return { pattern, ...later(areas, load) };
}
