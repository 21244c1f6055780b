import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KitManifest } from '../vocabulary/kit.ts';
import { readCharterFile, readScenario, readSettings, type Reading } from './read.ts';
import type { Deciding, Scenario, Settings } from './scenario.ts';

const gift: KitManifest = {
  name: 'gift', version: '1.0.0', title: 'A gift', parties: { giver: { says: 'gives' } },
  terms: { unit: { type: 'unit', default: 'first' }, share: { type: 'decimal', decimals: 2, min: '0', max: '1', default: '0.10' }, for: { type: 'text', lengthMax: 20, default: 'all' } },
  envelope: [], words: {}, text: '',
};
const known = { kits: new Map([['gift', gift]]), zones: ['UTC'] };

/** What is added under `collective:` begins with the 5th line. */
function file(more: string): string {
  return `collective:\n  name: House\n  zone: UTC\n  units: { crown: { decimals: 2 } }\n${more}members: [ { id: ana }, { id: bo }, { id: cy }, { id: kitty, commons: true } ]\nsubcontracts: [ { id: tithe, kit: gift, parties: { giver: ana } } ]\n`;
}

function deciding(more: string): Deciding {
  const settings = readSettings(file(more), known);
  assert.ok(settings.ok, JSON.stringify(settings));
  return settings.value.collective.deciding;
}

function problem(more: string): string {
  const settings = readSettings(file(more), known);
  assert.ok(!settings.ok, 'a problem was expected');
  return settings.problems.map(({ line, path, message, nearest }) => `${line} ${path}: ${message}${nearest === undefined ? '' : ` (${nearest}?)`}`).join('\n');
}

/** A matter of resolutions with this rule, on one line. */
function matter(rule: string, more = ''): string {
  return `  matters: [ { name: words, changes: [resolution], asked: all, rule: ${rule}, days: 7${more} } ]\n`;
}

test('each rule in the form in which people write it; shares are exact, and the same share has one form', () => {
  const rule = (text: string): unknown => deciding(matter(text)).matters?.[0]?.rule;
  const part = (numerator: number, denominator: number): unknown => ({ numerator, denominator });
  assert.deepEqual(rule('unanimous'), { rule: 'unanimous' });
  assert.deepEqual(rule('{ unanimous: {} }'), { rule: 'unanimous' });
  assert.deepEqual(rule('{ consensus: { assents: 6 } }'), { rule: 'consensus', assents: 6 });
  assert.deepEqual(rule('{ majority: { at_least: "60%", quorum: 20 } }'), { rule: 'majority', yes: { at_least: part(3, 5) }, quorum: 20 });
  assert.deepEqual(rule('{ majority: { more_than: "1/2" } }'), { rule: 'majority', yes: { more_than: part(1, 2) }, quorum: 0 });
  assert.deepEqual(rule('{ threshold: { at_least: "4/6" } }'), { rule: 'threshold', yes: { at_least: part(2, 3) } });
  assert.deepEqual(rule('{ threshold: { more_than: "62.5%" } }'), { rule: 'threshold', yes: { more_than: part(5, 8) } });
  assert.deepEqual(rule('{ threshold: { at_least: "100%" } }'), { rule: 'threshold', yes: { at_least: part(1, 1) } });
  assert.deepEqual(rule('{ threshold: { people: 5 } }'), { rule: 'threshold', yes: { people: 5 } });
  assert.deepEqual(rule('{ each: { all: { majority: { more_than: "1/2", quorum: 4 } }, bound: unanimous } }'),
    { rule: 'each', of: { all: { rule: 'majority', yes: { more_than: part(1, 2) }, quorum: 4 }, bound: { rule: 'unanimous' } } });
});

test('rules that choose between several are for choices, and for nothing else', () => {
  const rule = (text: string): unknown => deciding(matter(text).replace('resolution', 'choice')).matters?.[0]?.rule;
  assert.deepEqual(rule('{ approval: { quorum: 5 } }'), { rule: 'approval', winners: 1, quorum: 5 });
  assert.deepEqual(rule('{ approval: { winners: 2 } }'), { rule: 'approval', winners: 2, quorum: 0 });
  assert.deepEqual(rule('{ score: { max: 5, quorum: 5 } }'), { rule: 'score', max: 5, quorum: 5 });
  assert.deepEqual(rule('{ instant_runoff: { quorum: 5 } }'), { rule: 'instant_runoff', quorum: 5 });
  assert.deepEqual(rule('{ schulze: {} }'), { rule: 'schulze', quorum: 0 });
  assert.match(problem(matter('{ schulze: {} }')), /^5 .*rule: schulze chooses between several options: it is for changes: \[choice, …\]$/);
  assert.match(problem(matter('unanimous').replace('resolution', 'choice')), /^5 .*rule: a choice between several goes by approval, score, instant_runoff or schulze$/);
});

test('a rule that is written wrongly is named with its line and the nearest word', () => {
  assert.match(problem(matter('unanimus')), /^5 collective\.matters\[0\]\.rule: there is no decision rule "unanimus" \(unanimous\?\)/);
  assert.match(problem(matter('majority')), /majority needs its parts/);
  assert.match(problem(matter('{ majorty: { more_than: "1/2" } }')), /there is no key "majorty" \(majority\?\)/);
  assert.match(problem(matter('{ majority: { more_than: "1/2" }, unanimous: {} }')), /one decision rule goes here/);
  assert.match(problem(matter('{ majority: { quorum: 3 } }')), /how many must say yes is said once: more_than or at_least$/m);
  assert.match(problem(matter('{ threshold: { more_than: "1/2", people: 3 } }')), /how many must say yes is said once: more_than or at_least or people$/m);
  assert.match(problem(matter('{ majority: { more_than: "1/2", people: 3 } }')), /there is no key "people"/);
  for (const share of ['"1/1"', '"100%"', '1', '"0.5"', '"1/0"', '"120%"', '"1/1000001"']) assert.match(problem(matter(`{ threshold: { more_than: ${share} } }`)), /more_than: this must be a part of all below the whole, in quotes, as "1\/2" or "60%"/);
  assert.match(problem(matter('{ threshold: { at_least: "0%" } }')), /at_least: this must be a part of all above nothing/);
  assert.match(problem(matter('{ consensus: {} }')), /"assents" is missing/);
  assert.match(problem(matter('{ each: {} }')), /which classes of voters/);
  assert.match(problem(matter('{ each: { all: { schulze: {} } } }')), /a class says yes or no by one rule, and not by schulze/);
  assert.match(problem(matter('{ each: { all: { each: { all: unanimous } } } }')), /and not by each/);
  assert.match(problem(matter('{ each: { al: unanimous } }')), /there is no class of voters "al" \(all\?\)/);
});

test('a matter says what it is for, who is asked and how long', () => {
  assert.deepEqual(deciding(`  groups: { north: [ana, bo] }\n  matters:\n    - { name: land, changes: [terms, adopt], subcontracts: [tithe], topics: [soil], asked: "group:north", rule: unanimous, days: 7, days_min: 2, early: false }\n    - { name: own, changes: [charter], parts: [matters, decide], asked: chosen, rule: unanimous, days: 14 }\n`), {
    groups: { north: ['ana', 'bo'] },
    matters: [
      { name: 'land', changes: ['terms', 'adopt'], subcontracts: ['tithe'], topics: ['soil'], asked: 'group:north', rule: { rule: 'unanimous' }, days: 7, days_min: 2, early: false },
      { name: 'own', changes: ['charter'], parts: ['matters', 'decide'], asked: 'chosen', rule: { rule: 'unanimous' }, days: 14 },
    ],
  });
  const plain = matter('unanimous');
  assert.match(problem(plain.replace('resolution', 'resolutoin')), /there is no change "resolutoin" \(resolution\?\)/);
  assert.match(problem(plain.replace('resolution', 'issue')), /there is no change "issue"/);
  assert.match(problem(plain.replace('[resolution]', '[]')), /a matter names the changes that it is for/);
  assert.match(problem(plain.replace('asked: all', 'asked: al')), /there is no answer to who is asked "al" \(all\?\)/);
  assert.match(problem(`  groups: { north: [ana] }\n${plain.replace('asked: all', 'asked: "group:nort"')}`), /^6 .*there is no group "nort" \(north\?\)/);
  assert.match(problem(matter('unanimous', ', days_min: 8')), /days_min: this must be a whole number from 0 to 7/);
  assert.match(problem(matter('unanimous', ', eraly: true')), /there is no key "eraly" \(early\?\)/);
  assert.match(problem(matter('unanimous', ', early: soon')), /early: this must be true or false/);
  assert.match(problem(plain.replace(' } ]', ' }, { name: words, changes: [adopt], asked: all, rule: unanimous, days: 1 } ]')), /two matters called "words"/);
  assert.match(problem('  groups: { north: [ana, bob] }\n'), /there is no member "bob" \(bo\?\)/);
  assert.match(problem('  groups: { north: [ana, ana] }\n'), /a member is named twice/);
  assert.match(problem('  groups: { all: [ana] }\n'), /a group can't be called "all"/);
  assert.match(problem('  groups: { north: [kitty] }\n'), /there is no member "kitty"/);
});

test('a subcontract that a matter names may come later: that is a note', () => {
  const settings = readSettings(file(matter('unanimous', ', subcontracts: [tithes]')), known);
  assert.ok(settings.ok);
  assert.deepEqual(settings.notes.map(({ message, nearest }) => [message, nearest]), [['there is no subcontract "tithes" yet', 'tithe']]);
});

test('amending and update windows; what is left out of amending is the default\'s', () => {
  assert.deepEqual(deciding('  amending: { rule: { consensus: { assents: 2 } }, days: 3, confirm_days: 4 }\n'), { amending: { rule: { rule: 'consensus', assents: 2 }, days: 3, confirm_days: 4 } });
  assert.deepEqual(deciding('  amending: { days: 4 }\n').amending, { rule: { rule: 'majority', yes: { at_least: { numerator: 3, denominator: 5 } }, quorum: 2 }, days: 4, confirm_days: 3 });
  assert.match(problem('  amending: { rule: { schulze: {} } }\n'), /an amendment is a yes or no question/);
  assert.deepEqual(deciding('  windows: day\n'), { windows: { every: 'day' } });
  assert.deepEqual(deciding('  windows: { every: week, on: 7 }\n'), { windows: { every: 'week', on: 7 } });
  assert.deepEqual(deciding('  windows: { every: month, on: 28 }\n'), { windows: { every: 'month', on: 28 } });
  assert.match(problem('  windows: { every: month, on: 29 }\n'), /from 1 to 28/);
  assert.match(problem('  windows: { every: week, on: 8 }\n'), /from 1 to 7/);
  assert.match(problem('  windows: { every: month }\n'), /"on" is missing/);
  assert.match(problem('  windows: { every: mont, on: 1 }\n'), /there is no kind of update window "mont" \(month\?\)/);
});

test('a cap names a term of a kit or subcontract and its bound, or parts of the charter; and its way', () => {
  const cap = (what: string): string => `  groups: { poor: [bo] }\n  entrenched: { cap: { says: "x", ${what}, votes: 2, apart_days: 30 } }\n`;
  assert.deepEqual(deciding(cap('term: share, kit: gift, at_most: "0.30", consent: party:giver')).entrenched, {
    cap: { says: 'x', cap: { term: 'share', kit: 'gift', at_most: '0.30' }, way: { consent: 'party:giver', votes: 2, apart_days: 30 } },
  });
  assert.deepEqual(deciding(cap('term: share, subcontract: tithe, at_least: 0.1, consent: [ana]')).entrenched?.['cap'], { says: 'x', cap: { term: 'share', subcontract: 'tithe', at_least: '0.1' }, way: { consent: ['ana'], votes: 2, apart_days: 30 } });
  assert.deepEqual(deciding(cap('charter: [decide, matters], consent: group:poor')).entrenched?.['cap'], { says: 'x', cap: { charter: ['decide', 'matters'] }, way: { consent: 'group:poor', votes: 2, apart_days: 30 } });
  for (const [what, message] of [
    ['term: shar, kit: gift, at_most: "0.3", consent: [ana]', /^6 collective\.entrenched\.cap\.term: there is no term "shar" \(share\?\)/],
    ['term: share, kit: gif, at_most: "0.3", consent: [ana]', /there is no kit "gif" \(gift\?\)/],
    ['term: share, subcontract: tithes, at_most: "0.3", consent: [ana]', /there is no subcontract "tithes" \(tithe\?\)/],
    ['term: share, at_most: "0.3", consent: [ana]', /of which kit or subcontract is this term\?/],
    ['term: share, kit: gift, consent: [ana]', /needs at_most or at_least/],
    ['term: share, kit: gift, at_most: "0.305", consent: [ana]', /at_most: .*decimals/],
    ['term: for, kit: gift, at_most: "x", consent: [ana]', /for is no number/],
    ['term: share, kit: gift, at_most: "0.3", consent: party:givr', /there is no party "givr" \(giver\?\)/],
    ['term: share, kit: gift, at_most: "0.3", consent: group:por', /there is no group "por" \(poor\?\)/],
    ['term: share, kit: gift, at_most: "0.3", consent: everyone', /whose consent: party:NAME, part:NAME, group:NAME, or a list of members/],
    ['charter: [decde], consent: [ana]', /there is no part of the charter "decde" \(decide\?\)/],
    ['charter: [decide], at_most: "1", consent: [ana]', /there is no key "at_most"/],
  ] as const) assert.match(problem(cap(what)), message, what);
});

test('founders, and in a scenario who of them signs at the founding', () => {
  const scenario = (more: string): Scenario => {
    const read: Reading<Scenario> = readScenario(`${file(more)}timeline: []\n`, known);
    assert.ok(read.ok, JSON.stringify(read));
    return read.value;
  };
  assert.deepEqual(deciding('  founders: all\n'), { founders: ['ana', 'bo', 'cy'] });
  assert.deepEqual(scenario('').signed, []);
  assert.deepEqual(scenario('  founders: [ana, bo]\n').signed, ['ana', 'bo']);
  assert.deepEqual(scenario('  founders: [ana, bo]\n  signed: [bo]\n').signed, ['bo']);
  assert.match(problem('  founders: [ana, bob]\n'), /there is no member "bob" \(bo\?\)/);
  assert.match(problem('  founders: [ana, ana]\n'), /a founder is named twice/);
  assert.match(problem('  founders: all\n  signed: all\n'), /^6 collective\.signed: there is no key "signed"/);
  assert.match(problem('  founders: [ana, ~]\n'), /founders\[1\]: an entry of this list is empty/);
  const twice = readScenario(`${file('  founders: [ana]\n  signed: [ana, ana]\n')}timeline: []\n`, known);
  assert.ok(!twice.ok && /named twice/.test(twice.problems[0]?.message ?? ''));
  const stranger = readScenario(`${file('  founders: [ana]\n  signed: [bo]\n')}timeline: []\n`, known);
  assert.ok(!stranger.ok);
  assert.match(stranger.problems[0]?.message ?? '', /there is no founder "bo"/);
});

test('an account held in common, and a member who made their own key', () => {
  const read = (members: string, isPublicKey?: () => boolean): Reading<Settings> =>
    readSettings(file('').replace(/members: .*/, `members: [ ${members} ]`), { ...known, ...(isPublicKey === undefined ? {} : { isPublicKey }) });
  const settings = read('{ id: ana, public_key: AAAA }, { id: kitty, commons: true, opening: { crown: "5.00" } }');
  assert.ok(settings.ok);
  assert.deepEqual(settings.value.members.map(({ id, commons, publicKey }) => [id, commons, publicKey]), [['ana', undefined, 'AAAA'], ['kitty', true, undefined]]);
  for (const [members, message] of [
    ['{ id: ana, commons: yes }', /has `commons: true`/],
    ['{ id: ana, commons: true, public_key: AAAA }', /nobody speaks alone/],
    ['{ id: ana, votes: no one }', /without a vote has `votes: false`/],
    ['{ id: ana, commons: true, votes: false }', /without a vote has `votes: false`/],
  ] as const) {
    const wrong = read(members);
    assert.ok(!wrong.ok);
    assert.match(wrong.problems[0]?.message ?? '', message);
  }
  const noKey = read('{ id: ana, public_key: AAAA }', () => false);
  assert.ok(!noKey.ok && /is no public key/.test(noKey.problems[0]?.message ?? ''));
});

test('parts of a charter that are to be others are read in the same forms; null takes one away', () => {
  const names = { units: [{ id: 'crown', decimals: 2 }], members: ['ana', 'bo'], people: ['ana', 'bo'], kits: known.kits, groups: ['north'], subcontracts: [] };
  const read = readCharterFile('windows: null\nname: Home\nrights: { admit: ana, reviewer: [bo] }\nlate_days: 5\nclock_ahead_s: 60\nissue_per_month: { crown: "5.00" }\nmatters: [ { name: m, changes: [adopt], asked: "group:south", rule: unanimous, days: 1 } ]\ngroups: { south: [bo] }\n', names);
  assert.ok(read.ok, JSON.stringify(read));
  assert.deepEqual(read.value, {
    windows: null, name: 'Home', rights: { admit: ['ana'], issue: [], attest: [], review: ['bo'] }, late_days: 5, clock_ahead_s: 60, issue_per_month: { crown: '5.00' },
    matters: [{ name: 'm', changes: ['adopt'], asked: 'group:south', rule: { rule: 'unanimous' }, days: 1 }], groups: { south: ['bo'] },
  });
  const without = readCharterFile('entrenched: { cap: null }\ngroups:\n  south:\n', names);
  assert.ok(!without.ok);
  assert.deepEqual(without.problems.map(({ line, path, message }) => [line, path, message]), [
    [1, 'entrenched.cap', 'this is empty: to take cap away, leave it out and name all other caps, or say "entrenched: null" where there is no other; that goes by the way of cap itself'],
    [3, 'groups.south', 'this is empty: to take south away, leave it out and name all other groups; [] is a group of nobody'],
  ]);
  const wrong = readCharterFile('zone: UTC\nwindow: day\n', names);
  assert.ok(!wrong.ok);
  assert.deepEqual(wrong.problems.map(({ line, message, nearest }) => [line, message, nearest]), [[1, 'there is no key "zone"', undefined], [2, 'there is no key "window"', 'windows']]);
});

test('no member is called as the collective, or the world outside, is', () => {
  for (const [id, message] of [['collective', /who asks for what was decided together; choose another id/], ['outside', /the world beyond the collective; choose another id/]] as const) {
    const read = readSettings(file('').replace('{ id: cy }', `{ id: ${id} }`), known);
    assert.ok(!read.ok, id);
    assert.match(read.problems.map((each) => each.message).join(), message);
  }
});
