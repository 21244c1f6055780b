/** The two pages that a mail leads to: they need no login and no script, and do nothing before a button was pressed, since mail programs open links by themselves. */
import { createHash } from 'node:crypto';
import type { Context, Hono } from 'hono';
import { readBytes } from './body.ts';
import { errorResponse } from './errors.ts';
import { escaped } from './html.ts';
import type { MailPage, NoticePorts } from './notice-ports.ts';

const pages = [['/unsubscribe', 'end'], ['/confirm-address', 'confirm']] as const;

/** Bytes of a form with one button, or of what RFC 8058 sends. */
const formBytesMax = 1024;

export function addNoticePages(app: Pick<Hono, 'get' | 'post'>, notices: NoticePorts): void {
  for (const [path, does] of pages) {
    app.get(path, (c: Context) => shown(notices.asked(does, c.req.query('token') ?? ''), 200));
    // RFC 8058, 3.1: a mail program posts to the same address, without cookies; its body says only that one click was made.
    app.post(path, async (c: Context) => {
      const body = await readBytes(c.req.raw, formBytesMax);
      if (!body.ok) return errorResponse(body.refusal);
      const page = notices.done(does, c.req.query('token') ?? '');
      return shown(page, page.good ? 200 : 403);
    });
  }
}

const style = 'body{font:1.05rem/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.25rem;color:CanvasText;background:Canvas;color-scheme:light dark}button{font:inherit;padding:.6rem 1.1rem;min-height:2.75rem}';
const styleHash = createHash('sha256').update(style).digest('base64');

function shown({ language, title, says, button }: MailPage, status: number): Response {
  const form = button === null ? '' : `<form method="post"><button>${escaped(button)}</button></form>`;
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${style}</style></head><body><main><h1>${escaped(title)}</h1><p>${escaped(says)}</p>${form}</main></body></html>`;
  return new Response(html, {
    status, headers: {
      'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      // With no referrer at all, a form comes from nowhere, and is taken for another site's.
      'referrer-policy': 'same-origin',
    },
  });
}
