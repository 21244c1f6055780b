/** How notices of a data folder go out, read beside the server that runs on it. */
import { existsSync } from 'node:fs';
import { noticesPath } from '../adapters/notify/schema.ts';
import { readNoticeStatus } from '../adapters/notify/store.ts';
import type { NoticeStatus } from '../notices/store.ts';

/** Null: no server has run on it yet. @throws JournalError */
export function noticeStatus(folder: string): NoticeStatus | null {
  return existsSync(noticesPath(folder)) ? readNoticeStatus(folder) : null;
}
