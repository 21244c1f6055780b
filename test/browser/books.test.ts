/** What the books' page finds in agreements, without a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadKits } from '../../src/host/kits.ts';
import type { JsonObject } from '../../src/vocabulary/json.ts';
import type { KitManifest } from '../../src/vocabulary/kit.ts';
import { moneyBoxOf } from '../../web/src/books/money-box.ts';

const kits = loadKits();

function manifestOf(kit: string): KitManifest {
  return kits.get(kit)?.manifest ?? assert.fail(kit);
}

/** A till of which nothing is called as in the kit that we bring: takings of money from it, for which some stand surety. */
const till = {
  ...manifestOf('cash-box'), name: 'till',
  terms: { unit: { type: 'unit' }, drawer: { type: 'subject' }, share: { type: 'amount' }, times: { type: 'integer' } },
  parts: { bail: { says: 'pays what is missing' } },
  observations: { opened: { subject: 'drawer', fields: { who: { type: 'member' }, sum: { type: 'amount' } } } },
  envelope: [
    { debit: 'members', per_event: '500.00', per_person: { amount: '500.00', days: 30 } },
    { debit: 'part:bail', per_event: 'share * times', per_person: { amount: '500.00', days: 30 } },
  ],
} satisfies KitManifest;
const terms: JsonObject = { unit: 'crown', drawer: 'shop-till', share: '12.50', times: 3 };
const exactTerms: JsonObject = { unit: 'crown', drawer: 'shop-till', share: 1250, times: 3 };

test('a box of money is known by what is observed of it, and who stands surety by the envelope, whatever they are called', () => {
  // 3 times 12.50.
  assert.deepEqual(moneyBoxOf({ manifest: till, terms, exactTerms }, 2), { surety: { part: 'bail', most: '37.50' } });
  assert.deepEqual(moneyBoxOf({ manifest: { ...till, envelope: till.envelope.slice(0, 1) }, terms, exactTerms }, 2), { surety: null }, 'nobody stands surety');
  const others = { sum: { type: 'integer' }, who: { type: 'member' } } as const;
  assert.equal(moneyBoxOf({ manifest: { ...till, observations: { opened: { subject: 'drawer', fields: others } } }, terms, exactTerms }, 2), null, 'nothing that is taken is money');
  assert.equal(moneyBoxOf({ manifest: { ...till, observations: { opened: { subject: 'drawer', fields: { sum: { type: 'amount' } } } } }, terms, exactTerms }, 2), null, 'nobody does anything at it');
});

test('of the kits that come along one is such a box', () => {
  const exact = { box: 'cashbox', guarantee_max: 4000 };
  const told = (kit: string): unknown => moneyBoxOf({ manifest: manifestOf(kit), terms: { box: 'cashbox', stock: 'woodpile' }, exactTerms: exact }, 2);
  assert.deepEqual([...kits.keys()].filter((kit) => told(kit) !== null), ['cash-box']);
  assert.deepEqual(told('cash-box'), { surety: { part: 'guarantee', most: '40.00' } });
});
