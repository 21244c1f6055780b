// A kit's survey from the command line: in the folder alone, and beside a server.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { asOwn, type Json } from '../src/host/serve-ground.ts';
import { call, founded, linden, place, says, served } from './trust-house.ts';

const settings = linden({ members: ['id: cy', 'id: dee'], woodTerms: ', house_below_celsius: "17"', subcontracts: ['id: box, kit: cash-box, parties: { owner: bo }'] });

test('a survey: what is asked, who answers, what it comes to beside what is agreed, and taken away again', async (t) => {
  const data = await founded('surveyed', settings);
  const survey = (...args: readonly string[]): ReturnType<typeof call> => call('survey', 'firewood', ...args, '--data', data);
  says(await survey(), 0, /^firewood 1\.3\.0: 0 members have answered\.\n\ncomfort: Below how many degrees is a house too cold for you\?\n {4}In winter, .*\n {4}a number from 10 to 26 °C in steps of 0\.5\n {4}house_below_celsius: the median\n {4}→ 0 answers; with fewer than 3 nothing is said\n/);
  says(await survey('--as', 'ana', '--answer', 'comfort=15', '--answer', 'stove=no'), 0, /\n {4}you: 15\n {4}→ 1 answer; with fewer than 3 nothing is said\n/);
  says(await survey('--as', 'bo', '--answer', 'comfort=16'), 0, /2 members have answered/);
  writeFileSync(place('cy.yaml'), 'comfort: 18\nstove: no\ncaution: 3\n');
  says(await survey('--as', 'cy', '--file', place('cy.yaml')), 0, /→ 3 answers: house_below_celsius 16 °C\n/);
  const serving = await served(t, data);
  // Four, by hand: 15, 16, 18, 20; the middle two are 16 and 18.
  says(await survey('--as', 'dee', '--answer', 'comfort=20', '--for', 'wood'), 0, /→ 4 answers: house_below_celsius 17 °C, as agreed\n/);
  says(await survey('--as', 'dee', '--answer', 'comfort=21', '--answer', 'stove=no', '--for', 'wood'), 0, /→ 4 answers: house_below_celsius 17 °C, as agreed\n[^]*→ 3 answers, nobody here can repair a stove: Have a service from outside .* \(kit common-pot\)\n/);
  const { proposed }: Json = await (await asOwn(serving, '/api/kits/firewood/survey')).json();
  assert.deepEqual(proposed.map(({ term, value }: Json) => [term, value]), [['house_below_celsius', '17']], 'the server gives out the same');
  says(await survey('--as', 'ana', '--answer', 'stove=', '--answer', 'comfort=19', '--for', 'wood'), 0, /→ 4 answers: house_below_celsius 18\.5 °C, agreed is 17\n[^]*you: –\n {4}→ 2 answers; with fewer than 3/);
  says(await survey('--as', 'ana', '--forget'), 0, /you: –\n {4}→ 3 answers: house_below_celsius 18 °C\n/);
  const { stdout } = await survey('--as', 'bo', '--json');
  const { own, answered, answers } = JSON.parse(stdout) as Json;
  assert.deepEqual([own, answered, answers], [{ comfort: '16' }, 3, { comfort: 3, stock: 0, second_thoughts: 0, caution: 1, stove: 2 }]);
});

test('whoever has no key answers nothing, what can\'t be answered is refused, and a kit that asks nothing says so', async () => {
  const data = await founded('unsurveyed', settings);
  const survey = (...args: readonly string[]): ReturnType<typeof call> => call('survey', ...args, '--data', data);
  says(await survey('firewood', '--answer', 'comfort=15'), 2, /^$/, /--as is missing: who answers/);
  says(await survey('firewood', '--as', 'ana', '--forget', '--answer', 'comfort=15'), 2, /^$/, /not both/);
  says(await survey('firewood', '--as', 'nobody', '--answer', 'comfort=15'), 2, /^$/, /there is no member nobody/);
  says(await survey('firewood', '--as', 'operator'), 1, /^$/, /each by a key of their own that is in force: this one of operator's isn't \[not_permitted\]/);
  says(await survey('firewood', '--as', 'ana', '--answer', 'comfort=9'), 1, /^$/, /answers\.comfort must be a number from 10 to 26 in steps of 0\.5, not "9" \[invalid_value\]/);
  says(await survey('firewood', '--as', 'ana', '--answer', 'warmth=9', '--json'), 1, /^\{"ok":false,"error":\{"code":"unknown_value","message":"answers\.warmth is not asked here/, /unknown_value/);
  says(await survey('firewood', '--for', 'box'), 2, /^$/, /box is an agreement of the kit cash-box, not of firewood/);
  says(await survey('cash-box'), 2, /^$/, /the kit cash-box asks nothing/);
  says(await survey('fire'), 2, /^$/, /there is no kit fire/);
  says(await survey('firewood', '--as', 'ana'), 0, /0 members have answered/);
});
