import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings, type Reading } from './read.ts';
import type { Deciding, Settings } from './scenario.ts';

function read(more: string): Reading<Settings> {
  const text = `collective:\n  name: House\n  zone: UTC\n  units: { crown: { decimals: 2 } }\n${more}members: [ { id: ana } ]\n`;
  return readSettings(text, { kits: new Map(), zones: ['UTC'] });
}

function deciding(more: string): Deciding {
  const settings = read(more);
  assert.ok(settings.ok, JSON.stringify(settings));
  return settings.value.collective.deciding;
}

function problem(more: string): string {
  const settings = read(more);
  assert.ok(!settings.ok);
  return settings.problems.map(({ line, path, message, nearest }) => `${line} ${path}: ${message}${nearest === undefined ? '' : ` (${nearest}?)`}`).join('\n');
}

test('what is left out is left out, so that the charter is the one that it always was', () => {
  assert.deepEqual(deciding(''), {});
});

test('what is said is in the charter; the other half of a rule is the default\'s', () => {
  assert.deepEqual(deciding('  decide: { more_than: "2/3", days: 7 }\n  recovery: { approvals: 2, wait_hours: 0 }\n  alone_max: { crown: "100.00" }\n  appear_s: 5\n'), {
    decide: { more_than: { numerator: 2, denominator: 3 }, days: 7 }, recovery: { approvals: 2, wait_hours: 0 }, alone_max: { crown: '100.00' }, appear_s: 5,
  });
  assert.deepEqual(deciding('  weighty: { kinds: [ballot, pay], a_day: { crown: "50.00" } }\n'), { weighty: { kinds: ['ballot', 'pay'], a_day: { crown: '50.00' } } });
  assert.deepEqual(deciding('  weighty: { kinds: [] }\n'), { weighty: { kinds: [] } });
  assert.deepEqual(deciding('  decide: { days: 7 }\n  recovery: { approvals: 2 }\n'), {
    decide: { more_than: { numerator: 1, denominator: 2 }, days: 7 }, recovery: { approvals: 2, wait_hours: 72 },
  });
});

test('what is wrong is named with its line', () => {
  for (const part of ['1', '"1/0"', '"2/2"', '"3/2"', '"-1/2"', '"half"', '0.5', '"1/1000001"']) assert.match(problem(`  decide: { more_than: ${part} }\n`), /^5 collective\.decide\.more_than: this must be a part of all below the whole/);
  assert.match(problem('  decide: { day: 7 }\n'), /^5 collective\.decide\.day: there is no key "day" \(days\?\)/);
  assert.match(problem('  decide: { days: 0 }\n'), /whole number from 1 to 366/);
  assert.match(problem('  recovery: { approvals: 0 }\n'), /^5 collective\.recovery\.approvals: .* from 1/);
  assert.match(problem('  recovery: { wait_hours: 8785 }\n'), /from 0 to 8784/);
  assert.match(problem('  alone_max: { crwn: "1.00" }\n'), /there is no unit "crwn" \(crown\?\)/);
  assert.match(problem('  alone_max: { crown: "1.001" }\n'), /decimals/);
  assert.match(problem('  weighty: { kinds: [vote] }\n'), /^5 collective\.weighty\.kinds.*kind of entry/);
  assert.match(problem('  weighty: { a_day: { crown: "50.00" } }\n'), /kinds/);
  assert.match(problem('  weighty: { kinds: [], a_day: { crown: "1.001" } }\n'), /decimals/);
  assert.match(problem('  appear_s: 0\n'), /from 1 to 86400/);
});
