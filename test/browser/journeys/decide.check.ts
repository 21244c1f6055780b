/** Decide, as a journey: what is for today, a vote, a comment, an amendment as a difference, the count worked out, somebody trusted with a topic. */
import assert from 'node:assert/strict';
import { t } from '../../../web/src/messages/t.ts';
import { patience } from '../visiting.ts';
import { begins, journey } from './journey.ts';
import { openVillage } from './grounds.ts';

const here = openVillage();
const members = ['hester', 'dora', 'wren', 'eli', 'cyd', 'bo'];

journey('from what is for today to a vote, a comment, an amendment, and somebody trusted', here, async (who) => {
  const { village, come, saidBy } = here();
  const { page, look, press, write, choose, tick, open, disturb, beside, nth } = who;
  const member = members[nth % members.length] ?? '';
  // At most ten proposals of one member are open.
  await village.say(nth < 8 ? 'bunyan' : 'ana', { kind: 'propose', body: { change: { change: 'resolution' }, title: `A bench, for the ${nth}.`, reason: 'to sit down', text: [{ id: 'p1', text: 'We build a bench for four beside the pile.' }, { id: 'p2', text: 'Whoever has time helps.' }] } });
  const id = [...village.serving.writer.collective.state.proposals.keys()].at(-1) ?? assert.fail('nothing is proposed');
  const said = (kind: string): number => saidBy(member, kind).filter(({ body }) => body['proposal'] === id).length;
  await come(who, member);
  await open('#/decide');
  await page.locator('.proposal-title').first().waitFor(patience);
  for (const summary of await page.locator('main summary').all()) await press(summary);
  await look('for today');

  await open(`#/decide/${id}`);
  await page.locator('input[name=choice]').first().waitFor(patience);
  const tab = await beside();
  await tick(page.locator('input[name=choice][value=concern]'));
  await write(page.getByLabel(t('decide.vote.your_concern')), 'Who mends it?');
  await look('voting');
  await disturb(() => press(page.getByRole('button', { name: t('decide.vote.vote'), exact: true })));
  await page.getByRole('button', { name: t('decide.vote.change'), exact: true }).waitFor(patience);
  assert.equal(said('ballot'), 1);
  await tab.getByRole('button', { name: t('decide.vote.change'), exact: true }).waitFor(patience);

  await press(page.locator('#paragraph-p2 .paragraph-acts button').first());
  await write(page.getByLabel(t('decide.text.comment_label', { number: 2 })), 'On a Saturday.');
  await look('commenting');
  await disturb(() => press(page.getByRole('button', { name: t('decide.comment.say'), exact: true })));
  await page.locator('#paragraph-p2 .comment', { hasText: 'On a Saturday.' }).waitFor(patience);
  assert.equal(said('comment'), 1);
  await tab.locator('#paragraph-p2 .comment', { hasText: 'On a Saturday.' }).waitFor(patience);

  await press(page.locator('#paragraph-p1 .paragraph-acts button').last());
  await write(page.getByLabel(t('decide.amend.paragraph')), 'We build a bench for six beside the pile.');
  assert.deepEqual([await page.locator('.preview del').innerText(), await page.locator('.preview ins').innerText()], ['four', 'six']);
  await write(page.getByLabel(t('decide.why'), { exact: true }), 'we are many');
  await look('amending');
  await press(page.getByRole('button', { name: t('decide.amend.put'), exact: true }));
  await page.locator('.preview').first().waitFor({ ...patience, state: 'detached' });
  await press(page.getByText(t('decide.count.yourself')));
  await look('the count worked out');

  // Another walk may have been by the same member.
  const before = saidBy(member, 'delegate').length;
  await open('#/decide/delegate');
  await choose(page.getByLabel(begins('decide.delegate.given')), 'ana');
  await write(page.getByLabel(begins('decide.delegate.topic')), 'heating');
  await page.locator('.preview').waitFor(patience);
  await look('trusting somebody');
  await disturb(() => press(page.getByRole('button', { name: t('decide.delegate.trust'), exact: true })));
  const given = page.locator('.delegations', { hasText: 'heating' });
  await given.waitFor(patience);
  await press(given.getByRole('button', { name: begins('decide.delegate.take_back') }).first());
  await given.waitFor({ ...patience, state: 'detached' });
  assert.equal(saidBy(member, 'delegate').length - before, 2);
});
