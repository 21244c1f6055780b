/** What the app asks the server again once the connection is back, without a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { json, serve } from './fake-browser.ts';
import { askAllAgain } from '../../web/src/api/asking.ts';
import { client, noAddress } from '../../web/src/api/client.ts';

test('what is looked at is asked again, and where nothing is to be asked nothing is', async () => {
  const asked: string[] = [];
  serve((address) => {
    asked.push(address);
    return json({ records: 1 });
  });
  const looked = new Map([noAddress, '/api/members', '/api/overview'].map((address) => [address, client.getQueryCache().build(client, { queryKey: [address] })]));
  for (const [address, query] of looked) query.getObserversCount = () => (address === '/api/overview' ? 0 : 1);
  askAllAgain();
  assert.deepEqual(asked, ['/api/members']);
  assert.deepEqual(await looked.get('/api/members')?.promise, { records: 1 });
});
