/** Today, as a journey: what happened to me opens to its why, and is contested; what I am asked leads to where it is done. */
import assert from 'node:assert/strict';
import { t } from '../../../web/src/messages/t.ts';
import { patience } from '../visiting.ts';
import { journey } from './journey.ts';
import { openVillage } from './grounds.ts';

const here = openVillage();

journey('what happened to me, why, and that it was not so', here, async (who) => {
  const { village, come, saidBy } = here();
  const { page, look, press, write, open, disturb, nth } = who;
  // Another one each time: who took wood last, who before them.
  const takers = new Set([...village.serving.view().cited.values()].filter(({ event }) => event === 'taken').toReversed().map(({ values }) => String(values['by'])));
  const member = [...takers][nth % takers.size] ?? assert.fail('nobody took wood');
  await come(who, member);
  await open('#/');
  await look('today');
  const week = page.waitForResponse((response) => response.url().includes('/api/today'), patience);
  await press(page.getByRole('button', { name: t('today.since.week'), exact: true }));
  await week;
  const more = page.locator('[aria-labelledby=happened] .more');
  if (await more.count() > 0) await press(more);
  for (const group of await page.locator('[aria-labelledby=happened] details > summary').all()) await press(group);
  await look('today, opened');
  await press(page.locator('[aria-labelledby=happened] button.today-line').filter({ hasText: / took \d+ pieces? \(/ }).first());
  const why = page.getByRole('dialog');
  for (const part of ['why.agreed.title', 'why.numbers.title', 'why.rests.title', 'why.observed.title'] as const) await why.getByRole('heading', { name: t(part), exact: true }).waitFor(patience);
  await look('why');
  await press(why.locator('.doubt-form > summary'));
  await write(why.getByLabel(t('why.doubt.reason')), 'It stood beside the door already.');
  await look('why, contesting');
  const contests = (): number => saidBy(member, 'request').filter(({ body }) => body['action'] === 'contest').length;
  const before = contests();
  await disturb(() => press(why.getByRole('button', { name: t('why.doubt.contest'), exact: true })));
  await page.waitForFunction(() => document.querySelector('.doubt-form') === null, undefined, patience);
  await look('why, contested');
  assert.equal(contests(), before + 1);
  await page.keyboard.press('Escape');
  await why.waitFor({ ...patience, state: 'hidden' });
  const asked = page.locator('.asked-line');
  if (await asked.count() > 0) {
    await press(asked.first());
    await page.waitForFunction(() => !/^#\/$/.test(location.hash), undefined, patience);
    await look('what was asked');
  }
});
