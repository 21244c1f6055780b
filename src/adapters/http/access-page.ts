/** What a browser without access sees: one plain page that needs no script and tells nothing of the collective. */
import { createHash } from 'node:crypto';
import { parseAccept } from 'hono/utils/accept';
import de from '../../../messages/de/shut.json' with { type: 'json' };
import en from '../../../messages/en/shut.json' with { type: 'json' };
import es from '../../../messages/es/shut.json' with { type: 'json' };
import { chosenOf, type Language } from '../../vocabulary/languages.ts';
import { escaped } from './html.ts';

const words: { readonly [language in Language]: typeof en } = { en, de, es };

/** What a browser says that its person reads. @param header `Accept-Language` (RFC 9110, 12.5.4), null where there is none */
export function languageOf(header: string | null): Language {
  return chosenOf(parseAccept(header ?? '').toSorted((a, b) => b.q - a.q).map(({ type }) => type));
}

/** A page, and the policy under which its own style counts. */
export type Page = { readonly html: string; readonly policy: string };

/** The page's colours and type, as in web/src/style/tokens.css: that file isn't there where the page isn't built. */
const style = `
:root { color-scheme: light dark; --paper: #f4ecdd; --card: #fdf8ee; --edge: #e0d0b4; --ink: #2a2018; --quiet: #6a5742; --accent: #8a4a16 }
@media (prefers-color-scheme: dark) { :root { --paper: #17120f; --card: #221b16; --edge: #3d3127; --ink: #f2e8d8; --quiet: #bba78d; --accent: #e7a562 } }
* { box-sizing: border-box }
body { margin: 0; min-height: 100dvh; display: grid; place-content: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif }
main { max-width: 34rem; padding: clamp(1.5rem, 5vw, 2.75rem); background: var(--card); border: 1px solid var(--edge); border-radius: 14px }
h1 { margin: 1rem 0 .75rem; font: 600 clamp(1.6rem, 1.2rem + 2vw, 2.2rem)/1.1 "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, serif; text-wrap: balance }
p { margin: 0 0 .75rem } p:last-child { margin: 0 }
.quiet { color: var(--quiet); font-size: .9rem }
a { color: var(--accent) }
code { display: block; margin: .5rem 0; padding: .6rem .8rem; border: 1px solid var(--edge); border-radius: 8px; font: .9rem ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere }
`;

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** What was wrong: no secret came, nobody was given it, it is over, or it is good for something else. */
export type Shut = 'none' | 'unknown' | 'over' | 'narrow';

/**
 * @param command how whoever runs the server makes a link that is enough
 * @param comeIn the address at which a member comes in, by their browser's key or a passkey
 */
export function closedPage(language: Language, why: Shut, command: string, comeIn: string): Page {
  const say = words[language];
  return page(language, '', `<h1>${escaped(say.title)}</h1>
<p>${escaped(say[why])}</p>
<p>${linked(say.member, comeIn)}</p>
<p>${escaped(say.link)}</p>
<code>${escaped(command)}</code>
<p class="quiet">${escaped(say.says)}</p>`);
}

/** For whoever has left, or was excluded. @param mine the address of all that is their own, as a file */
export function leftPage(language: Language, mine: string): Page {
  const say = words[language];
  return page(language, '', `<h1>${escaped(say['left.title'])}</h1>
<p>${escaped(say['left.says'])}</p>
<p>${linked(say['left.mine'], mine)}</p>`);
}

/** An address at which there is nothing to see, or not now. @param detail as a sentence without its full stop */
export function nothingPage(language: Language, detail: string): Page {
  const say = words[language];
  return page(language, '', `<h1>${escaped(say['nothing.title'])}</h1>
<p lang="en">${escaped(detail.charAt(0).toUpperCase() + detail.slice(1))}.</p>
<p><a href="/">${escaped(say['nothing.home'])}</a></p>`);
}

/** Loads the same address again, from this server's own page: only then does a browser send a cookie that is for this site alone. */
export function comingPage(language: Language): Page {
  const say = words[language];
  return page(language, '<meta http-equiv="refresh" content="0">', `<h1>${escaped(say['coming.title'])}</h1>
<p>${linked(say['coming.says'], '')}</p>`);
}

/** @param text with one `<link>…</link>` */
function linked(text: string, address: string): string {
  return escaped(text).replace('&lt;link&gt;', `<a href="${escaped(address)}">`).replace('&lt;/link&gt;', '</a>');
}

function page(language: Language, head: string, main: string): Page {
  return {
    html: `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Frankpledge</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
${head}<style>${style}</style>
</head>
<body>
<main>
<img src="/icon.svg" alt="" width="48" height="48">
${main}
</main>
</body>
</html>
`,
    policy,
  };
}
