// What becomes of acts that are sent while the connection, the server or the browser's store fails, without a browser.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { json, refusedAs, serve, withoutStore } from './fake-browser.ts';
import type { Exchanged } from '../../web/src/api/exchange.ts';
import { fateOf } from '../../web/src/offline/fate.ts';
import { dropAct, idOf, keepAct, waitingActs, waitingMax, type WaitingAct } from '../../web/src/offline/outbox.ts';
import { noteLeft, sendOrKeep, sendWaiting, withdrawAct } from '../../web/src/offline/send.ts';

type Act = Pick<WaitingAct, 'address' | 'body'>;

const pay = (id: string): Act => ({
  address: '/api/entries',
  body: { entry: { kind: 'pay', origin: 'o', by: 'ana', at: 1, id, body: { to: 'bo', unit: 'crown', amount: '1.00' } }, seal: { key: 'k', sig: 's' } },
});
const waiting = (id: string): WaitingAct => ({ ...pay(id), tried: true, sent: false, refused: null });
const done = { status: 'recorded', seq: 7, items: [{ status: 'done' }] };
const idIn = ({ body }: RequestInit): string => (JSON.parse(String(body)) as WaitingAct['body']).entry.id;

/** What waits, as everyone sees it: by its id, with what it was refused for. */
async function listed(): Promise<readonly (readonly [string, string | null])[]> {
  return (await waitingActs() ?? assert.fail('the store is read')).filter(({ tried }) => tried).map((act) => [idOf(act), act.refused?.code ?? null]);
}

/** A server that does what comes, and says in which order it came. */
function serveAll(): string[] {
  const came: string[] = [];
  serve((_, init) => {
    came.push(idIn(init));
    return json(done);
  });
  return came;
}

beforeEach(async () => {
  serve(null);
  for (const act of await waitingActs() ?? []) await dropAct(idOf(act));
});

test('done is what the log says was done; a repetition is what its record was; what was handed on, or can\'t be looked up, is open', () => {
  const fates: readonly (readonly [Exchanged, ReturnType<typeof fateOf>])[] = [
    [{ ok: true, value: done }, { is: 'done', record: 7 }],
    [{ ok: true, value: { ...done, status: 'duplicate' } }, { is: 'done', record: 7 }],
    [{ ok: true, value: { status: 'duplicate', seq: 7, items: [{ status: 'refused', code: 'insufficient_balance', detail: 'there is 1.00' }] } }, { is: 'refused', code: 'insufficient_balance', detail: 'there is 1.00' }],
    [{ ok: true, value: { status: 'duplicate' } }, { is: 'open', code: 'unreachable' }],
    [{ ok: true, value: { status: 'handed_on', followed: false } }, { is: 'open', code: 'unreachable' }],
    [{ ok: true, value: { ...done, status: 'handed_on' } }, { is: 'open', code: 'unreachable' }],
    [{ ok: true, value: {} }, { is: 'open', code: 'unreachable' }],
    [{ ok: false, code: 'too_late', detail: 'it ended' }, { is: 'refused', code: 'too_late', detail: 'it ended' }],
    ...['unreachable', 'busy', 'stopped', 'fault'].map((code) => [{ ok: false, code }, { is: 'open', code }] as const),
  ];
  for (const [answer, fate] of fates) assert.deepEqual(fateOf(answer), fate, JSON.stringify(answer));
});

test('an act whose refusal was lost is shown as refused when it is sent again, and one that was done is gone', async () => {
  for (const id of ['refused', 'done']) assert.deepEqual(await sendOrKeep(pay(id)), { is: 'open', code: 'unreachable', kept: true });
  serve((_, init) => json({ status: 'duplicate', seq: 7, items: [idIn(init) === 'done' ? { status: 'done' } : { status: 'refused', code: 'insufficient_balance' }] }));
  await sendWaiting();
  assert.deepEqual(await listed(), [['refused', 'insufficient_balance']]);
});

test('what another node only handed on, and a repetition of which nothing is said, wait on', async () => {
  await sendOrKeep(pay('a'));
  for (const value of [{ status: 'handed_on', followed: false }, { status: 'duplicate' }]) {
    serve(() => json(value, 202));
    assert.equal(await sendWaiting(), false);
    assert.deepEqual(await listed(), [['a', null]]);
  }
  serveAll();
  assert.equal(await sendWaiting(), true);
  assert.deepEqual(await listed(), []);
});

test('an act that meets a server that stops, is busy or at fault waits, as one without a connection does: it may be recorded', async () => {
  for (const code of ['fault', 'stopped', 'busy']) {
    serve(() => refusedAs(code, 503));
    assert.deepEqual(await sendOrKeep(pay(code)), { is: 'open', code, detail: 'why', kept: true });
    const came = serveAll();
    await sendWaiting();
    assert.deepEqual([came, await listed()], [[code], []]);
  }
});

test('what the server refuses at once is told, and nothing of it is left', async () => {
  serve(() => refusedAs('too_late', 409));
  assert.deepEqual(await sendOrKeep(pay('a')), { is: 'refused', code: 'too_late', detail: 'why', kept: false });
  assert.deepEqual(await waitingActs(), []);
});

test('one more than the most isn\'t kept, and says so; with a connection it goes behind the others', async () => {
  for (let place = 0; place < waitingMax; place += 1) await keepAct(waiting(`w${place}`));
  assert.deepEqual(await sendOrKeep(pay('one more')), { is: 'open', code: 'unreachable', kept: false });
  assert.equal((await listed()).length, waitingMax);
  const came = serveAll();
  assert.deepEqual(await sendOrKeep(pay('one more')), { is: 'done', record: 7, kept: false });
  assert.deepEqual([came.length, came[0], came.at(-1)], [waitingMax + 1, 'w0', 'one more']);
});

test('where the browser keeps nothing, no answer is no success', async () => {
  await withoutStore(async () => {
    assert.deepEqual(await sendOrKeep(pay('a')), { is: 'open', code: 'unsure', kept: false });
    serveAll();
    assert.deepEqual(await sendOrKeep(pay('b')), { is: 'done', record: 7, kept: false });
    assert.equal(await sendWaiting(), false, 'what may wait can\'t be read');
  });
});

test('what was said before goes first, and what stands behind it waits with it', async () => {
  await keepAct(waiting('first'));
  assert.deepEqual(await sendOrKeep(pay('second')), { is: 'open', code: 'unreachable', kept: true });
  const came = serveAll();
  assert.deepEqual(await sendOrKeep(pay('third')), { is: 'done', record: 7, kept: false });
  assert.deepEqual([came, await listed()], [['first', 'second', 'third'], []]);
});

test('an act on its way is nothing to withdraw, from no tab; when its page is closed it waits', async () => {
  let answer = (_: Response): void => assert.fail('nothing was sent');
  const sent = new Promise<void>((resolve) => {
    serve(() => {
      resolve();
      return new Promise((answered) => { answer = answered; });
    });
  });
  const first = sendOrKeep(pay('a'));
  await sent;
  // Another tab's module; its database and its locks are the same.
  const other = await import(`../../web/src/offline/send.ts?${'tab=2'}`) as typeof import('../../web/src/offline/send.ts');
  await other.noteLeft();
  assert.deepEqual(await listed(), []);
  const withdrawn = other.withdrawAct('a');
  answer(json(done));
  assert.deepEqual([await first, await withdrawn], [{ is: 'done', record: 7, kept: false }, 'gone']);

  await keepAct({ ...waiting('left'), tried: false });
  await other.noteLeft();
  assert.deepEqual(await listed(), [['left', null]]);
  await keepAct({ ...waiting('later'), tried: false });
  const came = serveAll();
  assert.deepEqual([await sendWaiting(), came], [true, ['left', 'later']]);
});

test('that it was never sent is said of what was never sent alone', async () => {
  await sendOrKeep(pay('once'));
  assert.equal(await withdrawAct('once'), 'maybe_sent');
  await sendOrKeep(pay('tried'));
  await sendOrKeep(pay('behind'));
  const { sent: _, ...older } = waiting('by an earlier app');
  await keepAct(older);
  assert.deepEqual([await withdrawAct('tried'), await withdrawAct('behind'), await withdrawAct('by an earlier app'), await withdrawAct('behind')], ['maybe_sent', 'withdrawn', 'maybe_sent', 'gone']);
  await keepAct(waiting('stays'));
  // Read, and not to be changed: as on a full disk.
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = () => { throw new DOMException('the disk is full', 'QuotaExceededError'); };
  try {
    assert.equal(await withdrawAct('stays'), 'kept');
  } finally {
    IDBObjectStore.prototype.put = put;
  }
  await noteLeft();
  assert.deepEqual(await listed(), [['stays', null]]);
});
