/** Draws the app's icons from web/public/icon.svg with Chromium: `node scripts/make-icons.ts`, whenever the drawing changes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../test/browser/chromium.ts';

const folder = fileURLToPath(new URL('../web/public/', import.meta.url));
const drawing = `data:image/svg+xml;base64,${readFileSync(`${folder}icon.svg`).toString('base64')}`;

/** `share` of the edge that the drawing takes: a phone may cut a maskable icon to a circle of four fifths (W3C, safe zone). */
const icons = [
  { name: 'icon-192', edge: 192, share: 0.94, ground: 'transparent' },
  { name: 'icon-512', edge: 512, share: 0.94, ground: 'transparent' },
  { name: 'icon-maskable-512', edge: 512, share: 0.58, ground: '#f4ecdd' },
];

const browser = await launchBrowser();
for (const { name, edge, share, ground } of icons) {
  const page = await browser.newPage({ viewport: { width: edge, height: edge } });
  await page.setContent(`<body style="margin:0;height:100vh;display:grid;place-content:center;background:${ground}"><img src="${drawing}" width="${Math.round(edge * share)}"></body>`);
  await page.locator('img').evaluate((image) => (image as unknown as { decode(): Promise<void> }).decode());
  writeFileSync(`${folder}${name}.png`, await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
