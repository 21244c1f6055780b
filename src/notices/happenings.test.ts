import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Obligation } from '../vocabulary/outcomes.ts';
import { initialView, type View } from '../views/view.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { closingSoon, dueSoon } from './happenings.ts';

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

test('a vote is told of once more when its end comes within reach, to whom it still waits for; one that began within reach isn’t', () => {
  const view = owing();
  const vote = (id: string, closes: number, openedAt: number): void => void view.proposals.set(id, { proposal: { id, topic: null, revision: { title: `A bench, ${id}` }, closes, openedAt } } as never);
  vote('soon', now + hourMs, now - 6 * dayMs);
  vote('later', now + dayMs + 1, now - 6 * dayMs);
  vote('short', now + dayMs, now);
  vote('ended', now, now - 6 * dayMs);
  const told = (after: number, isAsked: (proposal: string, member: string) => boolean): string[] => closingSoon(view, { after, until: now + dayMs, at: now }, isAsked).map(({ to, id }) => `${to} ${id}`);
  assert.deepEqual(told(now, () => true), ['ana closes.soon', 'bo closes.soon']);
  assert.deepEqual(told(now, (_, member) => member === 'bo'), ['bo closes.soon'], 'who has answered isn’t asked again');
  assert.deepEqual(told(now - hourMs, (_, member) => member === 'bo'), ['bo closes.soon', 'bo closes.ended'], 'after an hour away; what has ended is then no longer asked');
});
