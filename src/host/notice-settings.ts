/**
 * By which mail server notices go out: `notices.yaml` in the data folder, or the environment, which goes before it. A password need be in neither:
 * `password_file` names a file that holds it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { SmtpSettings } from '../adapters/notify/smtp.ts';

/** What is wrong with the settings, in words. */
export class NoticeSettingsError extends Error {
  override readonly name = 'NoticeSettingsError';
  readonly hint = 'The manual\'s page on notices shows what notices.yaml holds.';
}

const text = z.string().min(1).max(300);
const fileSchema = z.strictObject({
  smtp: z.strictObject({
    host: text, port: z.int().min(1).max(65_535).optional(), secure: z.boolean().optional(), user: text.optional(), password: z.string().max(300).optional(), password_file: text.optional(), from: text,
  }),
});

/** Undefined: none is named, and no mail goes out. @throws NoticeSettingsError */
export function readNoticeSettings(folder: string | undefined, environment: { readonly [name: string]: string | undefined }): SmtpSettings | undefined {
  const url = environment['FRANKPLEDGE_SMTP_URL'];
  if (url !== undefined && url !== '') return fromUrl(url, environment['FRANKPLEDGE_MAIL_FROM'] ?? '');
  const path = folder === undefined ? undefined : join(folder, 'notices.yaml');
  if (folder === undefined || path === undefined || !existsSync(path)) return undefined;
  const { smtp } = readFile(path);
  const { host, user, from, secure = smtp.port === undefined || smtp.port === 465, port = secure ? 465 : 587 } = smtp;
  const password = smtp.password_file === undefined ? smtp.password : readPassword(resolve(folder, smtp.password_file));
  return checked({ host, port, secure, from, ...(user === undefined ? {} : { user, password: password ?? '' }) }, path);
}

function fromUrl(given: string, from: string): SmtpSettings {
  const url = URL.parse(given);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') throw new NoticeSettingsError('FRANKPLEDGE_SMTP_URL is no address such as smtps://user:password@mail.example:465');
  const secure = url.protocol === 'smtps:';
  return checked({
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? (secure ? 465 : 587) : Number(url.port), secure, from,
    ...(url.username === '' ? {} : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }),
  }, 'FRANKPLEDGE_MAIL_FROM');
}

function checked(settings: SmtpSettings, where: string): SmtpSettings {
  if (!/^([^<>\r\n]* )?<?[^\s<>@]+@[^\s<>@]+>?$/.test(settings.from)) throw new NoticeSettingsError(`${where}: the sender must be an address, as Linden <notices@linden.example>`);
  return settings;
}

function readFile(path: string): z.infer<typeof fileSchema> {
  let raw: unknown;
  try {
    raw = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new NoticeSettingsError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = fileSchema.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new NoticeSettingsError(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not understood'}`);
}

function readPassword(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new NoticeSettingsError(`${path}, in which the mail server's password is to be, can't be read`);
  }
}
