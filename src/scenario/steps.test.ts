// Steps and expectations of deciding together, as they are read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Act } from './acts.ts';
import { readScenario } from './read.ts';
import type { Problem } from './scenario.ts';

const toll: KitManifest = {
  name: 'toll', version: '1.0.0', title: 'A toll', parties: { host: { says: 'is paid' } },
  terms: { unit: { type: 'unit', default: 'first' }, price: { type: 'amount', default: '1.00' }, days: { type: 'integer', min: 1, max: 10, default: 3 }, list: { type: 'text', lengthMax: 9 } },
  actions: { open: { fields: { amount: { type: 'amount' } } } }, parts: { pledge: { says: 'x' } }, envelope: [], words: {}, text: '',
};

/** The lines of the timeline begin with the 8th of the file. */
function read(...steps: string[]): ReturnType<typeof readScenario> {
  const text = `collective:
  name: House
  zone: UTC
  units: { crown: { decimals: 2 } }
  groups: { north: [ana] }
members: [ { id: ana }, { id: bo }, { id: kitty, commons: true } ]
subcontracts: [ { id: gate, kit: toll, parties: { host: bo }, terms: { price: "2.00", list: abc } } ]
timeline:
${steps.map((step) => `  - { at: 2026-01-05T18:00:00Z, ${step} }\n`).join('')}`;
  return readScenario(text, { kits: new Map([['toll', toll]]), zones: ['UTC'] });
}

function acts(...steps: string[]): Act[] {
  const scenario = read(...steps);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  return scenario.value.timeline.map(({ act }) => act);
}

/** The last of the steps, as it is read. */
function last(...steps: string[]): Act | undefined {
  return acts(...steps).at(-1);
}

/** The last step's problems, each with its line. */
function says(steps: readonly string[], path: string, message: RegExp, nearest?: string): void {
  const scenario = read(...steps);
  assert.ok(!scenario.ok, 'a problem was expected');
  for (const { line } of scenario.problems) assert.equal(line, 8 + steps.length);
  const problem: Problem | undefined = scenario.problems.find((each) => each.path.endsWith(path) && message.test(each.message));
  assert.ok(problem !== undefined, `${path} ${String(message)} is not in ${JSON.stringify(scenario.problems)}`);
  assert.equal(problem.nearest, nearest);
}

const propose = (what: string, id = 'p1'): string => `propose: { id: ${id}, by: ana, reason: "x", ${what} }`;
const words = propose('resolution: true, text: { p1: "One.", p2: "Two." }');
const choice = propose('choice: [ { id: park, says: "A park" }, { id: pond, says: "A pond", terms: { subcontract: gate, terms: { days: 2 } } } ]', 'c1');

test('each kind of change is read with what it names', () => {
  const change = (what: string): unknown => (last(propose(what)) as Act & { kind: 'propose' }).change;
  assert.deepEqual(change('terms: { subcontract: gate, terms: { price: "3.00" }, parties: { host: ana } }'), { change: 'terms', subcontract: 'gate', terms: { price: '3.00' }, parties: { host: 'ana' } });
  for (const kind of ['retire', 'stop', 'resume'] as const) assert.deepEqual(change(`${kind}: gate`), { change: kind, subcontract: 'gate' });
  assert.deepEqual(change('pilot: { subcontract: try, kit: toll, parties: { host: bo }, terms: { list: a }, days: 60, volunteers_min: 12, stop: [ { measure: paid, above: "50.00" } ] }'),
    { change: 'pilot', subcontract: 'try', kit: 'toll', parties: { host: 'bo' }, terms: { list: 'a' }, days: 60, volunteers_min: 12, stop: [{ measure: 'paid', above: '50.00' }] });
  assert.deepEqual(change('act: { subcontract: gate, action: open, with: { amount: "1.00" } }'), { change: 'act', subcontract: 'gate', action: 'open', with: { amount: '1.00' } });
  assert.deepEqual(change('spend: { from: kitty, to: bo, unit: crown, amount: "1.00" }'), { change: 'spend', from: 'kitty', to: 'bo', unit: 'crown', amount: '1.00' });
  assert.deepEqual(change('admit: { id: kim, name: "Kim" }'), { change: 'admit', id: 'kim', name: 'Kim' });
  assert.deepEqual(change('exclude: bo'), { change: 'exclude', member: 'bo' });
  assert.deepEqual(change('charter: { windows: null, late_days: 3 }'), { change: 'charter', set: { windows: null, late_days: 3 } });
  assert.deepEqual(change('resolution: true'), { change: 'resolution' });
  assert.deepEqual(change('ratify: { with: Upstream, agreement: { title: T, text: [a] } }'), { change: 'ratify', with: 'Upstream', agreement: { title: 'T', text: ['a'] } });
  assert.deepEqual((last(choice) as Act & { kind: 'propose' }).change, {
    change: 'choice', options: [{ id: 'park', says: 'A park' }, { id: 'pond', says: 'A pond', change: { change: 'terms', subcontract: 'gate', terms: { days: 2 }, parties: {} } }],
  });
});

test('what is wrong with a change is named', () => {
  const wrong = (what: string, path: string, message: RegExp, nearest?: string): void => says([propose(what)], path, message, nearest);
  wrong('terms: { subcontract: gat, terms: {} }', 'terms.subcontract', /there is no subcontract "gat"/, 'gate');
  wrong('terms: { subcontract: gate, terms: { prce: "1" } }', 'terms.prce', /there is no key "prce"/, 'price');
  wrong('terms: { subcontract: gate, terms: { days: 11 } }', 'terms.days', /at most 10/);
  wrong('retire: gat', 'retire', /there is no subcontract/, 'gate');
  wrong('pilot: { subcontract: try, kit: toll, parties: { host: bo }, terms: { list: a }, days: 60, volunteers_min: 12, stop: [ { measure: payd, above: "50.00" } ] }', 'measure', /there is no measure "payd"/, 'paid');
  wrong('pilot: { subcontract: try, kit: toll, parties: { host: bo }, terms: { list: a }, days: 0, volunteers_min: 12 }', 'pilot.days', /from 1 to 366/);
  wrong('act: { subcontract: gatee, action: open }', 'act.subcontract', /there is no subcontract "gatee"/, 'gate');
  wrong('act: { subcontract: gate, action: open, with: { amount: "1.001" } }', 'act.with.amount', /decimals/);
  wrong('spend: { from: kity, to: bo, unit: crown, amount: "1.00" }', 'spend.from', /there is no member "kity"/, 'kitty');
  wrong('spend: { from: kitty, to: bo, unit: crown, amount: "1.001" }', 'spend.amount', /decimals/);
  wrong('exclude: kitty', 'exclude', /there is no member "kitty"/);
  wrong('charter: { window: day }', 'charter.window', /there is no key "window"/, 'windows');
  wrong('resolution: yes', 'resolution', /`resolution: true`/);
  wrong('ratify: { with: Upstream }', 'ratify', /"agreement" is missing/);
  wrong('choice: [ { id: a, says: "x", stop: gate, resume: gate } ]', 'choice[0]', /an option is about one thing, not about stop and resume/);
  wrong('choice: [ { id: a, says: "x", operator: new } ]', 'operator', /there is no key "operator"/);
  wrong('resolution: true, retire: gate', 'propose', /not about retire and resolution$/);
});

test('what is said beside a change', () => {
  assert.deepEqual(last(propose('resolution: true, title: "T", text: [ { id: p1, text: "One." } ], topic: soil, asked: "group:north", closes: 2026-01-09T00:00:00Z, effective: 2026-01-10T00:00:00Z')), {
    kind: 'propose', by: 'ana', id: 'p1', reason: 'x', change: { change: 'resolution' }, title: 'T', text: [{ id: 'p1', text: 'One.' }], topic: 'soil', asked: 'group:north',
    closes: Date.UTC(2026, 0, 9), effective: Date.UTC(2026, 0, 10),
  });
  assert.deepEqual((last(words) as Act & { kind: 'propose' }).text, [{ id: 'p1', text: 'One.' }, { id: 'p2', text: 'Two.' }]);
  says([propose('resolution: true, asked: "group:nort"')], 'asked', /there is no group "nort"/, 'north');
  says([propose('resolution: true, closes: tomorrow')], 'closes', /is not a time/);
});

test('pilot, stop and resume are proposals in short', () => {
  assert.deepEqual(last('stop: { id: s, by: bo, subcontract: gate, reason: "x" }'), { kind: 'propose', by: 'bo', id: 's', reason: 'x', change: { change: 'stop', subcontract: 'gate' } });
  assert.deepEqual(last('resume: { by: bo, subcontract: gate, reason: "x" }'), { kind: 'propose', by: 'bo', id: 'step-1', reason: 'x', change: { change: 'resume', subcontract: 'gate' } });
  assert.deepEqual(last('pilot: { by: bo, reason: "x", subcontract: try, kit: toll, parties: { host: bo }, terms: { list: a }, days: 6, volunteers_min: 1 }'),
    { kind: 'propose', by: 'bo', id: 'step-1', reason: 'x', change: { change: 'pilot', subcontract: 'try', kit: 'toll', parties: { host: 'bo' }, terms: { list: 'a' }, days: 6, volunteers_min: 1, stop: [] } });
  says(['stop: { by: bo, reason: "x", subcontract: gate, days: 3 }'], 'stop.days', /there is no key "days"/);
});

test('a vote in each of its forms, by one or by several', () => {
  assert.deepEqual(last(words, 'vote: { by: [ana, bo], proposal: p1, choice: object, reason: "no", revision: 1 }'), { kind: 'vote', by: ['ana', 'bo'], proposal: 'p1', choice: 'object', reason: 'no', revision: 1 });
  assert.deepEqual((last(choice, 'vote: { by: bo, proposal: c1, approve: [park] }') as Act & { kind: 'vote' }).choice, { approve: ['park'] });
  assert.deepEqual((last(choice, 'vote: { by: bo, proposal: c1, scores: { park: 3, pond: 0 } }') as Act & { kind: 'vote' }).choice, { scores: { park: 3, pond: 0 } });
  assert.deepEqual((last(choice, 'vote: { by: bo, proposal: c1, ranking: [pond, [park, as_it_is]] }') as Act & { kind: 'vote' }).choice, { ranking: [['pond'], ['park', 'as_it_is']] });
  says([words, 'vote: { by: bo, proposal: p1 }'], 'vote', /"choice" is missing/);
  says([words, 'vote: { by: bo, proposal: p1, choice: objct }'], 'choice', /there is no choice "objct"/, 'object');
  says([choice, 'vote: { by: bo, proposal: c1, approve: [park], ranking: [park] }'], 'vote', /given in one way, not by approve and ranking/);
  says([choice, 'vote: { by: [], proposal: c1, approve: [park] }'], 'by', /nobody says this/);
  says([choice, 'vote: { by: [ana, ~], proposal: c1, approve: [park] }'], 'by[1]', /an entry of this list is empty/);
  says(['propose: { by: ana, reason: "x", terms: { subcontract: gate, parties: { host: ~ } } }'], 'parties.host', /"host" is empty/);
  says([choice, 'vote: { by: kitty, proposal: c1, approve: [park] }'], 'by', /kitty is an account that all hold in common/);
});

test('an option that a choice doesn\'t have is refused when it is played; a note has the nearest word', () => {
  const scenario = read(choice, 'vote: { by: bo, proposal: c1, approve: [prak] }');
  assert.ok(scenario.ok);
  assert.deepEqual(scenario.notes.map(({ message, nearest }) => [message, nearest]), [['c1 has no option "prak"', 'park']]);
});

test('amendments name what is to be different, and are voted on by their names', () => {
  const terms = propose('terms: { subcontract: gate, terms: { price: "3.00" } }', 't1');
  assert.deepEqual(last(words, 'amend: { id: a1, by: bo, proposal: p1, reason: "y", revision: 1, title: "T", effective: null, text: { p1: "Uno.", p2: null, p3: { after: p1, text: "Three." }, p4: { after: null, text: "Zero." } } }'), {
    kind: 'amend', by: 'bo', id: 'a1', proposal: 'p1', reason: 'y', revision: 1, edits: [
      { edit: 'title', after: 'T' }, { edit: 'paragraph', id: 'p1', after: 'Uno.' }, { edit: 'paragraph', id: 'p2', after: null },
      { edit: 'paragraph', id: 'p3', after: 'Three.', behind: 'p1' }, { edit: 'paragraph', id: 'p4', after: 'Zero.', behind: null }, { edit: 'effective', after: null },
    ],
  });
  assert.deepEqual((last(terms, 'amend: { by: bo, proposal: t1, reason: "y", terms: { price: "2.50" }, parties: { host: ana }, charter: { late_days: 2, windows: null } }') as Act & { kind: 'amend' }).edits, [
    { edit: 'term', term: 'price', after: '2.50' }, { edit: 'party', party: 'host', after: 'ana' }, { edit: 'part', part: 'late_days', after: 2 }, { edit: 'part', part: 'windows', after: null },
  ]);
  assert.equal(acts(words, 'amend: { id: a1, by: bo, proposal: p1, reason: "y", title: "T" }', 'vote: { by: ana, proposal: a1, choice: yes }', 'expect: { decision: { a1: rival } }').length, 4);
  says([words, 'amend: { by: bo, proposal: p1, reason: "y" }'], 'amend', /what is to be different is missing/);
  says([words, 'amend: { by: bo, proposal: p1, reason: "y", text: { p7: null } }'], 'text.p7', /there is no paragraph "p7"/, 'p1');
  says([terms, 'amend: { by: bo, proposal: t1, reason: "y", terms: { prize: "1.00" } }'], 'terms.prize', /there is no key "prize"/, 'price');
  says([words, 'amend: { id: p1, by: bo, proposal: p1, reason: "y", title: "T" }'], 'amend.id', /two proposals called "p1"/);
  says([words, 'expect: { decision: { p1: rival } }'], 'decision.p1', /there is no decision "rival"/);
});

test('delegating, commenting, consenting, withdrawing', () => {
  assert.deepEqual(last('delegate: { by: ana, to: bo, topic: soil }'), { kind: 'delegate', by: ['ana'], topic: 'soil', to: 'bo' });
  assert.deepEqual(last('delegate: { by: ana, to: null }'), { kind: 'delegate', by: ['ana'], topic: null, to: null });
  assert.deepEqual(last(words, 'comment: { by: bo, proposal: p1, paragraph: p2, text: "Hm" }'), { kind: 'comment', by: 'bo', proposal: 'p1', paragraph: 'p2', text: 'Hm' });
  assert.deepEqual(last('consent: { by: [ana, bo], subcontract: gate, part: pledge }'), { kind: 'consent', by: ['ana', 'bo'], subcontract: 'gate', part: 'pledge', given: true });
  assert.deepEqual(last('withdraw: { by: ana, subcontract: gate, part: pledge }'), { kind: 'consent', by: ['ana'], subcontract: 'gate', part: 'pledge', given: false });
  assert.deepEqual(last('withdraw: { by: ana, subcontract: gate }'), { kind: 'accept', by: ['ana'], subcontracts: ['gate'], given: false });
  assert.deepEqual(last(words, 'withdraw: { by: ana, proposal: p1 }'), { kind: 'withdraw', by: 'ana', proposal: 'p1' });
  says(['delegate: { by: ana }'], 'delegate', /to whom\? `to: null` takes it back/);
  says(['delegate: { by: ana, to: kitty }'], 'delegate.to', /there is no member "kitty"/);
  says(['consent: { by: ana, subcontract: gat, part: pledge }'], 'consent.subcontract', /there is no subcontract "gat"/, 'gate');
});

test('coming, accepting, going and signing; who has come can be named from then on', () => {
  assert.deepEqual(acts('join: { id: kim, name: "Kim", accepts: all, by: ana }', 'accept: { by: kim, subcontract: [gate] }', 'volunteer: { by: [kim, bo], subcontract: gate }', 'leave: { by: kim }', 'sign: { by: ana }'), [
    { kind: 'join', id: 'kim', name: 'Kim', by: 'ana', accepts: 'all' }, { kind: 'accept', by: ['kim'], subcontracts: ['gate'], given: true },
    { kind: 'accept', by: ['kim', 'bo'], subcontracts: ['gate'], given: true }, { kind: 'leave', by: ['kim'] }, { kind: 'sign', by: ['ana'] },
  ]);
  assert.deepEqual(last('join: { id: kim }'), { kind: 'join', id: 'kim', by: null, accepts: [] });
  assert.equal(acts(propose('admit: { id: kim }'), 'expect: { members: [ana, bo], bound: { gate: [kim] } }').length, 2);
  says(['accept: { by: kim, subcontract: all }'], 'accept.by', /there is no member "kim"/);
  says(['join: { id: kim, accepts: [gat] }'], 'accepts[0]', /there is no subcontract "gat"/, 'gate');
  says(['leave: { by: ana, reason: "x" }'], 'leave.reason', /there is no key "reason"/);
});

test('what is expected of deciding together is read', () => {
  const pilot = propose('pilot: { subcontract: try, kit: toll, parties: { host: bo }, terms: { list: a }, days: 6, volunteers_min: 1 }', 't');
  const hash = 'ab'.repeat(32);
  assert.deepEqual(last(words, pilot, `expect: { revision: { p1: 2 }, unconfirmed: { p1: 18, t: [bo, ana] }, winner: { p1: null }, tied: { p1: [b, a] }, count: { p1: { yes: 3, all: { no: 1 } } }, decision: { t.vote: null },
      comments: { p1: [ { by: ana, paragraph: null, text: null, stands: gone } ] }, standing: { gate: stopped, try: null }, measured: { try: { paid: "1.50", reviews: 2 } }, founded: false, ratified: [ ${hash} ] }`), {
    kind: 'expect', expected: {
      revision: [{ proposal: 'p1', number: 2 }], unconfirmed: [{ proposal: 'p1', members: 18 }, { proposal: 't', members: ['ana', 'bo'] }], winner: [{ proposal: 'p1', option: null }], tied: [{ proposal: 'p1', options: ['a', 'b'] }],
      count: [{ proposal: 'p1', figures: { yes: 3, all: { no: 1 } } }], decision: [{ proposal: 't.vote', how: null }],
      comments: [{ proposal: 'p1', comments: [{ by: 'ana', paragraph: null, text: null, stands: 'gone' }] }], standing: [{ subcontract: 'gate', how: 'stopped' }, { subcontract: 'try', how: null }],
      measured: [{ subcontract: 'try', figures: { paid: 150, reviews: 2 } }], founded: false, ratified: [hash],
    },
  });
  says([words, 'expect: { revision: { p2: 2 } }'], 'revision.p2', /there is no proposal "p2"/, 'p1');
  says(['expect: { standing: { gate: halted } }'], 'standing.gate', /there is no standing "halted"/);
  says(['expect: { bound: { gat: [] } }'], 'bound.gat', /there is no subcontract "gat"/, 'gate');
  says(['expect: { members: [anna] }'], 'members[0]', /there is no member "anna"/, 'ana');
  says(['expect: { founded: maybe }'], 'founded', /true or false/);
  says(['expect: { measured: { gate: { payd: 1 } } }'], 'gate.payd', /there is no key "payd"/, 'paid');
  says(['expect: { ratified: [ abc ] }'], 'ratified[0]', /SHA-256 in hex/);
  says([words, 'expect: { comments: { p1: [ { stands: moved } ] } }'], 'stands', /there is no place "moved"/);
});
