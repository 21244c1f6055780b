/** What members were told, and what of it is still to go out. */
import type { DatabaseSync } from 'node:sqlite';
import type { Happening, HappeningKind, Said } from '../../notices/happening.ts';
import type { Channel } from '../../notices/preferences.ts';
import type { Going, Kept, Told, Waiting } from '../../notices/store.ts';
import type { Instant } from '../../vocabulary/time.ts';

type Row = { readonly [name: string]: unknown };

const columns = 'told.n AS n, told.member AS member, told.id AS id, told.at AS at, told.kind AS kind, told.topic AS topic, told.record AS record, told.rest AS rest, told.n <= coalesce((SELECT read FROM people WHERE people.member = told.member), 0) AS seen';

export function toldTables(database: DatabaseSync) {
  const add = database.prepare('INSERT OR IGNORE INTO told (member, id, at, kind, topic, record, rest) VALUES (?, ?, ?, ?, ?, ?, ?)');
  const putGoing = database.prepare('INSERT OR IGNORE INTO going (n, member, channel, often, urgent) VALUES (?, ?, ?, ?, ?)');
  const readUpTo = database.prepare('INSERT INTO people (member, read) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET read = max(read, excluded.read)');
  const inbox = database.prepare(`SELECT ${columns} FROM told WHERE member = ? AND n < ? ORDER BY n DESC LIMIT ?`);
  const unread = database.prepare('SELECT count(*) AS count FROM told WHERE member = ? AND n > coalesce((SELECT read FROM people WHERE people.member = told.member), 0)');
  const latest = database.prepare('SELECT coalesce(max(n), 0) AS n FROM told WHERE member = ?');
  const between = database.prepare(`SELECT ${columns} FROM told WHERE member = ? AND at >= ? AND at < ? ORDER BY n`);
  const topics = database.prepare('SELECT topic, kind, rest, max(n) FROM told WHERE member = ? GROUP BY topic ORDER BY topic');
  const waiting = database.prepare('SELECT DISTINCT member, channel, often FROM going ORDER BY member, channel, often');
  const oldest = database.prepare('SELECT told.at AS at FROM going JOIN told ON told.n = going.n WHERE going.member = ? AND channel = ? AND often = ? ORDER BY going.n LIMIT 1');
  const toGo = database.prepare(`SELECT ${columns}, going.urgent AS urgent FROM going JOIN told ON told.n = going.n WHERE going.member = ? AND channel = ? AND often = ? ORDER BY told.n`);
  const gone = database.prepare('DELETE FROM going WHERE member = ? AND channel = ? AND often = ? AND n = ?');
  const stillGoing = database.prepare(`SELECT DISTINCT ${columns} FROM going JOIN told ON told.n = going.n WHERE going.member = ? ORDER BY told.n`);
  const find = database.prepare(`SELECT ${columns} FROM told WHERE n = ?`);
  const stay = database.prepare('DELETE FROM going WHERE member = ?');

  const go = (n: number, member: string, going: readonly Going[]): void => {
    for (const { channel, often, urgent } of going) putGoing.run(n, member, channel, often, urgent ? 1 : 0);
  };
  return {
    add({ happening, read, going }: Told): void {
      const { to, id, at, kind, topic, record, said, about, movement } = happening;
      const { changes, lastInsertRowid } = add.run(to, id, at, kind, topic, record, JSON.stringify({ said, about, movement }));
      if (changes === 0) return;
      go(Number(lastInsertRowid), to, going);
      if (read) readUpTo.run(to, Number(lastInsertRowid));
    },
    inbox: (member: string, before: number | undefined, limit: number): Kept[] => inbox.all(member, before ?? Number.MAX_SAFE_INTEGER, limit).map(keptOf),
    unread: (member: string): number => Number(unread.get(member)?.['count']),
    markRead: (member: string, upTo: number): void => void readUpTo.run(member, Math.min(upTo, Number(latest.get(member)?.['n']))),
    between: (member: string, from: Instant, until: Instant): Kept[] => between.all(member, from, until).map(keptOf),
    topics: (member: string) => topics.all(member).map((row) => ({ topic: String(row['topic']), kind: row['kind'] as HappeningKind, said: (JSON.parse(String(row['rest'])) as { readonly said: Said }).said })),
    waiting: () => waiting.all().map((row) => ({ member: String(row['member']), channel: row['channel'] as Channel, often: row['often'] as Going['often'] })),
    oldest({ member, channel, often }: Waiting): Instant | undefined {
      const row = oldest.get(member, channel, often);
      return row === undefined ? undefined : Number(row['at']);
    },
    toGo: ({ member, channel, often }: Waiting) => toGo.all(member, channel, often).map((row) => ({ ...keptOf(row), urgent: row['urgent'] === 1 })),
    gone({ member, channel, often }: Waiting, each: readonly number[]): void {
      for (const n of each) gone.run(member, channel, often, n);
    },
    /** What waits already goes by what holds now. */
    resort(member: string, going: (happening: Happening) => readonly Going[]): void {
      const held = stillGoing.all(member).map(keptOf);
      stay.run(member);
      for (const each of held) go(each.n, member, going(each));
    },
    tellAgain(each: readonly number[], going: (happening: Happening) => readonly Going[]): void {
      for (const n of each) {
        const row = find.get(n);
        if (row !== undefined) go(n, String(row['member']), going(keptOf(row)));
      }
    },
    erase(member: string): void {
      for (const table of ['going', 'told']) database.prepare(`DELETE FROM ${table} WHERE member = ?`).run(member);
    },
    prune: (before: Instant): void => void database.prepare('DELETE FROM told WHERE at < ?').run(before),
  };
}

function keptOf(row: Row): Kept {
  const rest = JSON.parse(String(row['rest'])) as Pick<Happening, 'said' | 'about' | 'movement'>;
  return {
    n: Number(row['n']), to: String(row['member']), id: String(row['id']), at: Number(row['at']), kind: row['kind'] as HappeningKind, topic: String(row['topic']),
    record: row['record'] === null ? null : Number(row['record']), read: row['seen'] === 1, ...rest,
  };
}
