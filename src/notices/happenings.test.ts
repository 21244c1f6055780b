import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Obligation } from '../vocabulary/outcomes.ts';
import { initialView, type View } from '../views/view.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { dueSoon } from './happenings.ts';

const now = Date.parse('2026-01-05T12:00:00Z');

function owing(...debts: readonly (Pick<Obligation, 'id' | 'due'> & Partial<Obligation>)[]): View {
  const view = initialView({ zoneRules: () => undefined });
  for (const id of ['ana', 'bo']) view.members.set(id, { id, name: id, left: null, commons: false } as never);
  for (const debt of debts) view.obligations.set(debt.id, { obligation: { debtor: 'ana', creditor: 'bo', unit: 'T', amount: 500, left: 500, since: now - 40 * dayMs, because: 'shop', ref: '', guarantee: null, ...debt } } as never);
  return view;
}

const named = (view: View, after: number, until: number): string[] => dueSoon(view, { after, until, at: now }).map(({ id }) => id);

test('what falls due is named when it comes within reach: after what was looked at, up to the end of it, and not what was due as it began', () => {
  const view = owing({ id: 1, due: now }, { id: 2, due: now + 1 }, { id: 3, due: now + dayMs }, { id: 4, due: now + dayMs + 1 }, { id: 5, due: now + hourMs, since: now + hourMs }, { id: 6, due: now - 200 * dayMs }, { id: 7, due: now + hourMs, debtor: 'outside' });
  assert.deepEqual(named(view, now, now + dayMs), ['due.2', 'due.3']);
  assert.deepEqual(named(view, now + dayMs, now + 2 * dayMs), ['due.4']);
  assert.deepEqual(named(view, now - 7 * dayMs, now + dayMs), ['due.1', 'due.2', 'due.3'], 'after a week away');
});
