/** Today, as a journey: what happened to me opens to its why, and is contested; what I am asked leads to where it is done. */
import assert from 'node:assert/strict';
import { t } from '../../../web/src/messages/t.ts';
import { patience } from '../visiting.ts';
import { journey, settled } from './journey.ts';
import { openVillage } from './grounds.ts';

const here = openVillage();
/** A taking has its weight, in every language; what was put back has none. */
const weighed = /\(\d+\sg\)/;

journey('what happened to me, why, and that it was not so', here, async (who) => {
  const { village, come, saidBy } = here();
  const { page, look, press, write, open, disturb, nth } = who;
  // Another one each time: who took wood last, who before them.
  const takings = [...village.serving.view().cited.values()].filter(({ event }) => event === 'taken').toReversed();
  const takers = [...new Set(takings.map(({ values }) => values['by']))].filter((by) => typeof by === 'string');
  const member = takers[nth % takers.length] ?? assert.fail('nobody took wood');
  // What one walk contested waits for a person; the next one of the same member contests what they took before it.
  const contestedBefore = Math.floor(nth / takers.length);
  await come(who, member);
  await open('#/');
  await look('today');
  await press(page.getByRole('button', { name: t('today.since.week'), exact: true }));
  await settled(page);
  const more = page.locator('[aria-labelledby=happened] .more');
  if (await more.count() > 0) await press(more);
  for (const group of await page.locator('[aria-labelledby=happened] details > summary').all()) await press(group);
  await look('today, opened');
  await press(page.locator('[aria-labelledby=happened] button.today-line').filter({ hasText: weighed }).nth(contestedBefore));
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
