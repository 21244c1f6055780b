import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FoundingKitShown } from '../../src/views/home-shown.ts';
import { addressOf, emptyDraft, founderIdOf, isWhole, openingIn, subjectOf, unitIdOf, type Draft } from '../../web/src/found/draft.ts';
import { speakEnglish } from './speaking.ts';

speakEnglish();

function draft(over: Partial<Draft> = {}): Draft {
  return { ...emptyDraft(), ...over };
}

function kit(name: string, watched: FoundingKitShown['watched'] = []): FoundingKitShown {
  return { name, title: name, about: null, parties: {}, needed: [], watched };
}

test('short names are made of what people say, until they say others', () => {
  assert.equal(addressOf(draft({ name: 'Lindenstraße 12' })), 'lindenstrasse-12');
  assert.equal(addressOf(draft({ name: 'Lindenstraße 12', address: ' linde ' })), 'linde');
  assert.equal(founderIdOf(draft({ founder: 'Ána María López' })), 'ana');
  assert.equal(founderIdOf(draft({ founder: 'Ana', founderId: 'ana-2' })), 'ana-2');
  assert.equal(unitIdOf(draft({ unit: 'Krone' })), 'krone');
});

test('a step is whole when it says what founding needs', () => {
  assert.equal(isWhole(draft(), 0), false);
  assert.equal(isWhole(draft({ name: 'Linden', zone: 'Europe/Berlin' }), 0), true);
  assert.equal(isWhole(draft({ name: '共同', zone: 'Asia/Tokyo' }), 0), false, 'nothing of it can stand in an address');
  assert.equal(isWhole(draft({ name: '共同', zone: 'Asia/Tokyo', address: 'kyodo' }), 0), true);
  assert.equal(isWhole(draft({ founder: 'Kim' }), 1), true);
  assert.equal(isWhole(draft({ founder: '  ' }), 1), false);
  assert.equal(isWhole(draft({ founder: 'Kim', founderId: 'a b' }), 1), false);
  for (const [opening, whole] of [['100', true], ['0', true], ['12,50', true], ['12.50', true], ['-1', false], ['', false], ['1e3', false], ['1.2.3', false], ['100.005', false], ['1 000,5', true]] as const) assert.equal(isWhole(draft({ founder: 'Kim', opening }), 1), whole, opening);
});

test('what one begins with is taken digit by digit: nothing is an amount, and what the unit can\'t hold is none', () => {
  const read = (opening: string, decimals: number): unknown => openingIn(draft({ opening, decimals }));
  assert.deepEqual([read('0', 2), read('100,5', 2), read('8.29', 2), read('7', 0)], ['0.00', '100.50', '8.29', '7'].map((amount) => ({ ok: true, amount })));
  assert.deepEqual([read('100.005', 2), read('0.5', 0), read('', 2)], ['decimals', 'decimals', 'empty'].map((why) => ({ ok: false, why })));
});

test('a simulated scale watches what it can count; a real device anything that is watched', () => {
  const pile = kit('firewood', [{ subject: 'woodpile', events: ['taken', 'returned', 'level'] }]);
  const box = kit('cash-box', [{ subject: 'cashbox', events: ['cash_taken', 'cash_returned'] }]);
  const known = [box, pile, kit('fund')];
  const watched = (kits: readonly string[], device: Draft['device']): string | undefined => subjectOf(draft({ kits, device }), known);
  assert.equal(watched(['cash-box', 'firewood'], 'simulated'), 'woodpile');
  assert.equal(watched(['cash-box'], 'simulated'), undefined);
  assert.equal(watched(['cash-box'], 'real'), 'cashbox');
  assert.equal(watched(['cash-box', 'firewood'], 'real'), 'woodpile');
  assert.equal(watched(['fund'], 'real'), undefined);
});
