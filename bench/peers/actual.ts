// Actual's web app (MIT), as its package has it built: the first load up to its first useful view, on the same throttled phone as ours.
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { launchBrowser } from '../../test/browser/chromium.ts';
import { loadFigures, measureLoad, serveStatic, type Loaded } from '../browser.ts';
import { PeersMissing, runAlone, type Measured, type RunOptions } from './peer.ts';

const build = join(import.meta.dirname, 'node_modules', '@actual-app', 'web', 'build');

async function run({ rounds }: RunOptions): Promise<Measured> {
  if (!existsSync(build)) throw new PeersMissing('@actual-app/web');
  // Its own server sends these: its database in the page needs shared memory.
  const server = await serveStatic(build, { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' });
  const browser = await launchBrowser();
  try {
    const loads: Loaded[] = [];
    // Without a server of its own it asks for one: the first view on which somebody can do something.
    for (let round = 0; round < rounds; round++) {
      console.error(`bench: Actual, first load on a slow line, ${round + 1} of ${rounds} …`);
      loads.push(await measureLoad(browser, server.url, async (page) => { await page.getByRole('button').first().waitFor(); }));
    }
    return { figures: loadFigures('Actual', 'its files gzipped from a plain server, up to the first button; it has no data of anybody yet', loads) };
  } finally {
    await browser.close();
    server.close();
  }
}

if (import.meta.main) await runAlone(run);
