import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { zoneRules } from '../zones/zones.ts';
import { sayRecord, sayTime, withLocalTimes } from './local-time.ts';

function zone(name: string): ZoneRules {
  return zoneRules(name) ?? assert.fail(`${name} is in the table`);
}

// New York is 5 hours behind UTC in winter and 4 in summer (second Sunday of March to first Sunday of November), Kolkata always 5:30 ahead.
const told: readonly (readonly [string, string, string])[] = [
  ['America/New_York', '2026-12-03T23:00:00Z', 'Thu 3 Dec 2026, 18:00 (America/New_York)'],
  ['America/New_York', '2026-07-04T03:59:59Z', 'Fri 3 Jul 2026, 23:59 (America/New_York)'],
  ['America/New_York', '2027-01-01T04:59:00Z', 'Thu 31 Dec 2026, 23:59 (America/New_York)'],
  ['Asia/Kolkata', '2026-03-01T18:29:00Z', 'Sun 1 Mar 2026, 23:59 (Asia/Kolkata)'],
  ['Asia/Kolkata', '2026-03-01T18:30:00Z', 'Mon 2 Mar 2026, 00:00 (Asia/Kolkata)'],
  ['Europe/Berlin', '1999-12-31T22:59:59Z', 'Fri 31 Dec 1999, 23:59 (Europe/Berlin)'],
  // Clocks are put back at 02:00 on 1 November: 01:30 comes twice, 00:30 and 02:30 once.
  ['America/New_York', '2026-11-01T04:30:00Z', 'Sun 1 Nov 2026, 00:30 (America/New_York)'],
  ['America/New_York', '2026-11-01T05:30:00Z', 'Sun 1 Nov 2026, 01:30 (America/New_York, UTC-04:00)'],
  ['America/New_York', '2026-11-01T06:30:00Z', 'Sun 1 Nov 2026, 01:30 (America/New_York, UTC-05:00)'],
  ['America/New_York', '2026-11-01T07:30:00Z', 'Sun 1 Nov 2026, 02:30 (America/New_York)'],
  // They are put forward at 02:00 on 8 March: no time comes twice.
  ['America/New_York', '2026-03-08T06:30:00Z', 'Sun 8 Mar 2026, 01:30 (America/New_York)'],
  ['America/New_York', '2026-03-08T07:30:00Z', 'Sun 8 Mar 2026, 03:30 (America/New_York)'],
];
for (const [name, at, expected] of told) test(`${at} in ${name}`, () => assert.equal(sayTime(zone(name), Date.parse(at)), expected));

test('without a zone it is UTC, and says so', () => assert.equal(sayTime(null, Date.UTC(2026, 0, 5, 9, 7)), 'Mon 5 Jan 2026, 09:07 (UTC)'));

test('the instants of a text', () => {
  assert.equal(withLocalTimes(zone('Europe/Berlin'), 'its vote ended at 2026-03-31T22:00:00.000Z, not 2026-13-31T22:00:00Z or 2026-03-31'), 'its vote ended at Wed 1 Apr 2026, 00:00 (Europe/Berlin), not 2026-13-31T22:00:00Z or 2026-03-31');
});

test('a record with its time, to stand in brackets', () => {
  assert.equal(sayRecord(zone('Europe/Berlin'), 9, Date.parse('2026-01-05T09:07:00Z')), 'record 9, Mon 5 Jan 2026, 10:07 Europe/Berlin');
});
