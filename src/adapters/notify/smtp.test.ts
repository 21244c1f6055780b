import assert from 'node:assert/strict';
import { test } from 'node:test';
import PostalMime from 'postal-mime';
import { openMailServer } from '../../testing/mail-server.ts';
import { createMailer, type SmtpSettings } from './smtp.ts';

const message = { subject: 'Deine Woche in Linden: 27,50 T, 4 Leute', text: 'Ärger: 15,4 kg\r\n.\r\nEnde', html: '<p>Ärger: 15,4&nbsp;kg</p>', unsubscribe: 'https://linden.example/unsubscribe?token=abc.def' };
const settings = (port: number): SmtpSettings => ({ host: '127.0.0.1', port, secure: false, from: 'Linden <notices@linden.example>' });

test('a real server takes a message with both parts, one id for ever, and how to end it with one click', async (t) => {
  const server = await openMailServer();
  t.after(() => server.close());
  const mailer = createMailer(settings(server.port), 'frankpledge/0123');
  t.after(() => mailer.close());
  assert.deepEqual(await mailer.send('ana@example.org', 'weekly.mail.ana.7', message), { sent: true });
  assert.deepEqual(await mailer.send('ana@example.org', 'weekly.mail.ana.7', message), { sent: true });
  const [first, again] = await Promise.all(server.taken.map(({ raw }) => PostalMime.parse(raw)));
  assert.deepEqual(server.taken[0]?.to, ['ana@example.org']);
  assert.equal(first?.subject, message.subject);
  assert.equal(first?.text?.replaceAll('\r\n', '\n').trim(), 'Ärger: 15,4 kg\n.\nEnde');
  assert.equal(first?.html?.trim(), message.html);
  assert.deepEqual([first?.from?.name, first?.from?.address], ['Linden', 'notices@linden.example']);
  assert.deepEqual([first?.messageId, again?.messageId], ['<weekly.mail.ana.7@frankpledge-0123>', '<weekly.mail.ana.7@frankpledge-0123>']);
  const header = (name: string): string | undefined => first?.headers.find(({ key }) => key === name)?.value;
  assert.equal(header('list-unsubscribe'), `<${message.unsubscribe}>`);
  assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click'); // RFC 8058, 3.1
  assert.equal(header('auto-submitted'), 'auto-generated');
});

test('what can\'t be sent: later, or never; a header can\'t be slipped in', async (t) => {
  const server = await openMailServer({ name: 'linden', password: 'right' });
  const mailer = createMailer({ ...settings(server.port), user: 'linden', password: 'right' }, 'f/1');
  t.after(() => mailer.close());
  server.refuse(452);
  const full = await mailer.send('ana@example.org', 'k', message);
  assert.equal(full.sent === false && full.why, 'later');
  server.refuse(550);
  const nobody = await mailer.send('ana@example.org', 'k', message);
  assert.equal(nobody.sent === false && nobody.why, 'refused');
  server.refuse(null);
  assert.deepEqual(await mailer.send('ana@example.org', 'k', { ...message, subject: 'a\r\nBcc: eve@example.org\r\n\r\nx' }), { sent: true });
  assert.deepEqual(server.taken[0]?.to, ['ana@example.org']);
  assert.doesNotMatch(server.taken[0]?.raw ?? '', /^Bcc:/mi);
  const stranger = createMailer({ ...settings(server.port), user: 'linden', password: 'wrong' }, 'f/1');
  const wrong = await stranger.send('ana@example.org', 'k', message);
  assert.equal(wrong.sent === false && wrong.why, 'later');
  await server.close();
  const away = await mailer.send('ana@example.org', 'k', message);
  assert.equal(away.sent === false && away.why, 'later');
});
