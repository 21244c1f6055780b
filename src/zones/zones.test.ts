import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addDays } from '../vocabulary/time.ts';
import { localDay, offsetAt, startOfDay, zoneFault, type ZoneRules } from '../vocabulary/zones.ts';
import { zoneNames, zoneRules, zoneTableVersion } from './zones.ts';

function rulesOf(name: string): ZoneRules {
  const rules = zoneRules(name);
  assert.ok(rules !== undefined, name);
  return rules;
}

/** Hours east of UTC. */
function hours(name: string, instant: string): number {
  return offsetAt(rulesOf(name), Date.parse(instant)) / 3600;
}

function startsAt(name: string, day: string): string {
  return new Date(startOfDay(rulesOf(name), day)).toISOString().slice(0, 16);
}

/** The clocks of `name` go from `before` to `after` hours at that second. */
function changes(name: string, instant: string, before: number, after: number): void {
  const second = Date.parse(instant);
  assert.deepEqual([offsetAt(rulesOf(name), second - 1) / 3600, offsetAt(rulesOf(name), second) / 3600], [before, after], `${name} ${instant}`);
}

test('New York 2026: second Sunday of March, first of November, 02:00 (US Energy Policy Act of 2005)', () => {
  changes('America/New_York', '2026-03-08T07:00Z', -5, -4);
  changes('America/New_York', '2026-11-01T06:00Z', -4, -5);
  assert.equal(startsAt('America/New_York', '2026-03-08'), '2026-03-08T05:00');
  assert.equal(startsAt('America/New_York', '2026-03-09'), '2026-03-09T04:00');
});

test('Prague 2026 and, by the rule, 2038: last Sundays at 01:00 UTC (Directive 2000/84/EC)', () => {
  changes('Europe/Prague', '2026-03-29T01:00Z', 1, 2);
  changes('Europe/Prague', '2026-10-25T01:00Z', 2, 1);
  changes('Europe/Prague', '2038-03-28T01:00Z', 1, 2);
});

test('Lord Howe: half an hour (NSW Standard Time Act; tz `australasia`)', () => {
  changes('Australia/Lord_Howe', '2026-04-04T15:00Z', 11, 10.5);
  changes('Australia/Lord_Howe', '2026-10-03T15:30Z', 10.5, 11);
});

test('Kathmandu: +5:45 since 1986 (tz `asia`, Rule for Nepal)', () => {
  assert.equal(hours('Asia/Kathmandu', '2026-01-01T00:00Z'), 5.75);
  assert.equal(hours('Asia/Katmandu', '1985-12-31T00:00Z'), 5.5);
  assert.equal(startsAt('Asia/Kathmandu', '2026-05-05'), '2026-05-04T18:15');
});

test('Apia went over the date line: 2011-12-30 never was (Samoa\'s International Date Line Act 2011)', () => {
  changes('Pacific/Apia', '2011-12-30T10:00Z', -10, 14);
  assert.equal(startsAt('Pacific/Apia', '2011-12-29'), '2011-12-29T10:00');
  assert.equal(startsAt('Pacific/Apia', '2011-12-30'), '2011-12-30T10:00');
  assert.equal(startsAt('Pacific/Apia', '2011-12-31'), '2011-12-30T10:00');
  assert.equal(localDay(rulesOf('Pacific/Apia'), Date.parse('2011-12-30T10:00Z')), '2011-12-31');
});

test('Casablanca and El Aaiun: an hour back in Ramadan (2025: 23 February to 6 April; tz `africa`)', () => {
  for (const name of ['Africa/Casablanca', 'Africa/El_Aaiun']) {
    changes(name, '2025-02-23T02:00Z', 1, 0);
    changes(name, '2025-04-06T02:00Z', 0, 1);
  }
});

test('São Paulo 2018-11-04 has no 00:00 (decree 9.242 of 2017); no daylight time since 2019 (decree 9.772)', () => {
  changes('America/Sao_Paulo', '2018-11-04T03:00Z', -3, -2);
  assert.equal(startsAt('America/Sao_Paulo', '2018-11-04'), '2018-11-04T03:00'); // 01:00 there
  assert.equal(hours('America/Sao_Paulo', '2026-12-31T00:00Z'), -3);
  // 2018-02-18 00:00 was 2018-02-17 23:00 again: the 18th began an hour later.
  assert.equal(startsAt('America/Sao_Paulo', '2018-02-18'), '2018-02-18T03:00');
});

test('Havana 2026: no 00:00 in March, twice in November (tz `northamerica`, Rule Cuba)', () => {
  assert.equal(startsAt('America/Havana', '2026-03-08'), '2026-03-08T05:00'); // 01:00 there
  assert.equal(startsAt('America/Havana', '2026-11-01'), '2026-11-01T04:00'); // the earlier one
});

test('Beirut 2026: last Sundays at 00:00 (tz `asia`, Rule Lebanon)', () => {
  assert.equal(startsAt('Asia/Beirut', '2026-03-29'), '2026-03-28T22:00'); // 01:00 there
  assert.equal(startsAt('Asia/Beirut', '2026-10-25'), '2026-10-24T22:00');
});

test('Cairo 2026: last Friday of April, last Thursday of October at 24:00 (Egyptian law 24 of 2023)', () => {
  changes('Africa/Cairo', '2026-04-23T22:00Z', 2, 3);
  changes('Africa/Cairo', '2026-10-29T21:00Z', 3, 2);
  assert.equal(startsAt('Africa/Cairo', '2026-04-24'), '2026-04-23T22:00'); // 01:00 there
  assert.equal(startsAt('Africa/Cairo', '2026-10-30'), '2026-10-29T22:00');
});

test('Santiago 2026: first Saturdays of April and September at 24:00 (decree 224 of 2022)', () => {
  changes('America/Santiago', '2026-04-05T03:00Z', -3, -4);
  changes('America/Santiago', '2026-09-06T04:00Z', -4, -3);
  assert.equal(startsAt('America/Santiago', '2026-09-06'), '2026-09-06T04:00'); // 01:00 there
  changes('America/Santiago', '2027-04-04T03:00Z', -3, -4); // by the rule, over the turn of the year
});

test('Troll: two hours (tz `antarctica`)', () => {
  changes('Antarctica/Troll', '2026-03-29T01:00Z', 0, 2);
  changes('Antarctica/Troll', '2026-10-25T01:00Z', 2, 0);
});

test('Dublin: standard time is the summer\'s, and winter has the exception (Standard Time Act 1968, 1971)', () => {
  changes('Europe/Dublin', '2026-03-29T01:00Z', 0, 1);
  changes('Europe/Dublin', '2026-10-25T01:00Z', 1, 0);
  changes('Europe/Dublin', '2030-03-31T01:00Z', 0, 1);
  changes('Europe/Dublin', '2030-10-27T01:00Z', 1, 0);
});

test('St John\'s until 2011: at 00:01 clocks went back to 23:01 of the day before (tz `northamerica`)', () => {
  const zone = rulesOf('America/St_Johns');
  changes('America/St_Johns', '2006-10-29T02:31Z', -2.5, -3.5);
  assert.equal(startsAt('America/St_Johns', '2006-10-29'), '2006-10-29T02:30'); // the earlier of two midnights
  assert.equal(localDay(zone, Date.parse('2006-10-29T02:30Z')), '2006-10-29');
  assert.equal(localDay(zone, Date.parse('2006-10-29T02:31Z')), '2006-10-28');
});

test('UTC has no changes; what is no zone has no rules', () => {
  assert.deepEqual(zoneRules('UTC'), { name: 'UTC', initial: 0, changes: [] });
  for (const name of ['', 'Nowhere', 'toString', '__proto__', 'europe/prague', 'Factory']) assert.equal(zoneRules(name), undefined, name);
});

test('the table has the form of its type, under every name', () => {
  assert.ok(zoneNames().length > 590);
  for (const name of zoneNames()) {
    const zone = rulesOf(name);
    assert.equal(zone.name, name);
    assert.ok(Number.isSafeInteger(zone.initial));
    let [last, offset] = [0, zone.initial];
    for (const change of zone.changes) {
      assert.equal(change.length, 2);
      assert.ok(change.every(Number.isSafeInteger) && change[0] > last && change[1] !== offset, `${name} ${change.join()}`);
      [last, offset] = change;
    }
    assert.ok(Math.abs(offset) <= 14 * 3600);
    if (zone.rule === undefined) continue;
    assert.ok([zone.rule.standard, zone.rule.daylight].includes(offset), `${name}: the rule goes on from the last change`);
    for (const { month, week, weekday, atS } of [zone.rule.start, zone.rule.end]) {
      assert.ok(month >= 1 && month <= 12 && week >= 1 && week <= 5 && weekday >= 0 && weekday <= 6 && Math.abs(atS) <= 167 * 3600, name);
    }
  }
});

test('in every zone days follow each other without a gap, 2026 to 2028', () => {
  for (const name of zoneNames()) {
    const zone = rulesOf(name);
    let before = startOfDay(zone, '2025-12-31');
    for (let day = '2026-01-01'; day < '2028-01-01'; day = addDays(day, 1)) {
      const start = startOfDay(zone, day);
      const length = (start - before) / 3_600_000;
      assert.ok(length >= 22 && length <= 26, `${name} ${day}: the day before has ${length} hours`);
      assert.equal(localDay(zone, start), day, name);
      before = start;
    }
  }
});

/** A second source: the table in the running Node, which is of a release of its own. */
test('the same offsets as Intl, at 200 instants of 1990 to 2026 in every zone', (t) => {
  let seed = 20260105;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const from = Date.parse('1990-01-01T00:00Z');
  const to = Date.parse('2027-01-01T00:00Z');
  const differing = new Map<string, string>();
  let compared = 0;
  for (const name of zoneNames()) {
    const zone = rulesOf(name);
    const clock = intlClock(name);
    if (clock === undefined) {
      differing.set(name, 'unknown to Intl');
      continue;
    }
    for (let i = 0; i < 200; i++) {
      const instant = from + Math.floor(random() * (to - from));
      compared++;
      if (clock(instant) !== offsetAt(zone, instant)) {
        differing.set(name, `${new Date(instant).toISOString()}: Intl ${clock(instant)} s, table ${offsetAt(zone, instant)} s`);
      }
    }
  }
  const releases = `the table is ${zoneTableVersion}, Node ${process.version} has ${process.versions['tz'] ?? 'an unknown one'}`;
  t.diagnostic(`${compared} instants in ${zoneNames().length} zones compared; ${releases}`);
  for (const [name, difference] of differing) t.diagnostic(`DIFFERS: ${name}, ${difference}`);
  if (process.versions['tz'] === zoneTableVersion) assert.deepEqual([...differing], []);
  // Releases differ in a few zones a year; more than that is a fault of ours.
  assert.ok(differing.size <= 25, `${differing.size} zones differ (${releases})`);
});

/** Seconds east of UTC by Intl; undefined when it doesn't know the zone. */
function intlClock(name: string): ((instant: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return (instant) => {
      const text = format.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
      const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
      assert.ok(match !== null, text);
      const [hour = 0, minute = 0, second = 0] = match.slice(2).map((part) => Number(part ?? 0));
      return (match[1] === '-' ? -1 : 1) * (hour * 3600 + minute * 60 + second) || 0;
    };
  } catch {
    return undefined;
  }
}

test('every zone of the table can be taken into a log, under its name and no other', () => {
  for (const name of zoneNames()) {
    const rules = zoneRules(name);
    assert.ok(rules !== undefined);
    assert.equal(zoneFault(rules, name), null, name);
    assert.notEqual(zoneFault(rules, `${name}x`), null);
  }
});
