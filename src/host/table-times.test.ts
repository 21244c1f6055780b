import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTime } from './table-times.ts';

const utc = (text: string): number => Date.parse(text);

for (const [text, is, dayFirst, monthFirst] of [
  ['2015-02-04 17:51:00', 'instant', '2015-02-04T17:51:00Z', '2015-02-04T17:51:00Z'],
  ['2017/12/22', 'day', '2017-12-22T00:00:00Z', '2017-12-22T00:00:00Z'],
  ['2026-01-31T23:59:59.25+01:00', 'instant', '2026-01-31T22:59:59.250Z', '2026-01-31T22:59:59.250Z'],
  ['04.02.2015', 'day', '2015-02-04T00:00:00Z', '2015-04-02T00:00:00Z'],
  ['2/13/2015 6:05 PM', 'instant', undefined, '2015-02-13T18:05:00Z'],
  ['31-12-99', 'day', '2099-12-31T00:00:00Z', undefined],
  ['12/31/2015 12:00 am', 'instant', undefined, '2015-12-31T00:00:00Z'],
] as const) {
  test(`${text} is read`, () => {
    assert.deepEqual(readTime(text), { is, dayFirst: dayFirst === undefined ? undefined : utc(dayFirst), monthFirst: monthFirst === undefined ? undefined : utc(monthFirst) });
  });
}

test('a time of day alone', () => assert.deepEqual(readTime('10:49:41'), { is: 'time', dayFirst: 38_981_000, monthFirst: 38_981_000 }));

test('what is neither a date nor a time isn\'t one', () => {
  for (const text of ['', '12', '1.5', '2015-02', '2015-02-30', '2015-13-13', '25:00', '10:60', '2015-02-04x', '123-1-1', 'monday', '1-2', '2015-02-04 ', '10:00 Z Z']) assert.equal(readTime(text), undefined, text);
});
