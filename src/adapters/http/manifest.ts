/** What a browser asks for before it puts the app on a phone's first screen (W3C, Web Application Manifest). */

/** Icons as scripts/make-icons.ts draws them from icon.svg; a maskable one fills the shape that a phone cuts out of it. */
const icons = [
  { src: 'icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
  { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
  { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
];

/** Longest name below an icon, by what phones show of it. */
const shortNameMax = 12;

/** @param name of the collective; left out for whoever may not read it */
export function manifest(base = '', name = 'Frankpledge'): Response {
  return new Response(JSON.stringify({
    id: `${base}/`, start_url: `${base}/`, scope: `${base}/`, name, short_name: [...name].length > shortNameMax ? name.split(/[\s-]/)[0] : name,
    description: 'What a collective’s agreements did, and why.', display: 'standalone', background_color: '#f4ecdd', theme_color: '#f4ecdd', icons,
  }), { headers: { 'content-type': 'application/manifest+json', 'cache-control': 'no-cache' } });
}
