/** The store of notices in one SQLite database per collective (`node:sqlite`): `notices.db` in the data folder, or in memory. */
import type { DatabaseSync } from 'node:sqlite';
import type { NoticeStore } from '../../notices/store.ts';
import type { Instant } from '../../vocabulary/time.ts';
import { guarded } from '../journal-sqlite/errors.ts';
import { emptyWal } from '../journal-sqlite/texts.ts';
import { transactions, type Transaction } from '../journal-sqlite/transaction.ts';
import { outboxTable } from './outbox.ts';
import { peopleTables } from './people.ts';
import { noticesPath, openNoticesDatabase, openNoticesInMemory, openNoticesToRead } from './schema.ts';
import { statusOf } from './status.ts';
import { toldTables } from './told.ts';

/** @param folder the data folder; undefined: in memory. @throws JournalError `in_use`, `newer_version`, `read_only`, `full`, `corrupt`, `io` */
export function openNoticeStore(folder: string | undefined): NoticeStore {
  const path = folder === undefined ? 'memory' : noticesPath(folder);
  const database = guarded(`can't open ${path}`, () => (folder === undefined ? openNoticesInMemory() : openNoticesDatabase(folder)));
  const transaction = transactions(database, path);
  const all: Transaction = (action) => guarded(`can't write to ${path}`, () => transaction(action));
  const own = ownTable(database);
  const told = toldTables(database);
  const people = peopleTables(database);
  const outbox = outboxTable(database);
  const done = (n: number, at: Instant, problem: string | null): void => {
    const posted = outbox.done(n, at, problem);
    if (posted?.channel === 'mail') people.noteMail(posted.member, problem);
  };
  const members = database.prepare('SELECT member FROM people UNION SELECT member FROM devices UNION SELECT member FROM told UNION SELECT member FROM outbox ORDER BY member');
  const erase = (member: string): void => {
    for (const table of [told, people, outbox]) table.erase(member);
  };
  const overwrite = (): void => { if (folder !== undefined) emptyWal(database); };
  overwrite(); // what was erased just before a fall
  return {
    records: () => own.number('records'),
    tell: (each, records, left = []) => {
      all(() => {
        for (const one of each) told.add(one);
        if (records !== undefined) own.put('records', String(records));
        left.forEach(erase);
      });
      if (left.length > 0) overwrite();
    },
    looked: () => own.number('looked'),
    tellDue: (each, looked) => all(() => {
      for (const one of each) told.add(one);
      own.put('looked', String(looked));
    }),
    inbox: told.inbox, unread: told.unread, markRead: (member, upTo) => all(() => told.markRead(member, upTo)), between: told.between, topics: told.topics,
    preferences: people.preferences,
    putPreferences: (member, preferences, going) => all(() => {
      people.putPreferences(member, preferences);
      told.resort(member, going);
    }),
    mail: people.mail, putMail: (member, address) => all(() => people.putMail(member, address)), confirmMail: (member, address) => all(() => people.confirmMail(member, address)),
    devices: people.devices, device: people.device, addDevice: (member, device) => all(() => people.addDevice(member, device)), dropDevice: (member, id) => all(() => people.dropDevice(member, id)),
    waiting: told.waiting, oldest: told.oldest, toGo: told.toGo,
    post: (messages, made, done) => all(() => {
      for (const message of messages) outbox.add(message, made);
      if (done !== undefined) told.gone(done.waiting, done.upTo);
    }),
    nextDue: outbox.nextDue, trying: (n, again) => all(() => outbox.trying(n, again)),
    sent: (n, at) => all(() => done(n, at, null)),
    notSent: (n, at, problem, again) => all(() => (again === null ? done(n, at, problem) : outbox.again(n, again, problem))),
    tellAgain: (tells, going) => all(() => told.tellAgain(tells, going)),
    countPosted: outbox.count,
    members: () => members.all().map((row) => String(row['member'])),
    erase: (member) => {
      all(() => erase(member));
      overwrite();
    },
    prune: (before) => all(() => {
      told.prune(before);
      outbox.prune(before);
    }),
    status: () => statusOf(database),
    once: (name, make) => all(() => own.get(name) ?? own.put(name, make())),
    close: () => { if (database.isOpen) database.close(); },
  };
}

/** How it stands, read beside whoever writes. @throws JournalError */
export function readNoticeStatus(folder: string): ReturnType<NoticeStore['status']> {
  const database = openNoticesToRead(folder);
  try {
    return guarded(`can't read ${noticesPath(folder)}`, () => statusOf(database));
  } finally {
    database.close();
  }
}

function ownTable(database: DatabaseSync) {
  const get = database.prepare('SELECT value FROM own WHERE name = ?');
  const put = database.prepare('INSERT OR REPLACE INTO own (name, value) VALUES (?, ?)');
  const value = (name: string): string | undefined => get.get(name)?.['value'] as string | undefined;
  return {
    get: value,
    number(name: string): number | undefined {
      const text = value(name);
      return text === undefined ? undefined : Number(text);
    },
    put(name: string, value: string): string {
      put.run(name, value);
      return value;
    },
  };
}
