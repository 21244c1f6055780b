/** What the demonstration's members decide together: some of it lies behind them, some is open as one comes to look, some comes again. */
import { dayMs } from '../vocabulary/time.ts';
import type { Planned } from './assembly.ts';

export type PlannedDay = { readonly day: number; readonly planned: Planned };

const thermometers: Planned = {
  by: 'bunyan', title: 'Thermometers for four houses',
  body: ({ recordedAt }) => ({
    change: { change: 'terms', subcontract: 'firewood', terms: { houses: { 'house-a': 'ana', 'house-b': 'bo', 'house-c': 'cyd', 'house-d': 'dora' } } },
    topic: 'heating', reason: 'so that we know whose house is cold', effective: recordedAt + 13 * dayMs,
  }),
  after: [{ hours: 24, votes: 'yes', by: ['bunyan', 'ana', 'bo', 'cyd', 'dora', 'hester'] }],
};

const sweeping: Planned = {
  by: 'hester', title: 'The path to the pile is swept',
  body: () => ({
    change: { change: 'resolution' }, topic: 'pile', reason: 'Eli fell on Tuesday, with four pieces in his arms',
    text: [
      { id: 'p1', text: 'Whoever comes to the pile first after it has snowed sweeps the path before taking any wood.' },
      { id: 'p2', text: 'The broom hangs behind the scale. Whoever finds it broken brings a new one.' },
    ],
  }),
  after: [
    { hours: 2, votes: 'yes', by: ['hester', 'bunyan', 'cyd'] },
    { hours: 6, comments: 'What if somebody can’t sweep? I wouldn’t want them to go without wood.', by: 'dora', paragraph: 'p1', as: 'cannot' },
    { hours: 10, comments: 'Then they take their wood and tell the next one. I will put it as an amendment.', by: 'ana', paragraph: 'p1', answers: 'cannot' },
    {
      hours: 12, by: 'ana', why: 'nobody should have to choose between sweeping and freezing',
      amends: [{
        edit: 'paragraph', id: 'p1', before: 'Whoever comes to the pile first after it has snowed sweeps the path before taking any wood.',
        after: 'Whoever comes to the pile first after it has snowed, and can, sweeps the path before taking any wood.',
      }],
    },
    { hours: 20, on: 'nobody should have to choose between sweeping and freezing', votes: 'yes', by: ['ana', 'dora', 'bo', 'hester'] },
    { hours: 24, comments: 'I have a spare one in the shed.', by: 'wren', paragraph: 'p2' },
    { hours: 90, votes: 'yes', by: ['hester', 'bunyan', 'ana', 'dora', 'bo'] },
    { hours: 100, votes: 'concern', by: ['cyd'], reason: 'first after it has snowed is hard to know in a long snowfall' },
  ],
};

const restocking: Planned = {
  by: 'bunyan', title: 'On which day do we stack wood together?',
  body: () => ({
    topic: 'pile', reason: 'alone I need two days for it',
    change: { change: 'choice', options: [{ id: 'saturday', says: 'in the morning' }, { id: 'sunday', says: 'after lunch' }, { id: 'wednesday', says: 'in the evening, by lamp' }] },
  }),
  after: [
    { hours: 4, votes: { ranking: [['saturday'], ['sunday'], ['wednesday']] }, by: ['bunyan', 'ana', 'cyd'] },
    { hours: 12, votes: { ranking: [['sunday'], ['saturday'], ['wednesday']] }, by: ['bo', 'wren'] },
    { hours: 30, votes: { ranking: [['wednesday'], ['saturday', 'sunday']] }, by: ['dora'] },
    { hours: 40, comments: 'By lamp, in February? I will come, but I say it aloud.', by: 'hester' },
    { hours: 42, votes: { ranking: [['saturday'], ['sunday'], ['wednesday']] }, by: ['hester'] },
  ],
};

const coldHouses: Planned = {
  by: 'cyd', title: 'More for a cold house',
  body: () => ({
    change: { change: 'terms', subcontract: 'firewood', terms: { compensation: '9.00' } }, topic: 'heating', reason: 'six crowns don’t buy a warm evening',
    text: [{ id: 'p1', text: 'A house that was cold because the pile was low gets more than it does now. Whoever keeps the pile has it in their hands.' }],
  }),
  after: [
    { hours: 2, votes: 'yes', by: ['cyd', 'ana', 'bo', 'dora'] },
    { hours: 8, votes: 'no', by: ['bunyan'] },
    { hours: 9, comments: 'I pay this, and I can’t make it warmer. Half of that I could live with.', by: 'bunyan', paragraph: 'p1', as: 'pays' },
    { hours: 14, by: 'wren', why: 'between what it is and what is asked', amends: [{ edit: 'term', term: 'compensation', before: '9.00', after: '7.50' }] },
    { hours: 16, by: 'dora', why: 'a little less is enough', amends: [{ edit: 'term', term: 'compensation', before: '9.00', after: '8.50' }] },
    { hours: 26, comments: 'Then seven and a half: I have put it as an amendment.', by: 'wren', paragraph: 'p1', answers: 'pays' },
    { hours: 30, on: 'between what it is and what is asked', votes: 'yes', by: ['wren', 'bunyan', 'hester', 'cyd', 'bo'] },
    { hours: 34, on: 'a little less is enough', votes: 'yes', by: ['dora', 'ana', 'cyd'] },
    { hours: 40, on: 'a little less is enough', votes: 'no', by: ['bunyan'] },
    { hours: 110, votes: 'yes', by: ['cyd', 'ana', 'bo', 'wren', 'bunyan'] },
    { hours: 120, votes: 'yes', by: ['dora'] },
  ],
};

const cheaper: Planned = {
  by: 'eli', title: 'Wood for thirty hundredths a piece',
  body: () => ({ change: { change: 'terms', subcontract: 'firewood', terms: { base_price: '0.30' } }, topic: 'heating', reason: 'I can’t pay for it any more' }),
  after: [
    { hours: 3, votes: 'yes', by: ['eli', 'bo'] },
    { hours: 10, votes: 'no', by: ['wren', 'cyd', 'hester'] },
    { hours: 12, votes: 'object', by: ['bunyan'], reason: 'for that I can’t have it brought from the hill' },
    { hours: 20, comments: 'Come by, Eli. We find something that doesn’t ruin Bunyan.', by: 'hester' },
    { hours: 30, votes: 'abstain', by: ['ana'] },
  ],
};

const warmer: Planned = {
  by: 'ana', title: 'A house is cold below nineteen degrees',
  body: () => ({
    change: { change: 'terms', subcontract: 'firewood', terms: { house_below_celsius: '19.0', stock_below: 60 } }, topic: 'heating', reason: 'at sixteen degrees one wears a coat at table',
    text: [
      { id: 'p1', text: 'A house counts as cold below 19 °C instead of 16 °C.' },
      { id: 'p2', text: 'The pile counts as low when fewer than 60 pieces lie there, so that it is filled before it is too late.' },
      { id: 'p3', text: 'What is paid for a cold house stays as it is.' },
    ],
  }),
  after: [
    { hours: 2, votes: 'yes', by: ['ana', 'bo'] },
    { hours: 8, comments: 'Try it on the past before you vote: it is a good deal of money.', by: 'bunyan', as: 'try' },
    { hours: 10, comments: 'I did. It is what it costs to be warm.', by: 'ana', answers: 'try' },
    { hours: 14, votes: 'concern', by: ['cyd'], reason: 'Bunyan alone bears it' },
    { hours: 20, votes: 'no', by: ['bunyan'] },
    { hours: 26, comments: 'Sixty is more than the shed holds dry.', by: 'hester', paragraph: 'p2' },
    { hours: 62, by: 'hester', why: 'forty lie there dry', amends: [{ edit: 'term', term: 'stock_below', before: 60, after: 40 }] },
    { hours: 64, by: 'bunyan', why: 'thirty can be kept up by one', amends: [{ edit: 'term', term: 'stock_below', before: 60, after: 30 }] },
    { hours: 70, on: 'forty lie there dry', votes: 'yes', by: ['hester', 'cyd'] },
    { hours: 72, on: 'thirty can be kept up by one', votes: 'yes', by: ['bunyan'] },
    { hours: 74, on: 'thirty can be kept up by one', votes: 'no', by: ['ana'] },
    { hours: 140, on: 'forty lie there dry', votes: 'yes', by: ['wren', 'bo'] },
    { hours: 200, votes: 'yes', by: ['ana', 'cyd', 'dora', 'wren'] },
  ],
};

const bench: Planned = {
  by: 'wren', title: 'A bench beside the pile',
  body: () => ({
    change: { change: 'resolution' }, topic: 'pile', reason: 'one meets there anyway',
    text: [
      { id: 'p1', text: 'We build a bench beside the pile, for four, from what lies around.' },
      { id: 'p2', text: 'It stands in the sun, on the south side of the shed.' },
    ],
  }),
  after: [
    { hours: 2, votes: 'yes', by: ['wren', 'eli'] },
    { hours: 6, comments: 'I have two oak planks for it.', by: 'bo', paragraph: 'p1', as: 'planks' },
    { hours: 10, comments: 'And I the screws.', by: 'cyd', paragraph: 'p1', answers: 'planks' },
    { hours: 16, by: 'cyd', why: 'in summer nobody sits in the sun', amends: [{ edit: 'paragraph', id: 'p2', before: 'It stands in the sun, on the south side of the shed.', after: 'It stands under the maple, where there is sun in winter and shade in summer.' }] },
    { hours: 24, on: 'in summer nobody sits in the sun', votes: 'yes', by: ['cyd', 'bo'] },
    { hours: 30, votes: 'yes', by: ['bo', 'dora'] },
    { hours: 100, on: 'in summer nobody sits in the sun', votes: 'yes', by: ['wren'] },
    { hours: 130, votes: 'yes', by: ['wren', 'eli', 'bo', 'dora', 'cyd'] },
  ],
};

/** Days of the past, of which there are 35 (host/demo.ts), and one before: the first is in force on day 0, the last two are open by then. */
export const decidedBefore: readonly PlannedDay[] = [
  { day: -20, planned: thermometers },
  { day: 1, planned: sweeping }, { day: 5, planned: restocking }, { day: 8, planned: coldHouses }, { day: 17, planned: cheaper }, { day: 31.5, planned: warmer }, { day: 33, planned: bench },
];

/** From then on one of {@link saidAgain} comes every so many days, in turn. */
export const againFromDay = 40;
export const againDays = 7;

const window: Planned = {
  by: 'bo', title: 'Another time to put wood back',
  body: (state) => {
    const now = state.subcontracts.get('firewood')?.terms['return_window_minutes'];
    return { change: { change: 'terms', subcontract: 'firewood', terms: { return_window_minutes: now === 15 ? 10 : 15 } }, topic: 'pile', reason: now === 15 ? 'ten minutes are enough after all' : 'ten minutes are short in deep snow' };
  },
  after: [
    { hours: 4, votes: 'yes', by: ['bo', 'ana', 'dora'] }, { hours: 30, comments: 'Fine by me.', by: 'bunyan' }, { hours: 32, votes: 'yes', by: ['bunyan', 'wren'] }, { hours: 60, votes: 'no', by: ['hester'] },
  ],
};

const soup: Planned = {
  by: 'dora', title: 'Soup at the pile on Sunday',
  body: () => ({ change: { change: 'resolution' }, reason: 'whoever stacks is hungry', text: [{ id: 'p1', text: 'Everyone brings a vegetable; the pot is mine.' }] }),
  after: [{ hours: 3, votes: 'yes', by: ['dora', 'eli', 'cyd'] }, { hours: 20, comments: 'I bring leeks.', by: 'eli', paragraph: 'p1' }, { hours: 40, votes: 'yes', by: ['ana', 'hester'] }],
};

export const saidAgain: readonly Planned[] = [window, soup];
