/** Tries the mail server that the settings name: one message, at once, past the outbox. */
import { createMailer } from '../adapters/notify/smtp.ts';
import { readNoticeSettings } from './notice-settings.ts';

export type MailTried = { readonly sent: true; readonly server: string } | { readonly sent: false; readonly server: string | null; readonly problem: string };

/** @throws NoticeSettingsError */
export async function tryMail(folder: string, environment: { readonly [name: string]: string | undefined }, to: string, at: number): Promise<MailTried> {
  const smtp = readNoticeSettings(folder, environment);
  if (smtp === undefined) return { sent: false, server: null, problem: 'no mail server is named: neither in notices.yaml nor in FRANKPLEDGE_SMTP_URL' };
  const server = `${smtp.host}:${smtp.port}`;
  const mailer = createMailer(smtp, 'notices-test');
  try {
    const words = 'The mail server that notices of this collective go out by takes them.';
    const answer = await mailer.send(to, `test.${at}`, { subject: 'Frankpledge: notices reach you', text: words, html: `<p>${words}</p>` });
    return answer.sent ? { sent: true, server } : { sent: false, server, problem: answer.problem };
  } finally {
    mailer.close();
  }
}
