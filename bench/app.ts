// The app in Chromium with 50 members and 20,000 records: what the first load takes on a phone of the middle, how long an act takes to another
// browser's screen, and what an hour of events leaves in memory. Alone: node bench/app.ts [--rounds 3] [--observations RECORDS]
import type { Browser, Page } from 'playwright-core';
import { buildPage, isPageFresh, pageFolder } from '../src/host/page.ts';
import { systemClock } from '../src/host/clock.ts';
import { serveCollective, type Serving } from '../src/host/serve.ts';
import { launchBrowser } from '../test/browser/chromium.ts';
import { makeAppPast, type AppPast } from './app-past.ts';
import { loadFigures, measureLoad, type Loaded } from './browser.ts';
import { median, runAlone, type Figure, type Measured, type RunOptions } from './peers/peer.ts';

const recordsFull = 20_000;
/** One a second for an hour; offered as fast as they are taken. */
const eventsFull = 3600;
const smokeBelow = 1000;
const eventsAtOnce = 20;
/** People don't act four times a second: what is sent at most so often is then sent at once. */
const betweenActsMs = 500;
const eventsPerWord = 600;
/** Longer than any machine takes: then something is wrong. */
const shownMsMax = 60_000;

async function run({ observations, rounds, seed }: RunOptions): Promise<Measured> {
  const isSmoke = observations < smokeBelow;
  if (!isPageFresh()) await buildPage();
  say('making its past');
  const past = await makeAppPast(isSmoke ? observations : recordsFull, seed, Date.now());
  const serving = await serveCollective({ place: { store: past.store, operator: past.operator, gateway: past.gateway }, clock: systemClock, port: 0, webFolder: pageFolder, open: true, tell: () => undefined });
  const browser = await launchBrowser();
  try {
    const loads: Loaded[] = [];
    for (let round = 0; round < rounds; round++) {
      say(`first load on a slow line, ${round + 1} of ${rounds}`);
      loads.push(await measureLoad(browser, serving.url, async (page) => { await page.locator('#happened').first().waitFor(); }));
    }
    say('from an act to another screen');
    const acts = await actToScreen(browser, serving, past, isSmoke ? 3 : 30);
    say('an hour of events');
    const memory = await memoryAfter(browser, serving, past, isSmoke ? 60 : eventsFull);
    return { figures: [...loadFigures('Frankpledge', `${isSmoke ? observations : recordsFull} records, 50 members`, loads), ...acts, ...memory] };
  } finally {
    await browser.close();
    await serving.close();
  }
}

/** A payment that one browser hands in until another shows it; both on this machine, by one clock, unthrottled. */
async function actToScreen(browser: Browser, serving: Serving, past: AppPast, times: number): Promise<readonly Figure[]> {
  const [giver, watcher] = [await openBooks(browser, serving), await openBooks(browser, serving)];
  const each: number[] = [];
  for (let count = 0; count < times; count++) {
    await watcher.waitForTimeout(betweenActsMs);
    // The kernel may put a record of its own before it.
    const [shownAt, begunAt] = await Promise.all([whenShown(watcher, serving.writer.collective.state.seq + 1), giver.evaluate(async (sealed) => {
      const at = Date.now();
      const answer = await fetch('/api/entries', { method: 'POST', headers: { 'content-type': 'application/json' }, body: sealed });
      if (!answer.ok) throw new Error(await answer.text());
      return at;
    }, JSON.stringify(past.payment(Date.now())))]);
    each.push(shownAt - begunAt);
  }
  await Promise.all([giver, watcher].map((page) => page.context().close()));
  each.sort((a, b) => a - b);
  const what = `a payment from one browser's fetch to the number of records on another's screen, ${times} times, half a second after one another, on this machine`;
  return [
    { name: 'Frankpledge, from an act to another browser\'s screen, median', what, unit: 'ms', digits: 0, value: median(each) },
    { name: 'Frankpledge, from an act to another browser\'s screen, longest', what, unit: 'ms', digits: 0, value: each.at(-1) ?? 0 },
  ];
}

/** What the page's scripts hold, after a collection, before and after the events. */
async function memoryAfter(browser: Browser, serving: Serving, past: AppPast, events: number): Promise<readonly Figure[]> {
  const page = await openBooks(browser, serving);
  const devtools = await page.context().newCDPSession(page);
  const held = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
  };
  const before = await held();
  for (let from = 0; from < events; from += eventsAtOnce) {
    if (from > 0 && from % eventsPerWord === 0) say(`an hour of events, ${from} of ${events}`);
    await Promise.all(Array.from({ length: Math.min(eventsAtOnce, events - from) }, () => serving.writer.submit(past.next(Date.now()))));
    await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => resolve(null)); }));
  }
  await whenShown(page, serving.writer.collective.state.seq);
  const after = await held();
  await page.context().close();
  const what = `what the page's scripts hold after a collection, on the books, before and after ${events} records: as many as one a second makes in an hour, offered faster`;
  return [
    { name: 'Frankpledge, memory of the page', what, unit: 'MiB', digits: 1, value: before },
    { name: 'Frankpledge, memory of the page after an hour of events', what, unit: 'MiB', digits: 1, value: after },
  ];
}

async function openBooks(browser: Browser, serving: Serving): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${serving.url}/#/books`);
  await page.locator('.ledger-line').waitFor();
  return page;
}

/**
 * When the books show so many records, or more, by `Date.now()` there.
 * @throws Error when they don't within a while
 */
async function whenShown(page: Page, records: number): Promise<number> {
  const shown = await page.evaluate(({ wanted, waitMs }) => new Promise<{ readonly at: number } | { readonly last: number }>((resolve) => {
    const count = (): number => Number((document.querySelector('.ledger-line dd')?.textContent ?? '').replaceAll(/\D/g, ''));
    const seen = new MutationObserver(() => { if (count() >= wanted) end({ at: Date.now() }); });
    const late = setTimeout(() => end({ last: count() }), waitMs);
    const end = (what: { readonly at: number } | { readonly last: number }): void => {
      seen.disconnect();
      clearTimeout(late);
      resolve(what);
    };
    seen.observe(document.body, { subtree: true, childList: true, characterData: true });
    if (count() >= wanted) end({ at: Date.now() });
  }), { wanted: records, waitMs: shownMsMax });
  if ('at' in shown) return shown.at;
  throw new Error(`bench: the books show ${shown.last} records, not ${records}, after ${shownMsMax / 1000} s`);
}

function say(what: string): void {
  console.error(`bench: the app, ${what} …`);
}

if (import.meta.main) await runAlone(run);
