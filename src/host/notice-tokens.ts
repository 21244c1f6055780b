/** What a link in a mail carries: for whom it is and what it does, signed by this server, so that it needs no login and can't be made up. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../vocabulary/time.ts';

export type MailToken =
  | { readonly does: 'end'; readonly member: string }
  | { readonly does: 'confirm'; readonly member: string; readonly address: string; readonly until: Instant };

export type MailTokens = { readonly make: (token: MailToken) => string; readonly read: (text: string) => MailToken | undefined };

/** @param secret 32 bytes in hex. @param origin the collective's: a token is good in no other */
export function mailTokens(secret: string, origin: string): MailTokens {
  const mark = (said: string): Buffer => createHmac('sha256', Buffer.from(secret, 'hex')).update(`${origin} mail ${said}`).digest();
  return {
    make(token) {
      const said = Buffer.from(JSON.stringify(token)).toString('base64url');
      return `${said}.${mark(said).toString('base64url')}`;
    },
    read(text) {
      const [, said = '', given = ''] = /^([\w-]{1,1200})\.([\w-]{43})$/.exec(text) ?? [];
      const bytes = Buffer.from(given, 'base64url');
      if (bytes.length !== 32 || !timingSafeEqual(bytes, mark(said))) return undefined;
      return JSON.parse(Buffer.from(said, 'base64url').toString('utf8')) as MailToken;
    },
  };
}
