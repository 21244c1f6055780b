import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFooter, parseTzif, readIndex, zoneFromTzif } from './zones.ts';

test('footers as real zones have them', () => {
  assert.deepEqual(parseFooter('<+0330>-3:30', 'Asia/Tehran'), { standard: 12_600 });
  assert.deepEqual(parseFooter('UTC0', 'UTC'), { standard: 0 });
  assert.deepEqual(parseFooter('EST5EDT,M3.2.0,M11.1.0', 'America/New_York').rule, {
    standard: -18_000, daylight: -14_400,
    start: { month: 3, week: 2, weekday: 0, atS: 7200 }, end: { month: 11, week: 1, weekday: 0, atS: 7200 },
  });
  assert.deepEqual(parseFooter('<+1030>-10:30<+11>-11,M10.1.0,M4.1.0', 'Australia/Lord_Howe').rule, {
    standard: 37_800, daylight: 39_600,
    start: { month: 10, week: 1, weekday: 0, atS: 7200 }, end: { month: 4, week: 1, weekday: 0, atS: 7200 },
  });
  assert.deepEqual(parseFooter('IST-1GMT0,M10.5.0,M3.5.0/1', 'Europe/Dublin').rule, {
    standard: 3600, daylight: 0, start: { month: 10, week: 5, weekday: 0, atS: 7200 }, end: { month: 3, week: 5, weekday: 0, atS: 3600 },
  });
  assert.equal(parseFooter('<-02>2<-01>,M3.5.0/-1,M10.5.0/0', 'America/Nuuk').rule?.start.atS, -3600);
  assert.equal(parseFooter('EET-2EEST,M3.4.4/50,M10.4.4/50', 'Asia/Gaza').rule?.end.atS, 180_000);
  assert.equal(parseFooter('<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45', 'Pacific/Chatham').rule?.start.atS, 9900);
});

test('a footer that the type cannot hold is refused', () => {
  for (const footer of ['', 'EST5EDT', 'EST5EDT,J60,J300', 'EST5EDT,59,299', 'EST5EDT,M3.6.0,M11.1.0', 'E5', 'EST5EDT,M3.2.0']) {
    assert.throws(() => parseFooter(footer, 'X'), /^Error: X: /, footer);
  }
});

/** RFC 9636 s4.1, with a 64-bit block of three changes and a footer. */
function file(times: readonly bigint[], footer: string): Uint8Array {
  const header = (count: number, types: number, chars: number): Buffer => {
    const bytes = Buffer.alloc(44);
    bytes.write('TZif2');
    [0, 0, 0, count, types, chars].forEach((value, i) => bytes.writeUInt32BE(value, 20 + 4 * i));
    return bytes;
  };
  const body = Buffer.alloc(times.length * 9);
  times.forEach((time, i) => {
    body.writeBigInt64BE(time, 8 * i);
    body[times.length * 8 + i] = (i + 1) % 2;
  });
  const types = Buffer.alloc(12);
  types.writeInt32BE(3600, 0);
  types.writeInt32BE(7200, 6);
  return Buffer.concat([header(0, 1, 4), Buffer.alloc(6 + 4), header(times.length, 2, 4), body, types, Buffer.from('CET\0'), Buffer.from(`\n${footer}\n`)]);
}

const eu = 'CET-1CEST,M3.5.0,M10.5.0/3';
const spring2024 = BigInt(Date.parse('2024-03-31T01:00Z') / 1000);
const autumn2024 = BigInt(Date.parse('2024-10-27T01:00Z') / 1000);

test('a compiled file', () => {
  assert.deepEqual(parseTzif(file([spring2024, autumn2024], eu), 'X'), {
    first: 3600, changes: [[Number(spring2024), 7200], [Number(autumn2024), 3600]], footer: eu,
  });
  assert.throws(() => parseTzif(Buffer.alloc(100), 'X'), /no TZif/);
});

test('a list that ends early is continued by the rule to the end of 2026', () => {
  const { initial, changes, rule } = zoneFromTzif(file([-1_000_000_000n, spring2024, autumn2024].slice(1), eu), 'X');
  const ends = ['2024-03-31', '2024-10-27', '2025-03-30', '2025-10-26', '2026-03-29', '2026-10-25'];
  assert.equal(initial, 3600);
  assert.deepEqual(changes.map(([second]) => new Date(second * 1000).toISOString()), ends.map((day) => `${day}T01:00:00.000Z`));
  assert.equal(rule?.daylight, 7200);
});

test('changes before 1970 only give the offset to start with', () => {
  assert.deepEqual(zoneFromTzif(file([-86_400n], 'EET-2'), 'X'), { initial: 7200, changes: [] });
});

test('changes ahead that no rule says stay in the list', () => {
  const ahead = [BigInt(Date.parse('2028-01-01T00:00Z') / 1000), BigInt(Date.parse('2029-01-01T00:00Z') / 1000)];
  assert.equal(zoneFromTzif(file(ahead, 'CET-1'), 'X').changes.length, 2);
  assert.throws(() => zoneFromTzif(file(ahead, 'EET-2'), 'X'), /does not go on/);
});

test('the index: zones, links, and links to links', () => {
  assert.deepEqual(readIndex('# version 2026f\nR x y\nZ Europe/Prague 0:57 - LMT\nZ Factory 0 - -00\nL Europe/Prague A\nL A B\n'), {
    version: '2026f', names: ['Europe/Prague'], links: [['A', 'Europe/Prague'], ['B', 'Europe/Prague']],
  });
  assert.throws(() => readIndex('Z X'), /version/);
});
