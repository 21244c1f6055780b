/** Mail by SMTP: one message at a time, each with an id that says that it is the same one when it comes again. */
import { createTransport } from 'nodemailer';
import type { OutgoingMail } from '../../notices/store.ts';
import { notSent, type Sent } from './sending.ts';

export type SmtpSettings = {
  readonly host: string; readonly port: number;
  /** TLS from the first byte; else it is begun by STARTTLS, and asked for wherever the server isn't this machine. */
  readonly secure: boolean;
  readonly user?: string; readonly password?: string;
  /** As `Linden <notices@linden.example>`. */
  readonly from: string;
};

export type Mailer = {
  /** @param key names the message for ever */
  readonly send: (to: string, key: string, message: OutgoingMail) => Promise<Sent>;
  readonly close: () => void;
};

/** Long enough for a server that greets slowly on purpose, as some do against spam. */
const waitMs = 30_000;

/** @param name of the collective's log: what stands behind the @ in a message's id */
export function createMailer({ host, port, secure, user, password, from }: SmtpSettings, name: string): Mailer {
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);
  const transport = createTransport({
    host, port, secure, requireTLS: !secure && !isHere, connectionTimeout: waitMs, greetingTimeout: waitMs, socketTimeout: 2 * waitMs, disableFileAccess: true, disableUrlAccess: true,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
  });
  return {
    async send(to, key, { subject, text, html, unsubscribe }) {
      try {
        await transport.sendMail({
          from, to: { name: '', address: to }, subject, text, html, messageId: `<${key.replaceAll(/[^\w.-]/g, '-')}@${name.replaceAll(/[^\w.-]/g, '-')}>`,
          headers: {
            // RFC 3834: nobody's holiday answer is wanted.
            'Auto-Submitted': 'auto-generated',
            ...(unsubscribe === undefined ? {} : { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
          },
        });
        return { sent: true };
      } catch (error) {
        return problemOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 5321, 4.2.1: 5yz is for good, unless it is about us and not about the message: whoever runs the server mends a wrong password. */
function problemOf(error: unknown): Sent {
  const said = error instanceof Error ? error.message : String(error);
  const { responseCode, code } = (error ?? {}) as { readonly responseCode?: unknown; readonly code?: unknown };
  const isTheirs = code === 'EENVELOPE' || code === 'EMESSAGE';
  return notSent(isTheirs && (typeof responseCode !== 'number' || responseCode >= 500) ? 'refused' : 'later', said);
}
