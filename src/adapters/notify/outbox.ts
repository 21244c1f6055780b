/** What is to be sent: written down before it is sent, and kept until the channel has taken it, or it is given up. */
import type { DatabaseSync } from 'node:sqlite';
import type { Channel } from '../../notices/preferences.ts';
import type { Outgoing, Posted, PostedKind, UnderWay } from '../../notices/store.ts';
import type { Instant } from '../../vocabulary/time.ts';

export function outboxTable(database: DatabaseSync) {
  const add = database.prepare('INSERT OR IGNORE INTO outbox (key, member, channel, sent_to, message, tells, made, next) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const nextDue = database.prepare("SELECT * FROM outbox WHERE next <= ? AND n NOT IN (SELECT value FROM json_each(?)) AND (channel <> 'push' OR member NOT IN (SELECT value FROM json_each(?))) ORDER BY next, n LIMIT 1");
  const trying = database.prepare('UPDATE outbox SET next = ?, tries = tries + 1 WHERE n = ?');
  // What it said is nobody's business any more.
  const done = database.prepare("UPDATE outbox SET next = NULL, done = ?, problem = ?, message = '' WHERE n = ? RETURNING member, channel");
  const again = database.prepare('UPDATE outbox SET next = ?, problem = ? WHERE n = ?');
  const count = database.prepare('SELECT count(*) AS count FROM outbox WHERE member = ? AND substr(key, 1, length(?)) = ? AND made >= ?');
  return {
    add: ({ key, member, channel, to, message, tells }: Outgoing, made: Instant): void => void add.run(key, member, channel, to, JSON.stringify(message), JSON.stringify(tells), made, made),
    nextDue(now: Instant, { messages, pushing }: UnderWay): Posted | undefined {
      const row = nextDue.get(now, JSON.stringify(messages), JSON.stringify(pushing));
      return row === undefined ? undefined : postedOf(row);
    },
    trying: (n: number, again: Instant): void => void trying.run(again, n),
    /** Undefined: it was erased meanwhile. */
    done(n: number, at: Instant, problem: string | null): { readonly member: string; readonly channel: Channel } | undefined {
      const row = done.get(at, problem, n);
      return row === undefined ? undefined : { member: String(row['member']), channel: row['channel'] as Channel };
    },
    again: (n: number, next: Instant, problem: string): void => void again.run(next, problem, n),
    count: (member: string, kind: PostedKind, since: Instant): number => Number(count.get(member, `${kind}.`, `${kind}.`, since)?.['count']),
    erase: (member: string): void => void database.prepare('DELETE FROM outbox WHERE member = ?').run(member),
    prune: (before: Instant): void => void database.prepare('DELETE FROM outbox WHERE next IS NULL AND made < ?').run(before),
  };
}

function postedOf(row: { readonly [name: string]: unknown }): Posted {
  const text = (name: string): string => String(row[name]);
  return {
    n: Number(row['n']), key: text('key'), member: text('member'), channel: row['channel'] as Channel, to: text('sent_to'),
    message: JSON.parse(text('message')) as Outgoing['message'], tells: JSON.parse(text('tells')) as number[], made: Number(row['made']), tries: Number(row['tries']),
  };
}
