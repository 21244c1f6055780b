import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sent } from '../adapters/notify/sending.ts';
import { openNoticeStore } from '../adapters/notify/store.ts';
import { JournalError } from '../journal/journal.ts';
import type { NoticeStore, Outgoing } from '../notices/store.ts';
import { initialView } from '../views/view.ts';
import { dayMs } from '../vocabulary/time.ts';
import { createSender, waitsMs } from './notice-sending.ts';

const start = 1_000_000;

type Bench = {
  readonly store: NoticeStore; readonly told: string[];
  /** Keys of what was begun, in order. */
  readonly begun: string[];
  /** Ends one that is under way. */
  readonly answer: (key: string, answer?: Sent) => void;
  readonly work: () => Promise<void>;
  readonly pass: (ms: number) => void;
};

/** Everything that is begun waits for its answer. @param atOnce it is taken at once. @param over what the store does otherwise */
function bench({ atOnce = false, over = () => ({}) }: { readonly atOnce?: boolean; readonly over?: (store: NoticeStore) => Partial<NoticeStore> } = {}): Bench {
  const kept = openNoticeStore(undefined);
  const store: NoticeStore = { ...kept, ...over(kept) };
  const begun: string[] = [];
  const told: string[] = [];
  const waiting = new Map<string, (answer: Sent) => void>();
  let now = start;
  const send = (key: string): Promise<Sent> => {
    begun.push(key);
    return atOnce ? Promise.resolve({ sent: true }) : new Promise((resolve) => { waiting.set(key, resolve); });
  };
  const sender = createSender({
    store, tell: (message) => void told.push(message), now: () => now,
    reaching: { store, mails: true, view: () => initialView({ zoneRules: () => undefined }) },
    mailer: { send: (_to, key) => send(key), close: () => undefined },
    pusher: { publicKey: '', fault: () => null, send: (_device, key) => send(key) },
  }, () => false);
  return {
    store, told, begun, work: () => sender.work(), pass: (ms) => { now += ms; },
    answer: (key, answer = { sent: true }) => (waiting.get(key) ?? assert.fail(`${key} isn't under way: ${begun.join(' ')}`))(answer),
  };
}

const turn = (): Promise<void> => new Promise((next) => { setImmediate(next); });

function mails(store: NoticeStore, member: string, count: number): Outgoing[] {
  store.putMail(member, `${member}@example.org`);
  store.confirmMail(member, `${member}@example.org`);
  return Array.from({ length: count }, (_, n) => ({ key: `weekly.mail.${member}.${n + 1}`, member, channel: 'mail', to: `${member}@example.org`, message: { subject: 's', text: 't', html: 'h' }, tells: [] }));
}

function pushes(store: NoticeStore, member: string, count: number): Outgoing[] {
  return Array.from({ length: count }, (_, n) => {
    store.addDevice(member, { id: `${member}${n}`, endpoint: 'https://push.example/x', p256dh: '', auth: '', label: '', added: n });
    return { key: `now.push.${member}.${n + 1}`, member, channel: 'push', to: `${member}${n}`, message: { title: 't', body: 'b', url: 'u', tag: 't', urgent: false }, tells: [] };
  });
}

const full = (): never => { throw new JournalError('full', 'can\'t write to notices.db: database or disk is full'); };

test('a device that answers late is waited for alone: its member\'s other devices come after it, all others\' messages meanwhile', async () => {
  const { store, begun, answer, work } = bench();
  store.post([...pushes(store, 'eve', 8), ...pushes(store, 'bo', 1), ...mails(store, 'ana', 6)], 0);
  const worked = work();
  await turn();
  assert.deepEqual(begun, ['now.push.eve.1', 'now.push.bo.1', 'weekly.mail.ana.1', 'weekly.mail.ana.2', 'weekly.mail.ana.3'], 'five at once, one of them Eve\'s');
  for (const key of [...begun.slice(1), 'weekly.mail.ana.4', 'weekly.mail.ana.5', 'weekly.mail.ana.6']) {
    answer(key);
    await turn();
  }
  assert.deepEqual(begun.filter((key) => key.includes('eve')), ['now.push.eve.1']);
  assert.equal(store.status().sent, 7, 'all but Eve\'s');
  for (let n = 1; n <= 8; n += 1) {
    answer(`now.push.eve.${n}`);
    await turn();
  }
  await worked;
  assert.deepEqual([store.status().sent, store.status().waiting], [15, 0]);
});

test('where it can\'t be noted that one was taken, the others still go out, once; that one comes again after the wait before a further try, and no sooner', async () => {
  let isFull = true;
  const { store, begun, told, work, pass } = bench({ atOnce: true, over: ({ sent }) => ({ sent: (n, at) => (isFull && n === 2 ? full() : sent(n, at)) }) });
  store.post(mails(store, 'ana', 7), 0);
  await work();
  await work();
  assert.deepEqual([...begun].sort(), Array.from({ length: 7 }, (_, n) => `weekly.mail.ana.${n + 1}`));
  assert.match(told.join('\n'), /^a notice by mail: can't write to notices\.db: database or disk is full$/);
  isFull = false;
  pass((waitsMs[0] ?? 0) - 1);
  await work();
  assert.equal(begun.length, 7);
  pass(1);
  await work();
  assert.deepEqual(begun.slice(7), ['weekly.mail.ana.2']);
  assert.deepEqual([store.status().sent, store.status().waiting], [7, 0]);
});

test('what can\'t be noted as being tried isn\'t sent: it would be sent again without end', async () => {
  let isFull = true;
  const { store, begun, told, work } = bench({ atOnce: true, over: ({ trying }) => ({ trying: (n, again) => (isFull ? full() : trying(n, again)) }) });
  store.post(mails(store, 'ana', 2), 0);
  await work();
  assert.deepEqual([begun, told.length], [[], 1]);
  isFull = false;
  await work();
  assert.equal(begun.length, 2);
});

test('a fall in the middle of a message counts as a try: after it the message is due again, and never more often than the waits say', async () => {
  const { store, begun, work, pass } = bench();
  store.post(mails(store, 'ana', 1), 0);
  void work();
  await turn();
  const [first] = begun;
  const dueAt = (at: number): string | undefined => store.nextDue(at, { messages: [], pushing: [] })?.key;
  assert.deepEqual([dueAt(start), dueAt(start + (waitsMs[0] ?? 0))], [undefined, first], 'noted before the answer is there');
  assert.equal(store.nextDue(start + dayMs, { messages: [], pushing: [] })?.tries, 1);
  pass(dayMs);
  void work();
  assert.deepEqual(begun, [first], 'and without a fall it isn\'t begun again while its answer is waited for, however long that takes');
});

test('whoever is erased while a message of theirs is under way is gone: nothing is noted of it, and nothing fails', async () => {
  const { store, begun, told, answer, work } = bench();
  store.post(mails(store, 'ana', 1), 0);
  const worked = work();
  await turn();
  store.erase('ana');
  answer(begun[0] ?? '');
  await worked;
  assert.deepEqual(told, []);
  assert.deepEqual([store.mail('ana'), store.status().sent], [undefined, 0]);
});
