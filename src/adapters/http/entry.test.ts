import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonical } from '../../log/canonical.ts';
import { testManifest } from '../../testing/kernel-bench.ts';
import type { Charter } from '../../vocabulary/charter.ts';
import type { Change, ChangeKind, Edit } from '../../vocabulary/changes.ts';
import type { DecisionRule } from '../../vocabulary/deciding.ts';
import { entryKinds, type Entry, type EntryBody, type EntryKind } from '../../vocabulary/entries.ts';
import type { KeyGrant } from '../../vocabulary/grants.ts';
import type { Json } from '../../vocabulary/json.ts';
import { ok, refuse } from '../../vocabulary/result.ts';
import type { Binding, Evidence } from '../../vocabulary/sensing.ts';
import { changeKinds } from './change-schemas.ts';
import { readSealedEntry } from './entry.ts';

const hash = 'a'.repeat(64);
const key: KeyGrant = { id: 'k', role: 'member', owner: 'ana', public_key: 'x', expires: 1, scope: { kinds: ['observe'], subjects: ['s'] } };
const manifest = testManifest();
const adoption = { subcontract: 'wood', manifest, code: hash, parties: { provider: 'bo' }, terms: { price: '1.50' } };
const half = { numerator: 1, denominator: 2 };

const rules: { readonly [name in DecisionRule['rule']]: DecisionRule } = {
  consensus: { rule: 'consensus', assents: 3 }, majority: { rule: 'majority', yes: { at_least: half }, quorum: 2 }, threshold: { rule: 'threshold', yes: { people: 3 } }, unanimous: { rule: 'unanimous' },
  each: { rule: 'each', of: { all: { rule: 'threshold', yes: { more_than: half } }, bound: { rule: 'consensus', assents: 1 } } }, approval: { rule: 'approval', winners: 1, quorum: 2 },
  score: { rule: 'score', max: 5, quorum: 2 }, instant_runoff: { rule: 'instant_runoff', quorum: 2 }, schulze: { rule: 'schulze', quorum: 2 },
};

const charter: Charter = {
  name: 'House', zone: 'UTC', units: [{ id: 'crown', decimals: 2, name: 'Crown' }], rights: { admit: ['ana'], issue: [], attest: [], bind: ['bo'], bank: ['ana'], review: [] }, issue_per_month: { crown: '1.00' }, late_days: 30, clock_ahead_s: 120,
  decide: { more_than: half, days: 7 }, recovery: { approvals: 2, wait_hours: 1 }, alone_max: { crown: '5.00' }, appear_s: 10, founders: ['ana'],
  matters: Object.values(rules).map((rule) => ({ name: rule.rule, changes: ['terms'], subcontracts: ['wood'], topics: ['money'], parts: ['decide'], asked: 'group:north', rule, days: 7, days_min: 1, early: true })),
  amending: { rule: rules.majority, days: 7, confirm_days: 3 }, windows: { every: 'month', on: 1 }, groups: { north: ['ana'] },
  entrenched: {
    share: { says: 'the most', cap: { term: 'share', kit: 'pledge', subcontract: 'gift', at_most: '30', at_least: '1' }, way: { consent: 'party:giver', votes: 2, apart_days: 30 } },
    decide: { says: 'how', cap: { charter: ['decide'] }, way: { consent: ['ana'], votes: 1, apart_days: 0 } },
  },
};
const { zone: _zone, units: _units, founders: _founders, ...parts } = charter;

const binding: Binding = {
  id: 'pile', subject: 'woodpile', method: 'load-cell', streams: [{ stream: 'cell/mass', as: 'weight', settings: { zero: 12 } }, { stream: 'door', as: 'door', of: ['ana'] }], settings: { piece_g: 2000 }, model: hash, keep_days: 7,
};
const evidence: Evidence = {
  readings: hash, count: 3, sensors: [{ stream: 'cell/mass', state: 'said', llr: 1.3863, weight: 0.5, by: 'signed' }, { stream: 'door', state: 'silent', by: 'gateway' }], prior: 0.2, raw: { event: 0.6, person: 0.9 },
  calibration: { record: 5, cases: 40 },
};

const changes: { readonly [kind in ChangeKind]: Extract<Change, { change: kind }> } = {
  operator: { change: 'operator', keys: [{ ...key, role: 'operator' }] }, policy: { change: 'policy', policy: 'quorum none', runs: { w: 'ana' } }, recover: { change: 'recover', member: 'ana', key },
  issue: { change: 'issue', to: 'ana', unit: 'crown', amount: '1.00', reason: 'why' }, adopt: { change: 'adopt', ...adoption }, terms: { change: 'terms', subcontract: 'wood', terms: { price: '2.00' }, parties: { provider: 'cy' } },
  retire: { change: 'retire', subcontract: 'wood' }, stop: { change: 'stop', subcontract: 'wood' }, resume: { change: 'resume', subcontract: 'wood' },
  pilot: { change: 'pilot', ...adoption, days: 60, volunteers_min: 12, stop: [{ measure: 'paid', above: '50.00' }] }, act: { change: 'act', subcontract: 'wood', action: 'ask', with: { amount: '1.00' } },
  spend: { change: 'spend', from: 'pot', to: 'ana', unit: 'crown', amount: '1.00' },
  admit: { change: 'admit', member: { id: 'dee', name: 'Dee' }, keys: [{ ...key, role: 'invitation', owner: 'dee' }] }, exclude: { change: 'exclude', member: 'bo' }, charter: { change: 'charter', set: { ...parts, windows: null } },
  sensing: { change: 'sensing', bind: [binding], unbind: ['old'] }, resolution: { change: 'resolution' }, ratify: { change: 'ratify', agreement: hash, with: 'the other house' },
  choice: { change: 'choice', options: [{ id: 'a', says: 'words' }, { id: 'b', says: 'deeds', change: { change: 'retire', subcontract: 'wood' } }] },
};

const edits: { readonly [kind in Edit['edit']]: Extract<Edit, { edit: kind }> } = {
  title: { edit: 'title', before: 'a', after: 'b' }, paragraph: { edit: 'paragraph', id: 'p1', before: null, after: 'new', behind: null }, term: { edit: 'term', term: 'price', before: '1.50', after: null },
  value: { edit: 'value', value: 'amount', before: '1.00', after: '2.00' }, party: { edit: 'party', party: 'provider', before: 'bo', after: null }, part: { edit: 'part', part: 'windows', before: null, after: { every: 'day' } }, code: { edit: 'code', before: hash, after: hash, manifest },
  effective: { edit: 'effective', before: null, after: 5 },
};

const kinds: { readonly [kind in EntryKind]: readonly Extract<EntryBody, { kind: kind }>['body'][] } = {
  'found': [{ protocol: 1, charter, members: [{ id: 'pot', commons: true, opening: { crown: '1.00' }, floor: { crown: '-1.00' } }], keys: [key], zone_rules: hash, sandbox: hash }],
  'found.more': [{ members: [{ id: 'bo' }], keys: [key] }], 'admit': [{ member: { id: 'bo' }, keys: [key] }], 'key.add': [{ key }], 'key.revoke': [{ key: 'k' }], 'zone': [{ zone_rules: hash }], 'adopt': [adoption],
  'consent': [{ subcontract: 'wood', part: 'guarantee', given: true }], 'attest': [{ member: 'ana', commitment: hash, values: { wood: { row: 1 } } }], 'issue': [{ to: 'ana', unit: 'crown', amount: '1.00', reason: 'why' }],
  'pay': [{ to: 'bo', unit: 'crown', amount: '1.00', reason: 'thanks' }], 'income': [{ to: 'ana', unit: 'crown', amount: '1.00', from: 'Baker & Co', reference: 'B-1', day: '2026-01-31' }, { to: 'ana/home/fund', unit: 'crown', amount: '1.00', from: '', reference: 'B-1', day: '2026-01-31' }],
  'payout': [{ unit: 'crown', amount: '1.00', reason: 'rent' }, { unit: 'crown', amount: '1.00' }], 'payout.cancel': [{ payout: 'payout-7' }],
  'settle': [{ payout: 'payout-7', how: 'sent' }, { payout: 'payout-7', how: 'paid', reference: 'B-2' }, { payout: 'payout-7', how: 'returned', reason: 'no such account', reference: 'B-3' }],
  'reverse': [{ unit: 'crown', reference: 'B-1', reason: 'called back', return_reference: 'B-4' }],
  'observe': [{ observations: [{ id: 'o', subject: 's', event: 'e', at: 1, p: { event: '0.9' }, values: { a: [1] } }] },
    { observations: [{ id: 'o', device: 'pile', subject: 'woodpile', event: 'taken', at: 1, values: {}, from: evidence }, { id: 'o2', device: 'pile', subject: 'woodpile', event: 'taken', at: 1, values: {}, from: { ...evidence, calibration: null } }] }],
  'request': [{ subcontract: 'wood', action: 'ask', with: {} }], 'sign': [{ founding: hash }], 'invite': [{ key: { ...key, role: 'invitation' } }], 'join': [{ member: { id: 'dee' }, keys: [key] }],
  'accept': [{ subcontract: 'wood' }, { subcontract: 'wood', given: false }], 'leave': [{}],
  'propose': [
    ...Object.values(changes).map((change) => ({ change, reason: 'why' })),
    { change: changes.resolution, reason: 'why', title: 't', text: [{ id: 'p1', text: 'x' }], topic: 'money', asked: 'group:north', closes: 1, effective: 2 },
  ],
  'withdraw': [{ proposal: hash }],
  'ballot': [
    { proposal: hash, choice: 'object', revision: hash, reason: 'no' }, { proposal: hash, choice: { approve: ['a'] } }, { proposal: hash, choice: { scores: { a: 3 } } }, { proposal: hash, choice: { ranking: [['a', 'b'], ['c']] } },
  ],
  'amend': [{ proposal: hash, revision: hash, edits: Object.values(edits), reason: 'better' }], 'delegate': [{ topic: null, to: 'bo' }, { topic: 'money', to: null }],
  'comment': [{ proposal: hash, paragraph: 'p1', answers: hash, commitment: hash }], 'friends': [{ friends: ['bo'], approvals: 1 }], 'opened': [{ member: 'bo', commitment: hash, reason: 'asked' }],
  'bind': [{ binding }], 'unbind': [{ binding: 'pile' }],
  'permit': [{ stream: 'mic/audio', purpose: 'wood', keep_days: 7 }, { stream: 'mic/audio', purpose: 'care', to: 'bo', fields: ['value'], keep_days: 1, until: 9 }, { stream: 'mic', purpose: 'wood', keep_days: 0, given: false }],
  'look': [{ stream: 'mic/audio', purpose: 'care', reason: 'why', from: 1, until: 2 }], 'dispute': [{ observation: 'cell:7', reason: 'it was the cat' }],
  'judge': [{ observation: 'o', held: true }, { observation: 'o', held: false, reason: 'the cat it was' }], 'incident': [{ place: 'kitchen', severity: 5, happened: 1, reason: 'burnt' }, { place: 'hall', severity: 1, happened: 1 }],
  'digest': [{ records: 1, state: hash }], 'clock': [{}],
};

function sealed(kind: EntryKind, body: unknown): unknown {
  return { entry: { kind, body, origin: 'o', by: 'ana', at: 1, id: 'e1' } as Entry, seal: { key: 'k', sig: 's' } };
}

const known = (value: unknown): ReturnType<Parameters<typeof readSealedEntry>[1]> => ok(value as typeof manifest);

test('every kind of entry, change, edit and rule that there is comes through as it was sent', () => {
  assert.deepEqual(Object.keys(changes).sort(), [...changeKinds].sort());
  for (const kind of entryKinds) {
    for (const body of kinds[kind]) {
      const given = sealed(kind, body);
      const read = readSealedEntry(given, known);
      assert.ok(read.ok, `${kind} ${JSON.stringify(body)}: ${read.ok ? '' : read.refusal.detail}`);
      assert.equal(canonical(read.value), canonical(given), kind);
    }
  }
});

/** A copy with a stray name in the `n`th record of it; undefined when it has fewer. Values of free form are left alone. */
function withStray(value: Json, left: { n: number }): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const [place, each] of (value as Json[]).entries()) {
      const stray = withStray(each, left);
      if (stray !== undefined) return (value as Json[]).with(place, stray);
    }
    return undefined;
  }
  const record = value as { readonly [name: string]: Json };
  if (left.n-- === 0) return { ...record, stray_name: 1 };
  for (const [name, each] of Object.entries(record)) {
    if (free.has(name)) continue;
    const stray = withStray(each, left);
    if (stray !== undefined) return { ...record, [name]: stray };
  }
  return undefined;
}

/** Names under which anything may stand, or any name. */
const free = new Set(['manifest', 'settings', 'terms', 'values', 'with', 'parties', 'groups', 'entrenched', 'issue_per_month', 'alone_max', 'opening', 'floor', 'runs', 'scores', 'of', 'before', 'after']);

test('a name that isn\'t known is refused wherever it stands, and the place is named', () => {
  let tried = 0;
  for (const kind of entryKinds) {
    for (const body of kinds[kind]) {
      for (let n = 0; ; n++) {
        const wrong = withStray(body as unknown as Json, { n });
        if (wrong === undefined) break;
        const read = readSealedEntry(sealed(kind, wrong), known);
        assert.ok(!read.ok && read.refusal.code === 'malformed', `${kind} ${JSON.stringify(wrong)}`);
        tried += 1;
      }
    }
  }
  assert.ok(tried > 100, `${tried} places`);
});

test('wrong values are refused: names that are no hashes, rules that there aren\'t, kinds that there aren\'t', () => {
  const wrong: readonly [EntryKind, unknown, RegExp][] = [
    ['ballot', { proposal: 'p1', choice: 'yes' }, /body\.proposal: a SHA-256 in hex/], ['ballot', { proposal: hash, choice: 'maybe' }, /body\.choice/],
    ['ballot', { proposal: hash, choice: { scores: { a: 0.5 } } }, /body\.choice/], ['comment', { proposal: hash, commitment: hash.toUpperCase() }, /body\.commitment/],
    ['propose', { change: { change: 'abolish' }, reason: '' }, /body\.change/], ['propose', { change: { change: 'charter', set: { zone: 'UTC' } }, reason: '' }, /zone/],
    ['propose', { change: changes.resolution, reason: 'x'.repeat(2001) }, /body\.reason/], ['propose', { change: { ...changes.choice, options: [{ id: 'a', says: '', change: changes.choice }] }, reason: '' }, /change/],
    ['propose', { change: { change: 'charter', set: { amending: { rule: { rule: 'lot' }, days: 1, confirm_days: 1 } } }, reason: '' }, /rule/], ['propose', { change: changes.resolution, reason: '', asked: 'chosen' }, /asked/],
    ['amend', { proposal: hash, revision: hash, edits: [{ ...edits.part, part: 'matters', after: 5 }], reason: '' }, /edits\.0\.after/],
    ['amend', { proposal: hash, revision: hash, edits: [edits.title, { ...edits.part, part: 'entrenched', after: { share: null } }], reason: '' }, /edits\.1\.after\.share/],
    ['accept', { subcontract: 'wood', given: true }, /given/], ['leave', null, /body/],
  ];
  for (const [kind, body, place] of wrong) {
    const read = readSealedEntry(sealed(kind, body), known);
    assert.ok(!read.ok, `${kind} ${JSON.stringify(body)}`);
    assert.equal(read.refusal.code, 'malformed');
    assert.match(read.refusal.detail, place);
  }
});

test('every kit in an entry is read, wherever it stands', () => {
  const refusing = (): ReturnType<typeof known> => refuse('malformed', 'no such kit');
  const bodies: readonly [EntryKind, unknown][] = [
    ['adopt', adoption], ['propose', { change: changes.adopt, reason: '' }], ['propose', { change: changes.pilot, reason: '' }],
    ['propose', { change: { change: 'choice', options: [{ id: 'a', says: '' }, { id: 'b', says: '', change: changes.adopt }] }, reason: '' }], ['amend', { proposal: hash, revision: hash, edits: [edits.title, edits.code], reason: '' }],
  ];
  for (const [kind, body] of bodies) {
    assert.ok(readSealedEntry(sealed(kind, body), known).ok, kind);
    assert.deepEqual(readSealedEntry(sealed(kind, body), refusing), refuse('malformed', 'no such kit'), kind);
  }
  assert.ok(readSealedEntry(sealed('propose', { change: changes.terms, reason: '' }), refusing).ok, 'other terms bring no kit');
});
