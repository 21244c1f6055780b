// What a page costs in Chromium, on a phone of the middle: processor four times slower than this machine's, a line as "fast 3G".
import { once } from 'node:events';
import { createServer } from 'node:http';
import { readFileSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { median, type Figure } from './peers/peer.ts';

/** Lighthouse's throttling for phones, as Chrome's own tools call "fast 3G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const line = { offline: false, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8, latency: 150 };
const slowDown = 4;
const waitMs = 120_000;
const quietEnoughMs = 5000;
const quietSecondsMax = 60;

export type Loaded = {
  /** Bytes of JavaScript as they came over the line, compressed, until nothing more was asked for. */
  readonly scriptBytes: number;
  readonly bytes: number;
  /** First contentful paint, and the first useful view; milliseconds from the navigation's start. */
  readonly paintMs: number;
  readonly viewMs: number;
  /** The end of the last long task (50 ms or more) before five seconds of quiet, not before the first useful view. */
  readonly interactiveMs: number;
};

/** In a browser context of its own, with nothing kept from before. @param view is there when the page is of use */
export async function measureLoad(browser: Browser, address: string, view: (page: Page) => Promise<void>): Promise<Loaded> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', line);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
  const scripts = new Set<string>();
  /** Also of what doesn't end, as a stream. */
  const received = new Map<string, number>();
  devtools.on('Network.responseReceived', ({ requestId, type }) => { if (type === 'Script') scripts.add(requestId); });
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => { received.set(requestId, (received.get(requestId) ?? 0) + encodedDataLength); });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { received.set(requestId, encodedDataLength); });
  await page.addInitScript(() => {
    const seen = { long: 0, paint: 0 };
    Object.assign(globalThis, { seenByBench: seen });
    new PerformanceObserver((list) => { for (const each of list.getEntries()) seen.long = Math.max(seen.long, each.startTime + each.duration); }).observe({ type: 'longtask', buffered: true });
    new PerformanceObserver((list) => { for (const each of list.getEntriesByName('first-contentful-paint')) seen.paint = each.startTime; }).observe({ type: 'paint', buffered: true });
  });
  page.setDefaultTimeout(waitMs);
  await page.goto(address, { waitUntil: 'commit', timeout: waitMs });
  await view(page);
  const viewMs = await page.evaluate(() => performance.now());
  let quietMs = 0;
  for (let [long, seconds] = [-1, 0]; quietMs < quietEnoughMs; seconds++) {
    if (seconds > quietSecondsMax) throw new Error(`bench: ${address} isn't quiet within ${quietSecondsMax} s of its first view`);
    await page.waitForTimeout(1000);
    const now = await page.evaluate(() => (globalThis as unknown as { seenByBench: { long: number } }).seenByBench.long);
    quietMs = now === long ? quietMs + 1000 : 0;
    long = now;
  }
  const seen = await page.evaluate(() => (globalThis as unknown as { seenByBench: { long: number; paint: number } }).seenByBench);
  await context.close();
  const bytesOf = (those: Iterable<string>): number => [...those].reduce((sum, request) => sum + (received.get(request) ?? 0), 0);
  return { scriptBytes: bytesOf(scripts), bytes: bytesOf(received.keys()), paintMs: seen.paint, viewMs, interactiveMs: Math.max(viewMs, seen.long) };
}

/** Five figures of the rounds' loads. @param what is loaded, and until when */
export function loadFigures(name: string, what: string, loads: readonly Loaded[]): readonly Figure[] {
  const figure = (of: string, unit: string, digits: number, value: (loaded: Loaded) => number): Figure => {
    const each = loads.map(value);
    return { name: `${name}, ${of}`, what: `first visit, nothing kept, processor 4 times slower, 1.6 Mbit/s and 150 ms; ${what}`, unit, digits, value: median(each), rounds: each };
  };
  return [
    figure('JavaScript over the line', 'kB', 0, ({ scriptBytes }) => scriptBytes / 1000), figure('everything over the line', 'kB', 0, ({ bytes }) => bytes / 1000),
    figure('first paint', 'ms', 0, ({ paintMs }) => paintMs), figure('first useful view', 'ms', 0, ({ viewMs }) => viewMs), figure('interactive', 'ms', 0, ({ interactiveMs }) => interactiveMs),
  ];
}

const types: { readonly [extension: string]: string } = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.wasm': 'application/wasm', '.woff2': 'font/woff2' };

export type StaticServer = { readonly url: string; readonly close: () => void };

/** A folder of built files, gzipped, as the peers' own servers have them in production. */
export async function serveStatic(folder: string, headers: { readonly [name: string]: string } = {}): Promise<StaticServer> {
  const zipped = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const asked = join(folder, path);
    const file = asked.startsWith(folder) && statSync(asked, { throwIfNoEntry: false })?.isFile() === true ? asked : join(folder, 'index.html');
    const body = zipped.get(file) ?? gzipSync(readFileSync(file));
    zipped.set(file, body);
    response.writeHead(200, { ...headers, 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-encoding': 'gzip' });
    response.end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('bench: no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => { server.closeAllConnections(); server.close(); } };
}
