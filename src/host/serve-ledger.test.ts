import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createHasher } from '../adapters/keys/node.ts';
import type { Ledger, NotedRecord } from '../ledger/ledger.ts';
import { keptComment } from '../log/comment-words.ts';
import { initialView } from '../views/view.ts';
import { ok } from '../vocabulary/result.ts';
import { dayMs, minuteMs } from '../vocabulary/time.ts';
import { zoneRules } from '../zones/zones.ts';
import { asOwn, ground, someLife, type Ground, type Json } from './serve-ground.ts';
import { ledgerPorts, type LedgerServed } from './serve-ledger.ts';
import { signIn } from './sign-in.ts';

const day1 = '2026-01-05';
const day2 = '2026-01-06';

/** Cy pays Bo 12.50 for bread; Bo pays Ana 2.25 with a reason that a spreadsheet would reckon with; a day later Cy pays Bo 1.00. */
async function payments(t: TestContext): Promise<Ground> {
  const here = await ground(t);
  const pay = async (by: string, to: string, amount: string, reason: string): Promise<void> => {
    here.clock.set(here.clock.now() + minuteMs);
    assert.equal((await here.say(by, { kind: 'pay', body: { to, unit: 'crown', amount, reason } }, `pay ${amount}`)).status, 200);
  };
  await pay('cy', 'bo', '12.50', 'Rye bread');
  await pay('bo', 'ana', '2.25', '=HYPERLINK("http://example.org","x"), Über');
  here.clock.set(here.clock.now() + dayMs);
  await pay('cy', 'bo', '1.00', 'bread again');
  return here;
}

async function asMember({ founded, serving }: Ground, member: string): Promise<(path: string) => Promise<Response>> {
  const { secret } = await signIn(new URL(serving.url), founded.members.get(member) ?? assert.fail(member), Date.now());
  return (path) => fetch(`${serving.url}${path}`, { headers: { authorization: `Bearer ${secret}` } });
}

test('a statement says what was there, what moved and why, and what is there: reckoned by hand', async (t) => {
  const here = await payments(t);
  const of = (from: string, to: string): Promise<Json> => here.ask(`/api/statement?account=bo&unit=crown&from=${from}&to=${to}`);
  const first = await of(day1, day1);
  // 20.00 at the founding, and 12.50 in, 2.25 out.
  assert.deepEqual([first.opening, first.came, first.went, first.closing], ['0.00', '32.50', '2.25', '30.25']);
  assert.deepEqual(first.lines.map(({ otherName, amount, balance }: Json) => [otherName, amount, balance]), [['the world outside', '20.00', '20.00'], ['cy', '12.50', '32.50'], ['Ana', '-2.25', '30.25']]);
  const second = await of(day2, day2);
  assert.deepEqual([second.opening, second.came, second.went, second.closing, second.lines.length], ['30.25', '1.00', '0.00', '31.25', 1]);
  assert.match(second.lines[0].why, /bread again/);
  const { records, root }: Json = await here.ask('/api/head');
  assert.deepEqual([second.records, second.root], [records, root]);
  assert.equal((await of('2026-01-01', '2026-01-04')).closing, '0.00');
  const [bo]: Json = await here.ask('/api/accounts?holder=bo');
  assert.deepEqual([bo.account, bo.balance, bo.available], ['bo', '31.25', '31.25']);
});

test('as CSV it is a table that no spreadsheet takes for formulas, with a mark where that is asked for', async (t) => {
  const here = await payments(t);
  const response = await asOwn(here.serving, `/api/statement?account=bo&unit=crown&from=${day1}&to=${day1}&format=csv&mark=1`);
  assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8; header=present');
  assert.equal(response.headers.get('content-disposition'), `attachment; filename="statement-bo-${day1}-${day1}.csv"`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  assert.equal(Buffer.from(bytes.slice(0, 3)).toString('hex'), 'efbbbf');
  const lines = new TextDecoder().decode(bytes).split('\r\n');
  assert.equal(lines[0], 'day,record,with,agreement,reason,amount,balance,unit');
  assert.equal(lines[1], `${day1},,,,opening,,0.00,crown`);
  assert.match(lines[4] ?? '', /^2026-01-05,\d+\.1,Ana,,"[^=].*=HYPERLINK\(""http:\/\/example\.org"",""x""\), Über",-2\.25,30\.25,crown$/);
  assert.deepEqual(lines.slice(5), [`${day1},,,,closing,,30.25,crown`, '']);
});

test('a member\'s session asks for statements of their own accounts, and of no other\'s', async (t) => {
  const here = await payments(t);
  const ask = await asMember(here, 'bo');
  const own = await ask(`/api/me/statement?unit=crown&from=${day1}&to=${day2}`);
  assert.equal((await own.json() as Json).closing, '31.25');
  const other = await ask(`/api/me/statement?account=ana&unit=crown&from=${day1}&to=${day2}`);
  assert.deepEqual([other.status, (await other.json() as Json).error.code], [403, 'not_permitted']);
  assert.equal((await asOwn(here.serving, `/api/me/statement?unit=crown&from=${day1}&to=${day2}`)).status, 403);
});

test('every record is found by person, agreement, kind, words, amount and day; pages follow each other without a gap', async (t) => {
  const here = await ground(t);
  await someLife(here);
  const find = async (query: string): Promise<number[]> => (await here.ask(`/api/ledger?${query}`) as Json).records.map(({ seq }: Json) => seq);
  const { records }: Json = await here.ask('/api/head');
  const all = await find('limit=200');
  assert.deepEqual(all, Array.from({ length: records }, (_, seq) => records - 1 - seq));
  const [bread] = await find('text=bread');
  assert.equal((await here.ask(`/api/ledger/records/${bread}`) as Json).entry.body.reason, 'bread');
  assert.deepEqual(await find('text=BRE&person=cy&kind=pay&unit=crown&least=12.50&most=12.50'), [bread], 'the beginning of a word, in any case');
  assert.deepEqual(await find('text=bread&least=12.51'), []);
  assert.deepEqual(await find('text=bread&person=ana'), []);
  assert.deepEqual(await find('kind=pay'), [bread]);
  assert.deepEqual(await find(`text=bread&to=2026-01-04`), []);
  assert.deepEqual(await find(`text=bread&from=${day1}&to=${day1}`), [bread]);
  const ofBox = await find('agreement=box&limit=200');
  assert.ok(ofBox.length > 0 && !ofBox.includes(bread ?? -1));
  assert.ok((await find('agreement=wood')).includes(bread ?? -1), 'what Bo got paid for the wood that he owed');
  const refused = await find('status=refused');
  assert.ok(refused.length > 0 && refused.every((seq) => all.includes(seq)));
  const paged: number[] = [];
  for (let next: number | null = records; next !== null;) {
    const page: Json = await here.ask(`/api/ledger?limit=2&before=${next}`);
    paged.push(...page.records.map(({ seq }: Json) => seq));
    next = page.next;
  }
  assert.deepEqual(paged, all);
  assert.deepEqual((await here.ask('/api/ledger?limit=2') as Json).count, { n: records, more: false });
});

test('what is asked wrongly is refused in words, and words of a search are no language of their own', async (t) => {
  const here = await payments(t);
  const codeOf = async (path: string): Promise<string> => (await (await asOwn(here.serving, path)).json() as Json).error.code;
  assert.equal(await codeOf('/api/ledger?unit=gold'), 'unknown_value');
  assert.equal(await codeOf('/api/ledger?least=-1'), 'malformed');
  assert.equal(await codeOf('/api/ledger?from=2026-02-30'), 'invalid_value');
  assert.equal(await codeOf('/api/ledger?sort=up'), 'malformed');
  assert.equal(await codeOf(`/api/statement?account=nobody&unit=crown&from=${day1}&to=${day1}`), 'unknown_value');
  assert.equal(await codeOf(`/api/statement?account=bo&unit=crown&from=${day2}&to=${day1}`), 'invalid_value');
  assert.equal(await codeOf('/api/ledger/records/9999'), 'unknown_thing');
  for (const text of ['€', '—', '"', '(', Array.from({ length: 13 }, (_, n) => `w${n}`).join(' ')]) assert.equal(await codeOf(`/api/ledger?text=${encodeURIComponent(text)}`), 'invalid_value', text);
  assert.equal((await here.ask('/api/ledger?text=%20') as Json).records.length, (await here.ask('/api/head') as Json).records, 'nothing is looked for');
  for (const text of ['bread" OR "rye', 'NEAR(', 'text:bread*', "' OR 1=1 --"]) assert.equal((await asOwn(here.serving, `/api/ledger?text=${encodeURIComponent(text)}`)).status, 200, text);
  assert.equal((await here.ask('/api/ledger?text=%C3%BCber') as Json).records.length, 1, 'letters of any language');
});

test('the books sum to zero in each unit, and the flows to what was paid', async (t) => {
  const here = await payments(t);
  const { units: [crown] }: Json = await here.ask('/api/books');
  assert.equal(crown.sum, '0.00');
  assert.deepEqual(crown.accounts.map(({ account, balance }: Json) => [account, balance]), [['outside', '-670.00'], ['ana', '502.25'], ['bunyan', '100.00'], ['cy', '36.50'], ['bo', '31.25']]);
  const { flows }: Json = await here.ask(`/api/flows?unit=crown&from=${day1}&to=${day2}`);
  assert.deepEqual(flows.filter(({ from }: Json) => from !== 'outside').map(({ from, to, amount, count }: Json) => [from, to, amount, count]), [['cy', 'bo', '13.50', 2], ['bo', 'ana', '2.25', 1]]);
});

test('what is found goes out as CSV and as JSON Lines', async (t) => {
  const here = await payments(t);
  const lines = (await (await asOwn(here.serving, '/api/ledger/export?format=jsonl&kind=pay')).text()).trim().split('\n').map((line) => JSON.parse(line) as Json);
  assert.deepEqual(lines.map(({ moved: [moved] }) => [moved.from, moved.to, moved.amount]), [['cy', 'bo', '1.00'], ['bo', 'ana', '2.25'], ['cy', 'bo', '12.50']]);
  const table = await (await asOwn(here.serving, '/api/ledger/export?format=csv&kind=pay')).text();
  assert.equal(table.split('\r\n').length, 5);
  assert.match(table, /^record,time,kind,by,status,code,what,from,to,amount,unit,agreement,words\r\n/);
});

test('an export is made in slices, with a turn for others between them, and has the latest 20,000', async (t) => {
  const view = initialView({ zoneRules: () => undefined });
  view.zone = zoneRules('UTC') ?? null;
  const records = Array.from({ length: 20_100 }, (_, n) => ({ seq: 20_099 - n, at: n, kind: 'pay', by: 'ana', status: 'done', code: null, words: `word ${n}`, moved: [] }) as unknown as NotedRecord);
  const limits: number[] = [];
  const search: Ledger['search'] = (_query, before, limit) => {
    limits.push(limit);
    const from = before === null ? 0 : 20_100 - before;
    return { records: records.slice(from, from + limit), count: 0 };
  };
  const ports = ledgerPorts({ view: () => view, keeping: { now: () => ok({ search } as Ledger) } } as unknown as LedgerServed);
  let turns = 0;
  let isDone = false;
  const others = (): void => { if (!isDone) { turns += 1; setImmediate(others); } };
  others();
  t.after(() => { isDone = true; });
  for (const format of ['csv', 'jsonl'] as const) {
    const made = await ports.export({}, format, true);
    assert.ok(made.ok);
    const lines = made.value.text.trim().split(/\r?\n/);
    assert.equal(lines.length, format === 'csv' ? 20_001 : 20_000);
    assert.match(lines.at(-1) ?? '', /word 19999\b/);
    assert.equal(made.value.text.split('record,time').length, format === 'csv' ? 2 : 1);
  }
  assert.ok(Math.max(...limits) <= 500 && turns >= 2 * 39, `${turns} turns, ${limits.join(' ')}`);
});

test('a member finds nothing of others\' means, of comments\' words, or of readings in the ledger', async (t) => {
  const here = await ground(t);
  await someLife(here);
  const salt = '0'.repeat(32);
  const change = { change: 'terms' as const, subcontract: 'wood', terms: { base_price: '1.75' } };
  const proposed: Json = await (await here.say('ana', { kind: 'propose', body: { change, reason: 'oak is dear' } }, 'propose')).json();
  const { open: [{ id: proposal }] }: Json = await here.ask('/api/proposals');
  assert.equal(proposed.status, 'recorded');
  const words = { salt, text: 'Bo is broke zebra' };
  const { commitment } = keptComment(createHasher(), { by: 'ana', ...words });
  const sealed = here.founded.seal(here.founded.members.get('ana') ?? assert.fail(), { kind: 'comment', body: { proposal, commitment } }, here.clock.now(), 'comment');
  const commented = await here.post('/api/comments', { ...sealed, words });
  assert.equal(commented.status, 200, await commented.text());
  const ask = await asMember(here, 'cy');
  const all = await (await ask('/api/ledger/export?format=jsonl')).text();
  const { records }: Json = await here.ask('/api/head');
  const details = await Promise.all(Array.from({ length: records }, async (_, seq) => await (await ask(`/api/ledger/records/${seq}`)).text()));
  for (const secret of ['3000.00', '800.00', 'zebra']) {
    assert.ok(!all.includes(secret) && !details.some((detail) => detail.includes(secret)), secret);
    assert.deepEqual((await (await ask(`/api/ledger?text=${secret}`)).json() as Json).records, [], secret);
  }
  assert.ok(details.some((detail) => detail.includes(commitment)), 'the record itself is there');
});
