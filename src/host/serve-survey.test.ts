import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { answersPath } from '../adapters/survey-sqlite/schema.ts';
import { openAnswerStore } from '../adapters/survey-sqlite/answers.ts';
import { JournalError } from '../journal/journal.ts';
import { initialView, type MemberView } from '../views/view.ts';
import { foundedAt, foundTombsboro, handClock, type Founded } from './serve-fixture.ts';
import { asOwn, type Json } from './serve-ground.ts';
import { openSurveys } from './serve-survey.ts';
import { serveCollective, type Serving } from './serve.ts';
import { signIn } from './sign-in.ts';

const people = ['bunyan', 'ana', 'bo', 'cy', 'dora', 'eve'];

const settings = `
title: Tombsboro
collective: { name: Tombsboro, zone: America/New_York, units: { T: { decimals: 2 } } }
members: [ ${people.map((id) => `{ id: ${id} }`).join(', ')} ]
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: bunyan }, terms: { house_below_celsius: "17" } }
  - { id: box, kit: cash-box, parties: { owner: bunyan }, terms: {} }
`;

type Answer = { readonly status: number; readonly answer: Json };
type AsMember = (method: string, path: string, body?: unknown) => Promise<Answer>;
type Village = { readonly founded: Founded; readonly serving: Serving; readonly clock: ReturnType<typeof handClock>; readonly as: (member: string) => Promise<AsMember> };

async function village(t: TestContext): Promise<Village> {
  const founded = await foundTombsboro(settings);
  const clock = handClock(foundedAt + 1000);
  const serving = await serveCollective({ place: founded, clock, port: 0, tell: () => undefined });
  t.after(() => serving.close());
  return {
    founded, serving, clock,
    as: async (member) => {
      const { secret } = await signIn(new URL(serving.url), founded.members.get(member) ?? assert.fail(member), Date.now());
      return async (method, path, body) => {
        const headers = { authorization: `Bearer ${secret}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
        const response = await fetch(`${serving.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
        return { status: response.status, answer: (await response.json()) as Json };
      };
    },
  };
}

const own = '/api/me/survey/firewood';

async function survey({ serving }: Village, query = ''): Promise<Json> {
  const response = await asOwn(serving, `/api/kits/firewood/survey${query}`);
  assert.equal(response.status, 200, await response.clone().text());
  return response.json();
}

const proposedIn = ({ proposed }: Json): unknown => proposed.map(({ term, value, agreed, answers }: Json) => [term, value, agreed, answers]);

test('five say how warm they want it: 17 °C, the middle of five; a sixth says 21, and it is 17.5 beside the 17 that is agreed', async (t) => {
  const all = await village(t);
  const given = { ana: '15', bo: '16', cy: '17', dora: '18', eve: '20' };
  for (const [nth, [member, comfort]] of Object.entries(given).entries()) {
    const as = await all.as(member);
    assert.deepEqual(await as('PUT', own, { answers: { comfort } }), { status: 200, answer: { kit: 'firewood', member, answers: { comfort } } });
    const { answered, answers, needed, proposed } = await survey(all);
    assert.deepEqual([answered, answers.comfort, needed], [nth + 1, nth + 1, 3]);
    assert.equal(proposed.length, nth < 2 ? 0 : 1, 'nothing is said of fewer than three');
  }
  assert.deepEqual(await survey(all).then(({ proposed }: Json) => proposed), [
    { item: 'comfort', by: 'median', answers: 5, term: 'house_below_celsius', label: 'A house is cold below', unit: '°C', value: '17', says: null, agreed: null },
  ]);
  assert.deepEqual(proposedIn(await survey(all, '?subcontract=wood')), [['house_below_celsius', '17', '17', 5]]);
  await (await all.as('bunyan'))('PUT', own, { answers: { comfort: 21 } });
  assert.deepEqual(proposedIn(await survey(all, '?subcontract=wood')), [['house_below_celsius', '17.5', '17', 6]]);
});

test('whoever is cautious on average is proposed 0.95; where nobody can repair a stove, the outside service is offered until one can', async (t) => {
  const all = await village(t);
  // The mean of 3, 4 and 7 is 4.67.
  for (const [member, caution] of [['ana', 3], ['bo', 4], ['cy', 7]] as const) await (await all.as(member))('PUT', own, { answers: { caution, stove: 'no' } });
  const cautious = await survey(all, '?subcontract=wood');
  assert.deepEqual(proposedIn(cautious), [['event_cutoff', '0.95', '0.9', 3], ['person_cutoff', '0.95', '0.9', 3]]);
  assert.equal(cautious.proposed[0].says, 'cautious on average');
  assert.deepEqual(cautious.offers.map(({ item, says, kit, answers }: Json) => [item, says, kit, answers]), [['stove', 'nobody here can repair a stove', 'common-pot', 3]]);
  // With a fourth who says 6 the mean is 5.
  await (await all.as('dora'))('PUT', own, { answers: { caution: '6', stove: 'yes' } });
  const bold = await survey(all, '?subcontract=wood');
  assert.deepEqual([proposedIn(bold), bold.offers], [[['event_cutoff', '0.9', '0.9', 4], ['person_cutoff', '0.9', '0.9', 4]], []]);
});

test('nobody sees another\'s answers: neither a member, nor a link, nor in anything else that is served or recorded', async (t) => {
  const all = await village(t);
  const [ana, bo] = [await all.as('ana'), await all.as('bo')];
  await ana('PUT', own, { answers: { comfort: '13.5', stove: 'yes' } });
  assert.deepEqual((await bo('GET', own)).answer, { kit: 'firewood', member: 'bo', answers: {} });
  assert.deepEqual((await ana('GET', own)).answer.answers, { comfort: '13.5', stove: 'yes' });
  for (const member of ['bo', 'cy', 'dora']) await (await all.as(member))('PUT', own, { answers: { comfort: '20', stove: 'no' } });
  // All that answers a member who reads: of the answer 13.5 nothing is in it.
  for (const path of ['/api/kits/firewood/survey', '/api/kits/firewood/survey?subcontract=wood', '/api/overview', '/api/members/ana', '/api/me/notices', '/api/records?from=0&limit=500']) {
    const { status, answer } = await bo('GET', path);
    assert.equal(status, 200, path);
    assert.ok(!JSON.stringify(answer).includes('13.5'), path);
  }
  const codeOf = async (response: Response): Promise<unknown> => [response.status, ((await response.json()) as Json).error.code];
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const init = { method, ...(method === 'PUT' ? { headers: { 'content-type': 'application/json' }, body: '{"answers":{}}' } : {}) };
    assert.deepEqual(await codeOf(await asOwn(all.serving, own, init)), [403, 'no_session'], `a link: ${method}`);
    assert.deepEqual(await codeOf(await fetch(`${all.serving.url}${own}`, init)), [401, 'no_access'], `nobody: ${method}`);
  }
  assert.deepEqual(await codeOf(await fetch(`${all.serving.url}/api/kits/firewood/survey`)), [401, 'no_access']);
});

test('answers are replaced as a whole, taken away when one asks, and gone when one leaves', async (t) => {
  const all = await village(t);
  const [ana, bo] = [await all.as('ana'), await all.as('bo')];
  await ana('PUT', own, { answers: { comfort: '15', stove: 'yes' } });
  await ana('PUT', own, { answers: { comfort: '16' } });
  assert.deepEqual((await ana('GET', own)).answer.answers, { comfort: '16' });
  await bo('PUT', own, { answers: { comfort: '18' } });
  assert.equal((await survey(all)).answered, 2);
  assert.deepEqual(await ana('DELETE', own), { status: 200, answer: { kit: 'firewood', member: 'ana', answers: {} } });
  assert.deepEqual([(await survey(all)).answered, (await survey(all)).answers.comfort], [1, 1]);
  const left = await asOwn(all.serving, '/api/entries', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(all.founded.seal(all.founded.members.get('bo') ?? assert.fail('bo'), { kind: 'leave', body: {} }, all.clock.now(), 'leave-1')),
  });
  assert.equal(left.status, 200, await left.clone().text());
  assert.equal((await survey(all)).answered, 0);
  const late = await bo('PUT', own, { answers: { comfort: '18' } });
  assert.deepEqual([late.status, late.answer.error.code], [403, 'has_left'], 'who has left answers no more');
});

test('what can\'t be answered is refused with what can, and changes nothing', async (t) => {
  const all = await village(t);
  const ana = await all.as('ana');
  await ana('PUT', own, { answers: { comfort: '15' } });
  const refused = async (path: string, body: unknown): Promise<unknown> => {
    const { status, answer } = await ana('PUT', path, body);
    return [status, answer.error.code, answer.error.message];
  };
  assert.deepEqual(await refused(own, { answers: { comfort: '9' } }), [422, 'invalid_value', 'answers.comfort must be a number from 10 to 26 in steps of 0.5, not "9"']);
  assert.deepEqual((await refused(own, { answers: { warmth: '15' } }) as Json).slice(0, 2), [422, 'unknown_value']);
  assert.deepEqual((await refused(own, { answers: { comfort: ['15'] } }) as Json).slice(0, 2), [400, 'malformed']);
  assert.deepEqual((await refused(own, { comfort: '15' }) as Json).slice(0, 2), [400, 'malformed']);
  assert.deepEqual(await refused('/api/me/survey/fire', { answers: {} }), [422, 'unknown_value', 'there is no kit fire, neither at hand nor agreed on']);
  assert.deepEqual((await refused('/api/me/survey/cash-box', { answers: { comfort: '15' } }) as Json).slice(0, 2), [422, 'unknown_value'], 'a kit that asks nothing');
  assert.deepEqual((await ana('GET', own)).answer.answers, { comfort: '15' });
  assert.deepEqual((await ana('GET', '/api/kits/firewood/survey?subcontract=box')).answer.error.code, 'unknown_subcontract');
  const none = (await ana('GET', '/api/kits/cash-box/survey')).answer;
  assert.deepEqual([none.items, none.proposed, none.offers], [[], [], []]);
});

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'frankpledge-survey-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

test('the file is made with the first answer, for this user alone; what is replaced or erased is overwritten in it', (t) => {
  const lies = folder(t);
  const store = openAnswerStore(lies);
  assert.deepEqual([store.of('ana', 'firewood'), store.all('firewood').size, store.members()], [undefined, 0, []]);
  store.put('ana', 'firewood', {});
  store.erase('ana');
  assert.equal(existsSync(answersPath(lies)), false, 'nobody answered anything');
  store.put('ana', 'firewood', { comfort: 'FIRST-WORDS' });
  assert.equal(statSync(answersPath(lies)).mode & 0o777, 0o600);
  store.put('ana', 'cash-box', { trust: '3' });
  store.put('bo', 'firewood', { comfort: 'BO-SAID-SO' });
  store.put('ana', 'firewood', { comfort: '16' });
  store.erase('bo');
  assert.deepEqual([[...store.all('firewood')], store.members(), store.of('bo', 'firewood')], [[['ana', { comfort: '16' }]], ['ana'], undefined]);
  const bytes = readdirSync(lies).map((name) => readFileSync(join(lies, name), 'latin1')).join('');
  for (const gone of ['FIRST-WORDS', 'BO-SAID-SO']) assert.ok(!bytes.includes(gone), gone);
  store.close();
});

test('answers of whoever left while nothing ran are erased at the start, and of whoever leaves then', (t) => {
  const lies = folder(t);
  const before = openAnswerStore(lies);
  for (const member of ['ana', 'bo', 'cy']) before.put(member, 'firewood', { comfort: '16' });
  before.close();
  const view = initialView({ zoneRules: () => undefined });
  const ana: MemberView = { id: 'ana', name: 'Ana', since: 0, sinceAt: 0, commons: false, left: null };
  view.members.set('ana', ana).set('bo', { ...ana, id: 'bo', left: { record: 1, recordedAt: 1, how: 'left' } });
  const surveys = openSurveys(lies, view, () => undefined);
  assert.deepEqual(surveys.store.members(), ['ana']);
  surveys.store.put('eve', 'firewood', { comfort: '16' });
  const said = { seq: 2, recordedAt: 2, entry: { origin: 'o', kind: 'leave', by: 'ana', at: 2, id: 'l', body: {} }, seal: { key: 'k', sig: 's' }, outcomeHash: '' } as const;
  surveys.note({ record: said, outcome: { items: [], facts: [{ fact: 'left', member: 'ana', how: 'left' }], gas: {} } });
  assert.deepEqual(surveys.store.members(), ['eve']);
  surveys.close();
});

test('a damaged file, or another one in its place, is named with what to do, and keeps nothing else from running', (t) => {
  const lies = folder(t);
  writeFileSync(answersPath(lies), 'no database at all, but long enough to be taken for one '.repeat(20));
  const told: string[] = [];
  const surveys = openSurveys(lies, initialView({ zoneRules: () => undefined }), (line) => told.push(line));
  assert.match(told[0] ?? '', /survey\.db.*move .* away.*members answer anew/s);
  assert.throws(() => surveys.store.put('ana', 'firewood', { comfort: '16' }), (error) => error instanceof JournalError && error.code === 'corrupt');
  surveys.close();
});

test('kill -9 again and again: what was acknowledged is there, and what wasn\'t is there whole or not at all', async (t) => {
  const lies = folder(t);
  let acknowledged = -1;
  for (let fall = 0; fall < 6; fall++) {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', `
      import { openAnswerStore } from ${JSON.stringify(join(import.meta.dirname, '../adapters/survey-sqlite/answers.ts'))};
      import { writeSync } from 'node:fs';
      const store = openAnswerStore(${JSON.stringify(lies)});
      for (let n = ${acknowledged + 1}; ; n++) {
        store.put('ana', 'firewood', { comfort: String(n), stove: 'said-' + n });
        writeSync(1, n + '\\n');
      }
    `], { stdio: ['ignore', 'pipe', 'inherit'] });
    const from = acknowledged;
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      acknowledged = Number(said.split('\n').at(-2) ?? acknowledged);
      if (acknowledged > from + 5 + fall) child.kill('SIGKILL');
    });
    await once(child, 'close');
    assert.ok(acknowledged > from + 5 + fall);
    const store = openAnswerStore(lies);
    const { comfort, stove } = store.of('ana', 'firewood') ?? {};
    assert.ok(Number(comfort) >= acknowledged, `${comfort} after ${acknowledged} was acknowledged`);
    assert.equal(stove, `said-${comfort}`);
    store.close();
    acknowledged = Number(comfort);
  }
});
