/** Coming in, as a journey: invited, with a passkey; what weighs asks for it; a second device; all lost, and let back in by friends. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { makeInvitation } from '../../../src/host/invitations.ts';
import { t } from '../../../web/src/messages/t.ts';
import { patience } from '../visiting.ts';
import { begins, journey } from './journey.ts';
import { openOwnHouse } from './grounds.ts';

const here = openOwnHouse('come-in-journey', `title: Linden
collective:
  name: Linden
  zone: Europe/Berlin
  units: { crown: { decimals: 2, name: crown } }
  recovery: { approvals: 2, wait_hours: 24 }
  matters:
    - { name: words, changes: [resolution], asked: all, rule: { threshold: { people: 2 } }, days: 7 }
members:
  - { id: ana, name: Ana }
  - { id: bo, name: Bo }
`);

journey('invited, in with a passkey, a second device, all lost, and let back in', here, async (who) => {
  const { house, url, say, come, saidBy } = here();
  const { page, authenticator, look, press, write, tick, open, disturb, another, nth } = who;
  const id = `dee-${nth}`;
  const invitation = makeInvitation(`for-${id}`, `for-${id}`);
  await say('operator', { kind: 'invite', body: { key: invitation.grant } });
  await page.goto(invitation.link(url));
  await write(page.getByLabel(t('join.name')), 'Dee');
  await write(page.getByLabel(begins('join.id')), id);
  await look('invited');
  await disturb();
  await press(page.getByRole('button', { name: t('join.passkey.button'), exact: true }));
  await isIn(page, 'Dee');
  assert.equal(house.serving.writer.collective.state.members.get(id)?.name, 'Dee');

  await say('ana', { kind: 'propose', body: { title: `A bench, ${nth}`, reason: 'to sit on', change: { change: 'resolution' } } });
  const proposal = [...house.serving.writer.collective.state.proposals.keys()].at(-1) ?? '';
  await open(`#/decide/${proposal}`);
  await tick(page.locator('input[name=choice][value=yes]'));
  await authenticator.verify(false);
  await press(page.getByRole('button', { name: t('decide.vote.vote'), exact: true }));
  await page.getByRole('alert').waitFor(patience);
  await look('the passkey wasn’t used');
  await authenticator.verify(true);
  await disturb(() => press(page.getByRole('button', { name: t('decide.vote.vote'), exact: true })));
  await page.getByRole('button', { name: t('decide.vote.change'), exact: true }).waitFor(patience);
  assert.equal(saidBy(id, 'ballot').length, 1);

  const second = await another();
  await authenticator.shareWith(second.authenticator);
  await second.page.goto(`${url}/come-in`);
  await second.press(second.page.getByRole('button', { name: t('me.in.button'), exact: true }));
  await isIn(second.page, 'Dee');
  await open('#/me', second.page);
  const devices = second.page.getByRole('region', { name: t('me.devices.title'), exact: true });
  await devices.getByText(t('me.devices.here')).waitFor(patience);
  await look('two devices', second.page);
  const row = devices.getByRole('listitem').filter({ hasText: t('me.devices.device') }).filter({ hasNotText: t('me.devices.here') });
  await second.press(row.getByRole('button'));
  await look('sure?', second.page);
  await second.press(row.getByRole('button', { name: t('me.devices.revoke'), exact: true }));
  await devices.getByText(begins(t('me.devices.over', { names: '' }).replace(/[^\p{L}]+$/u, ''))).waitFor(patience);
  assert.equal(saidBy(id, 'key.revoke').length, 1);

  const lost = await another();
  await lost.page.goto(`${url}/come-in`);
  await lost.write(lost.page.getByLabel(begins('me.lost.who')), id);
  await look('all lost', lost.page);
  await lost.press(lost.page.getByRole('button', { name: t('me.lost.make'), exact: true }));
  const link = await lost.page.locator('.link-shown code').innerText();
  const code = await lost.page.locator('.spoken code').innerText();
  await look('to be sent to friends', lost.page);
  const friend = await another();
  await come({ page: friend.page, open: (address) => open(address, friend.page) }, 'bo');
  await open(link.slice(link.indexOf('#')), friend.page);
  assert.equal(await friend.page.locator('.spoken code').innerText(), code);
  await look('is it them?', friend.page);
  await friend.press(friend.page.locator('#vouch, [aria-labelledby=vouch]').getByRole('button').first());
  await friend.page.getByText(t('me.vouch.done')).waitFor(patience);
  const recovery = [...house.serving.writer.collective.state.proposals.values()].find(({ revision }) => revision.change.change === 'recover' && revision.change.member === id);
  await say('ana', { kind: 'ballot', body: { proposal: recovery?.id ?? '', choice: 'yes' } });
  await house.days(2);
  await lost.page.goto(`${url}/come-in`);
  await lost.press(lost.page.getByRole('button', { name: t('me.in.button'), exact: true }));
  await isIn(lost.page, 'Dee');
  await open('#/', lost.page);
  await look('back in', lost.page);
});

/** The head of the page names who acts from here. */
async function isIn(page: Page, name: string): Promise<void> {
  await page.locator('.me-here').filter({ hasText: name }).waitFor({ ...patience, state: 'attached' });
}
