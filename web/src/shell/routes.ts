/** Every page with its address; all but the first are loaded when they are looked at. The first pattern that fits is taken. */
import { lazy } from 'react';
import type { PageOf } from './page-props.ts';

export type RouteOf = { readonly pattern: string; readonly Page: PageOf };

const Books = lazy(async () => ({ default: (await import('../books/books-page.tsx')).BooksPage }));
const Ledger = lazy(async () => ({ default: (await import('../ledger/pages.tsx')).LedgerPages }));
const Deciding = lazy(async () => ({ default: (await import('../decide/pages.tsx')).DecidePages }));
const Agreements = lazy(async () => ({ default: (await import('../agreements/pages.tsx')).AgreementPages }));
const Charter = lazy(async () => ({ default: (await import('../charter/charter-page.tsx')).CharterPage }));
const Money = lazy(async () => ({ default: (await import('../money/pages.tsx')).MoneyPages }));
const Notices = lazy(async () => ({ default: (await import('../notices/pages.tsx')).NoticePages }));
const Today = lazy(async () => ({ default: (await import('../today/today-page.tsx')).TodayPage }));
const Things = lazy(async () => ({ default: (await import('../things/pages.tsx')).ThingPages }));
const Vouch = lazy(async () => ({ default: (await import('../acting/vouch-page.tsx')).VouchPage }));
const Invite = lazy(async () => ({ default: (await import('../found/invite-page.tsx')).InvitePage }));
const Me = lazy(async () => ({ default: (await import('../acting/me-page.tsx')).MePage }));
const Waiting = lazy(async () => ({ default: (await import('../offline/waiting-page.tsx')).WaitingPage }));

export const routes: readonly RouteOf[] = [
  { pattern: '/', Page: Today },
  { pattern: '/books', Page: Books },
  { pattern: '/ledger/*?', Page: Ledger },
  { pattern: '/decide/*?', Page: Deciding },
  { pattern: '/agreements/*?', Page: Agreements },
  { pattern: '/charter', Page: Charter },
  { pattern: '/money/*?', Page: Money },
  { pattern: '/things/*?', Page: Things },
  { pattern: '/notices/*?', Page: Notices },
  { pattern: '/me', Page: Me },
  { pattern: '/invite', Page: Invite },
  { pattern: '/waiting', Page: Waiting },
  { pattern: '/me/vouch/:asked', Page: Vouch },
];
