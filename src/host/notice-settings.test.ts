import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readNoticeSettings } from './notice-settings.ts';

test('a mail server is named in the folder or in the environment, which goes before it; its password in a file of its own', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-notices-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const write = (text: string): void => writeFileSync(join(folder, 'notices.yaml'), text);
  const from = 'Linden <notices@linden.example>';
  assert.equal(readNoticeSettings(folder, {}), undefined);
  assert.equal(readNoticeSettings(undefined, {}), undefined);
  writeFileSync(join(folder, 'mail-password'), 'right\n');
  write(`smtp: { host: mail.example, user: linden, password_file: mail-password, from: ${from} }`);
  assert.deepEqual(readNoticeSettings(folder, {}), { host: 'mail.example', port: 465, secure: true, from, user: 'linden', password: 'right' });
  write(`smtp: { host: mail.example, port: 587, from: notices@linden.example }`);
  assert.deepEqual(readNoticeSettings(folder, {}), { host: 'mail.example', port: 587, secure: false, from: 'notices@linden.example' });
  write(`smtp: { host: mail.example, secure: false, from: notices@linden.example }`);
  assert.equal(readNoticeSettings(folder, {})?.port, 587);
  const environment = { FRANKPLEDGE_SMTP_URL: 'smtps://li%40nden:p%2Fw@[::1]:2465', FRANKPLEDGE_MAIL_FROM: from };
  assert.deepEqual(readNoticeSettings(folder, environment), { host: '::1', port: 2465, secure: true, from, user: 'li@nden', password: 'p/w' });
});

test('what is wrong with the settings is said, with where', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-notices-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const wrong = (text: string, said: RegExp): void => {
    writeFileSync(join(folder, 'notices.yaml'), text);
    assert.throws(() => readNoticeSettings(folder, {}), { name: 'NoticeSettingsError', message: said, hint: /manual/ });
  };
  wrong('smtp: [', /notices\.yaml/);
  wrong('smtp: { from: a@b.example }', /smtp\.host/);
  wrong('smtp: { host: mail.example, from: nobody }', /sender must be an address/);
  wrong('smtp: { host: mail.example, from: "a@b.example\\r\\nBcc: c@d.example" }', /sender must be an address/);
  wrong('smtp: { host: mail.example, from: a@b.example, colour: red }', /colour/);
  wrong('smtp: { host: mail.example, from: a@b.example, password_file: nowhere }', /nowhere.*can't be read/);
  assert.throws(() => readNoticeSettings(undefined, { FRANKPLEDGE_SMTP_URL: 'http://mail.example' }), /FRANKPLEDGE_SMTP_URL is no address/);
  assert.throws(() => readNoticeSettings(undefined, { FRANKPLEDGE_SMTP_URL: 'smtp://mail.example' }), /FRANKPLEDGE_MAIL_FROM/);
});
