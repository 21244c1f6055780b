/** How sending goes, for whoever runs the server: in counts, without anybody's address or what they were told. */
import type { DatabaseSync } from 'node:sqlite';
import type { Channel } from '../../notices/preferences.ts';
import type { NoticeStatus } from '../../notices/store.ts';

export function statusOf(database: DatabaseSync): NoticeStatus {
  const count = (sql: string): number => Number(database.prepare(`SELECT count(*) AS count FROM ${sql}`).get()?.['count']);
  const records = database.prepare("SELECT value FROM own WHERE name = 'records'").get()?.['value'];
  const last = database.prepare('SELECT done, channel, problem FROM outbox WHERE done IS NOT NULL AND problem IS NOT NULL ORDER BY done DESC LIMIT 1').get();
  return {
    records: Number(records ?? 0), members: count('people WHERE preferences IS NOT NULL'),
    addresses: { confirmed: count('people WHERE address IS NOT NULL AND confirmed = 1'), unconfirmed: count('people WHERE address IS NOT NULL AND confirmed = 0') }, devices: count('devices'),
    waiting: count('outbox WHERE next IS NOT NULL'), sent: count('outbox WHERE done IS NOT NULL AND problem IS NULL'), failed: count('outbox WHERE done IS NOT NULL AND problem IS NOT NULL'),
    lastFailure: last === undefined ? null : { at: Number(last['done']), channel: last['channel'] as Channel, problem: String(last['problem']) },
  };
}
