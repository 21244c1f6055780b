import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outgoing } from '../../notices/store.ts';
import { openNoticeStore } from './store.ts';

const message = { subject: 's', text: 't', html: 'h' };

test('what a member had sent is counted by who they are and by its kind, whatever others are called', () => {
  const store = openNoticeStore(undefined);
  const posted = (key: string, member: string): Outgoing => ({ key, member, channel: 'mail', to: `${member}@example.org`, message, tells: [] });
  store.post([posted('confirm.ana.b.1', 'ana.b'), posted('confirm.ana.b.2', 'ana.b'), posted('confirm.ana.1', 'ana'), posted('weekly.mail.ana.1', 'ana'), posted('test.mail.ana.1', 'ana'), posted('confirm.x.1', 'confirm')], 1000);
  store.post([posted('confirm.ana.2', 'ana')], 2000);
  assert.deepEqual([store.countPosted('ana', 'confirm', 0), store.countPosted('ana.b', 'confirm', 0), store.countPosted('ana', 'confirm', 1001)], [2, 2, 1]);
  assert.deepEqual([store.countPosted('ana', 'test.mail', 0), store.countPosted('ana', 'test.push', 0), store.countPosted('b', 'confirm', 0)], [1, 0, 0]);
  store.close();
});
