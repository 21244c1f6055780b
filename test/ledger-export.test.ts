/** What a member takes along over the API, checked as anyone would: offline, by the policy. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findSigner } from '../src/host/data-folder.ts';
import { checkFile, readPolicy } from '../src/host/receipt-files.ts';
import { sealEntry } from '../src/host/sealing.ts';
import { signIn } from '../src/host/sign-in.ts';
import type { MemberFile } from '../src/log/member-file.ts';
import { decideHouse, testFolder } from './decide-house.ts';

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
`;

test('everything of a member comes over the API with its proofs, to that member alone', async (t) => {
  const house = await decideHouse(place('linden'), settings, '2026-05-10T10:00:00+02:00');
  t.after(() => house.close());
  const { serving, clock, data } = house;
  const ana = findSigner(data, 'member', 'ana') ?? assert.fail();
  const { origin } = serving.writer.collective.state;
  const paid = await serving.writer.submit(sealEntry(ana, { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '3.50', reason: 'bread' } }, origin, clock.now(), 'pay-1'));
  assert.equal(paid.status, 'recorded');
  const { secret } = await signIn(new URL(serving.url), ana, Date.now());
  const response = await fetch(`${serving.url}/api/me/export`, { headers: { authorization: `Bearer ${secret}` } });
  const text = await response.text();
  assert.equal(response.status, 200, text);
  assert.equal(response.headers.get('content-disposition'), 'attachment; filename="ana.json"');
  const file = JSON.parse(text) as MemberFile;
  assert.deepEqual([file.member.id, file.balances, file.postings.map(({ from, to, amount }) => [from, to, amount])], ['ana', { crown: '96.50' }, [['outside', 'ana', '100.00'], ['ana', 'bo', '3.50']]]);
  const policy = readPolicy(file.policy, 'the file');
  const checked = checkFile(text, policy);
  assert.ok(checked.ok && checked.value.kind === 'member', JSON.stringify(checked));
  const link = new URL(serving.link).searchParams.get('link') ?? '';
  const other = await fetch(`${serving.url}/api/me/export`, { headers: { authorization: `Bearer ${link}` } });
  assert.deepEqual([other.status, (await other.json() as { error: { code: string } }).error.code], [403, 'no_session']);
});
