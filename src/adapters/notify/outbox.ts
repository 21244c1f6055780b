/** What is to be sent: written down before it is sent, and kept until the channel has taken it, or it is given up. */
import type { DatabaseSync } from 'node:sqlite';
import type { Channel } from '../../notices/preferences.ts';
import type { Outgoing, Posted } from '../../notices/store.ts';
import { invariant } from '../../vocabulary/result.ts';
import type { Instant } from '../../vocabulary/time.ts';

export function outboxTable(database: DatabaseSync) {
  const add = database.prepare('INSERT OR IGNORE INTO outbox (key, member, channel, sent_to, message, tells, made, next) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const due = database.prepare('SELECT * FROM outbox WHERE next <= ? ORDER BY n LIMIT ?');
  // What it said is nobody's business any more.
  const done = database.prepare("UPDATE outbox SET next = NULL, done = ?, problem = ?, message = '' WHERE n = ? RETURNING member, channel");
  const again = database.prepare('UPDATE outbox SET next = ?, tries = tries + 1, problem = ? WHERE n = ?');
  const count = database.prepare('SELECT count(*) AS count FROM outbox WHERE substr(key, 1, length(?)) = ? AND made >= ?');
  return {
    add: ({ key, member, channel, to, message, tells }: Outgoing, made: Instant): void => void add.run(key, member, channel, to, JSON.stringify(message), JSON.stringify(tells), made, made),
    due: (now: Instant, limit: number): Posted[] => due.all(now, limit).map((row) => ({
      n: Number(row['n']), key: String(row['key']), member: String(row['member']), channel: row['channel'] as Channel, to: String(row['sent_to']),
      message: JSON.parse(String(row['message'])) as Outgoing['message'], tells: JSON.parse(String(row['tells'])) as number[], made: Number(row['made']), tries: Number(row['tries']),
    })),
    done(n: number, at: Instant, problem: string | null): { readonly member: string; readonly channel: Channel } {
      const row = done.get(at, problem, n);
      invariant(row !== undefined, 'the message is in the outbox');
      return { member: String(row['member']), channel: row['channel'] as Channel };
    },
    again: (n: number, next: Instant, problem: string): void => void again.run(next, problem, n),
    count: (begins: string, since: Instant): number => Number(count.get(begins, begins, since)?.['count']),
    erase: (member: string): void => void database.prepare('DELETE FROM outbox WHERE member = ?').run(member),
    prune: (before: Instant): void => void database.prepare('DELETE FROM outbox WHERE next IS NULL AND made < ?').run(before),
  };
}
