import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readNoticeStatus } from '../adapters/notify/store.ts';
import { openMailServer } from '../testing/mail-server.ts';
import { dayMs } from '../vocabulary/time.ts';

const messages = 30;
/** On their way at once: what the mail server may have taken just before a fall, and this side not noted (notice-sending.ts). */
const atOnceMax = 5;

test('kill -9 while mail goes out, again and again: each message arrives, and only one that was on its way at that moment may come twice, as the same message', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-notices-'));
  const mails = await openMailServer();
  let child: ChildProcess | undefined;
  t.after(async () => {
    child?.kill('SIGKILL');
    await mails.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const names = (): string[] => mails.taken.map(({ raw }) => /^Message-ID: <([^@]+)@/mi.exec(raw)?.[1] ?? assert.fail(raw));
  let falls = 0;
  for (let isDone = false; !isDone; falls += 1) {
    const before = mails.taken.length;
    // A day later each time: what was under way at a fall waits as after a try.
    child = send(folder, mails.port, (falls + 1) * dayMs);
    const ended = once(child, 'exit');
    const enough = (async () => {
      while (mails.taken.length < before + 6 && child?.exitCode === null) await new Promise((next) => { setImmediate(next); });
    })();
    await Promise.race([ended, enough]);
    child.kill('SIGKILL');
    const [code] = (await ended) as [number | null];
    isDone = code === 0;
    assert.ok(falls < messages, 'each time some are sent');
  }
  assert.ok(falls >= 3, `${falls} falls`);
  assert.deepEqual([...new Set(names())].sort(), Array.from({ length: messages }, (_, n) => `weekly.mail.ana.${n + 1}`).sort());
  assert.ok(names().length <= messages + falls * atOnceMax, `${names().length} mails in ${falls} falls`);
  assert.deepEqual(((status) => [status.waiting, status.sent, status.failed])(readNoticeStatus(folder)), [0, messages, 0]);
});

function send(folder: string, port: number, now: number): ChildProcess {
  const here = (name: string): string => JSON.stringify(join(import.meta.dirname, name));
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', `
    import { openNoticeStore } from ${here('../adapters/notify/store.ts')};
    import { createMailer } from ${here('../adapters/notify/smtp.ts')};
    import { createSender } from ${here('notice-sending.ts')};
    const store = openNoticeStore(${JSON.stringify(folder)});
    store.putMail('ana', 'ana@example.org');
    store.confirmMail('ana', 'ana@example.org');
    const message = { subject: 's', text: 't', html: '<p>h</p>' };
    store.post(Array.from({ length: ${messages} }, (_, n) => ({ key: 'weekly.mail.ana.' + (n + 1), member: 'ana', channel: 'mail', to: 'ana@example.org', message, tells: [] })), 0);
    const mailer = createMailer({ host: '127.0.0.1', port: ${port}, secure: false, from: 'n@example.org' }, 'f/1');
    await createSender({ store, mailer, now: () => ${now}, tell: console.error }, () => false).work();
    store.close();
    process.exit(0);
  `], { stdio: 'inherit' });
}
