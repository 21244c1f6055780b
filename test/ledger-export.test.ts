/** What a member takes along over the API, checked as anyone would: offline, by the policy. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findSigner } from '../src/host/data-folder.ts';
import { checkFile, readPolicy } from '../src/host/receipt-files.ts';
import { sealEntry } from '../src/host/sealing.ts';
import { signIn } from '../src/host/sign-in.ts';
import type { MemberFile } from '../src/log/member-file.ts';
import type { EntryBody } from '../src/vocabulary/entries.ts';
import { decideHouse, testFolder, type DecideHouse } from './decide-house.ts';

const { place, remove } = testFolder('ledger-export');
after(remove);

const settings = `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2 } }
members:
  - { id: ana, name: Ana, opening: { crown: "100.00" } }
  - { id: bo, name: Bo, opening: { crown: "20.00" } }
subcontracts:
  - { id: home, kit: personal-fund }
`;

/** Seals it as the member and has it recorded. */
async function say({ serving: { writer }, clock, data }: DecideHouse, member: string, id: string, body: EntryBody): Promise<number> {
  const signer = findSigner(data, 'member', member) ?? assert.fail(member);
  const answer = await writer.submit(sealEntry(signer, body, writer.collective.state.origin, clock.now(), id));
  assert.ok(answer.status === 'recorded' && answer.outcome.items[0]?.status === 'done', JSON.stringify(answer));
  return answer.record.seq;
}

/** Over the API, in a session of that member's. */
async function taken({ serving, data }: DecideHouse, member: string): Promise<{ readonly text: string; readonly file: MemberFile; readonly name: string | null }> {
  const { secret } = await signIn(new URL(serving.url), findSigner(data, 'member', member) ?? assert.fail(member), Date.now());
  const response = await fetch(`${serving.url}/api/me/export`, { headers: { authorization: `Bearer ${secret}` } });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return { text, file: JSON.parse(text) as MemberFile, name: response.headers.get('content-disposition') };
}

function assertChecked({ text, file }: { readonly text: string; readonly file: MemberFile }): void {
  const checked = checkFile(text, readPolicy(file.policy, 'the file'));
  assert.ok(checked.ok && checked.value.kind === 'member', JSON.stringify(checked));
}

function moved({ postings }: MemberFile): string[][] {
  return postings.map(({ from, to, amount }) => [from, to, amount]);
}

test('everything of a member comes over the API with its proofs, to that member alone', async (t) => {
  const house = await decideHouse(place('linden'), settings, '2026-05-10T10:00:00+02:00');
  t.after(() => house.close());
  const { serving } = house;
  await say(house, 'ana', 'pay-1', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '3.50', reason: 'bread' } });
  const own = await say(house, 'ana', 'fund-1', { kind: 'request', body: { subcontract: 'home', action: 'put_in', with: { amount: '60.00' } } });
  const ana = await taken(house, 'ana');
  assert.equal(ana.name, 'attachment; filename="ana.json"');
  assert.deepEqual([ana.file.member.id, ana.file.balances], ['ana', { 'ana': { crown: '36.50' }, 'ana/home/fund': { crown: '60.00' } }]);
  assert.deepEqual(moved(ana.file), [['outside', 'ana', '100.00'], ['ana', 'bo', '3.50'], ['ana', 'ana/home/fund', '60.00']]);
  assertChecked(ana);
  const bo = await taken(house, 'bo');
  assert.deepEqual([bo.name, bo.file.member.id, bo.file.balances], ['attachment; filename="bo.json"', 'bo', { bo: { crown: '23.50' } }]);
  assert.deepEqual(moved(bo.file), [['outside', 'bo', '20.00'], ['ana', 'bo', '3.50']]);
  assert.ok(ana.file.proofs.some(({ seq }) => seq === own) && !bo.file.proofs.some(({ seq }) => seq === own), 'what Ana put aside for herself is hers alone');
  assertChecked(bo);
  const link = new URL(serving.link).searchParams.get('link') ?? '';
  const other = await fetch(`${serving.url}/api/me/export`, { headers: { authorization: `Bearer ${link}` } });
  assert.deepEqual([other.status, (await other.json() as { error: { code: string } }).error.code], [403, 'no_session']);
});

test('what moves in a member\'s purses is theirs, also in a record that names nothing else of them; a file that leaves it out is none', async (t) => {
  const house = await decideHouse(place('maple'), settings, '2026-05-10T10:00:00+02:00');
  t.after(() => house.close());
  const ask = (member: string, id: string, action: string, values: { readonly [name: string]: string | number }): Promise<number> =>
    say(house, member, id, { kind: 'request', body: { subcontract: 'home', action, with: values } });
  await ask('ana', 'fund-1', 'put_in', { amount: '60.00' });
  await ask('bo', 'fund-1', 'put_in', { amount: '20.00' });
  await ask('bo', 'share-1', 'allocate', { name: 'hers', to: 'ana/home/fund', mode: 'out_of', share_percent: '10' });
  // A tenth of 20.00 goes to Ana's fund, the rest to Bo.
  const draw = await ask('bo', 'take-1', 'take', { amount: '20.00' });
  const ana = await taken(house, 'ana');
  assert.deepEqual(ana.file.balances, { 'ana': { crown: '40.00' }, 'ana/home/fund': { crown: '62.00' } });
  assert.deepEqual(moved(ana.file), [['outside', 'ana', '100.00'], ['ana', 'ana/home/fund', '60.00'], ['bo/home/fund', 'ana/home/fund', '2.00']]);
  assert.ok(ana.file.proofs.some(({ seq }) => seq === draw));
  assertChecked(ana);
  const without = { ...ana.file, balances: { ana: ana.file.balances['ana'] } };
  const judged = checkFile(JSON.stringify(without), readPolicy(ana.file.policy, 'the file'));
  assert.deepEqual([judged.ok, judged.ok ? '' : judged.problem.code], [false, 'not_in_log']);
});

test('what a member answered to surveys goes along, nobody else\'s with it; the check goes by what the log knows, with them and without', async (t) => {
  const house = await decideHouse(place('survey'), settings, '2026-05-10T10:00:00+02:00');
  t.after(() => house.close());
  const { serving, data } = house;
  const answers = { ana: { comfort: '17.5', stove: 'yes' }, bo: { comfort: '23' } };
  for (const [member, said] of Object.entries(answers)) {
    const { secret } = await signIn(new URL(serving.url), findSigner(data, 'member', member) ?? assert.fail(member), Date.now());
    const put = await fetch(`${serving.url}/api/me/survey/firewood`, { method: 'PUT', headers: { 'authorization': `Bearer ${secret}`, 'content-type': 'application/json' }, body: JSON.stringify({ answers: said }) });
    assert.equal(put.status, 200, await put.text());
  }
  const ana = await taken(house, 'ana');
  assert.deepEqual(ana.file.answers, { firewood: answers.ana });
  assertChecked(ana);
  const { answers: _, ...earlier } = ana.file;
  assertChecked({ ...ana, text: JSON.stringify(earlier) });
  await say(house, 'bo', 'leave-1', { kind: 'leave', body: {} });
  assert.deepEqual((await taken(house, 'bo')).file.answers, {}, 'what is kept no more can\'t be taken along');
});
