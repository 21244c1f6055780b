import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundNow, boundUnder } from '../host/bound.ts';
import { testManifest } from '../testing/kernel-bench.ts';
import { Watched } from '../testing/watched.ts';
import { dayMs } from '../vocabulary/time.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { EnvelopeRule, KitManifest } from '../vocabulary/kit.ts';
import type { BoundBy, BoundCaseShown } from './bound-shown.ts';

const envelope: readonly EnvelopeRule[] = [
  { debit: 'members', per_event: '30.00', per_person: { amount: '400.00', days: 30 } },
  { debit: 'party:provider', per_event: '100.00', per_person: { amount: '1000.00', days: 365 }, in_total: { amount: '5000.00', days: 365 } },
  { debit: 'part:guarantee', per_event: '50.00', per_person: { amount: '100.00', days: 30 } },
];

function wood(changes: Partial<KitManifest> = {}): KitManifest {
  return testManifest({ name: 'wood', parties: { provider: { says: 'brings it' } }, envelope, ...changes });
}

/** Ana, Bo who provides, and Cy who stands surety: as of its founding. */
function house(manifest: KitManifest = wood()): Watched {
  const watched = new Watched([{ id: 'ana', name: 'Ana', opening: { crown: '5.00' } }, { id: 'bo' }, { id: 'cy' }]);
  watched.adopt('wood', manifest, () => ({
    effects: [{
      do: 'owe', from: 'ana', to: 'bo', unit: 'crown', amount: 3000, ref: 'loan', why: { code: 'test' }, since: watched.bench.now, due: { at: watched.bench.now + 10 * dayMs }, guarantee: { part: 'guarantee', max: 2000 },
    }],
  }), { provider: 'bo' });
  watched.say('cy', { kind: 'consent', body: { subcontract: 'wood', part: 'guarantee', given: true } });
  return watched;
}

function by(watched: Watched, member: string, subcontract = 'wood'): BoundBy {
  const found = boundNow(watched.view, watched.state, member)?.by.find((each) => each.subcontract === subcontract);
  assert.ok(found !== undefined);
  return found;
}

function under(watched: Watched, by: string, change: Change, member: string): BoundCaseShown {
  const id = watched.propose(by, change);
  const shown = boundUnder(watched.view, watched.state, id, member);
  assert.ok(shown !== undefined && shown.cases[0] !== undefined);
  return shown.cases[0];
}

const words = (limits: readonly { readonly words: string }[]): string[] => limits.map((limit) => limit.words);
const asMember = 'at most 30.00 crown at a time and 400.00 crown in 30 days';
const asProvider = 'as provider: at most 100.00 crown at a time and 1000.00 crown in 365 days, and from all together at most 5000.00 crown in 365 days';
const asGuarantor = 'under guarantee: at most 50.00 crown at a time and 100.00 crown in 30 days';
const founded = '(record 1, Mon 5 Jan 2026, 12:00 UTC)';

test('what can be taken at the most: from a member, from a party besides, from a guarantor besides; with what each agreed to', () => {
  const watched = house();
  assert.deepEqual(words(by(watched, 'ana').atMost), [asMember]);
  assert.deepEqual(words(by(watched, 'ana').offered), [asGuarantor]);
  assert.deepEqual(by(watched, 'ana').words, `wood can take from Ana ${asMember}`);
  assert.deepEqual(words(by(watched, 'bo').atMost), [asMember, asProvider]);
  assert.deepEqual(words(by(watched, 'cy').atMost), [asMember, asGuarantor]);
  assert.deepEqual(by(watched, 'ana').accepted.map((each) => each.words), [`a founding member, bound by membership, in version 1.0.0 ${founded}`]);
  assert.deepEqual(by(watched, 'bo').accepted.map((each) => each.words), [`a founding member, bound by membership, in version 1.0.0 ${founded}`, `its provider, in version 1.0.0 ${founded}`]);
  assert.deepEqual(by(watched, 'cy').accepted.map(({ how, name, record }) => [how, name, record]), [['founding', null, 1], ['part', 'guarantee', 2]]);
});

test('what is left: 30.00 owed to Bo, for which Cy stands surety with at most 20.00', () => {
  const watched = house();
  assert.equal(by(watched, 'ana').left.words, 'nothing is left open');
  watched.say('bo', { kind: 'consent', body: { subcontract: 'wood', part: 'guarantee', given: true } });
  watched.observe('ana');
  assert.deepEqual(by(watched, 'bo').left.guarantees, {}, 'whom it is owed to stands surety to nobody');
  assert.deepEqual([by(watched, 'ana').left.owes, by(watched, 'bo').left.isOwed, by(watched, 'cy').left.guarantees], [{ crown: '30.00' }, { crown: '30.00' }, { crown: '20.00' }]);
  assert.deepEqual(['ana', 'bo', 'cy'].map((member) => boundNow(watched.view, watched.state, member)?.leaving.words), [
    'owes 30.00 crown', 'is owed 30.00 crown', 'stands surety for at most 20.00 crown, until the consent is taken back',
  ]);
  watched.say('cy', { kind: 'consent', body: { subcontract: 'wood', part: 'guarantee', given: false } });
  assert.deepEqual(by(watched, 'cy').left.guarantees, {});
  watched.say('cy', { kind: 'consent', body: { subcontract: 'wood', part: 'guarantee', given: true } });
  assert.deepEqual(by(watched, 'cy').left.guarantees, {}, 'this one came after the loan began');
});

test('who came later isn\'t bound, and sees what there is to accept; once accepted, with its record', () => {
  const watched = house();
  watched.say('operator', { kind: 'admit', body: { member: { id: 'dee', name: 'Dee' }, keys: [{ id: 'member-dee', role: 'member', owner: 'dee', public_key: 'of dee' }] } });
  assert.deepEqual(boundNow(watched.view, watched.state, 'dee')?.toAccept, ['wood']);
  const before = by(watched, 'dee');
  assert.deepEqual([before.bound, before.words, words(before.offered), before.accepted, before.waysOut.map(({ how }) => how)], [false, 'wood can take nothing from Dee', [asMember, asGuarantor], [], ['not_bound']]);
  watched.say('dee', { kind: 'accept', body: { subcontract: 'wood' } });
  const after = by(watched, 'dee');
  assert.deepEqual([after.bound, words(after.atMost), after.accepted.map(({ how, record, version }) => [how, record, version])], [true, [asMember], [['accepted', 4, '1.0.0']]]);
  assert.deepEqual(boundNow(watched.view, watched.state, 'dee')?.toAccept, []);
});

test('who came later and became a party is bound as that', () => {
  const watched = house();
  watched.say('operator', { kind: 'admit', body: { member: { id: 'dee', name: 'Dee' }, keys: [{ id: 'member-dee', role: 'member', owner: 'dee', public_key: 'of dee' }] } });
  const id = watched.propose('dee', { change: 'terms', subcontract: 'wood', terms: {}, parties: { provider: 'dee' } });
  for (const member of ['ana', 'bo', 'cy']) if (watched.state.proposals.has(id)) watched.vote(member, id);
  assert.deepEqual([by(watched, 'dee').bound, by(watched, 'dee').accepted.map(({ how, name }) => [how, name])], [true, [['party', 'provider']]]);
  assert.deepEqual(words(by(watched, 'dee').atMost), [asMember, asProvider]);
});

test('the ways out: take the consent back, have it ended, leave; who has left is bound by nothing and owes what they owe', () => {
  const watched = house();
  watched.observe('ana');
  assert.deepEqual(by(watched, 'cy').waysOut.map(({ how }) => how), ['withdraw', 'retire', 'leave']);
  assert.match(by(watched, 'bo').waysOut.at(-1)?.words ?? '', /wood is held until another party is agreed on$/);
  watched.say('ana', { kind: 'leave', body: {} });
  const left = by(watched, 'ana');
  assert.deepEqual([left.bound, left.atMost, left.left.owes, left.waysOut.map(({ how }) => how)], [false, [], { crown: '30.00' }, ['left']]);
  assert.deepEqual([watched.view.members.get('ana')?.left?.how, boundNow(watched.view, watched.state, 'ana')?.toAccept], ['left', []]);
});

function version(manifest: KitManifest): Change {
  return { change: 'adopt', subcontract: 'wood', manifest, code: 'wood', parties: { provider: 'bo' }, terms: {} };
}

function wider(perEvent: string, part = '50.00'): KitManifest {
  const [members, provider, guarantee] = envelope as [EnvelopeRule, EnvelopeRule, EnvelopeRule];
  return wood({ version: '2.0.0', envelope: [{ ...members, per_event: perEvent }, provider, { ...guarantee, per_event: part }] });
}

test('a proposal: how far more or less could be taken, for each in their place', () => {
  const watched = house();
  const more = under(watched, 'ana', version(wider('40.00')), 'ana');
  assert.deepEqual([more.differs, more.words[0]], ['more', `More can be taken: ${asMember} → at most 40.00 crown at a time and 400.00 crown in 30 days.`]);
  assert.equal(under(watched, 'bo', version(wider('20.00')), 'ana').differs, 'less');
  assert.deepEqual(under(watched, 'cy', version(wider('30.00', '60.00')), 'ana').words, ['It changes nothing in what wood can take from Ana.']);
  assert.deepEqual(under(watched, 'cy', { change: 'resolution' }, 'ana').words, ['It changes nothing in what any agreement can take from Ana.']);
  assert.deepEqual(under(watched, 'cy', { change: 'retire', subcontract: 'wood' }, 'ana').words, [`Less can be taken: ${asMember} → nothing.`, 'Nothing new begins; what is owed stays owed.']);
});

test('a part that may take more ends the consent, or holds it to what was agreed to, as the kit says', () => {
  const ended = under(house(), 'ana', version(wider('30.00', '60.00')), 'cy');
  assert.deepEqual([ended.differs, words(ended.after), ended.words.at(-1)], ['less', [asMember], 'The consent to guarantee ends until it is given again.']);
  const parts = { guarantee: { says: 'stands surety', widened: 'old' as const } };
  const watched = house(wood({ parts }));
  const held = under(watched, 'ana', version({ ...wider('30.00', '60.00'), parts }), 'cy');
  assert.deepEqual([held.differs, words(held.after)], ['same', [asMember, `${asGuarantor}, as in the version that was consented to`]]);
  for (const member of ['bo', 'cy']) if (watched.state.proposals.size > 0) watched.vote(member, [...watched.state.proposals.keys()][0] ?? '');
  assert.deepEqual(words(by(watched, 'cy').atMost), [asMember, `${asGuarantor}, as in the version that was consented to`]);
  assert.deepEqual(by(watched, 'cy').accepted.find(({ how }) => how === 'part')?.version, '1.0.0');
  const again = under(watched, 'bo', version({ ...wider('30.00', '70.00'), version: '3.0.0', parts }), 'cy');
  assert.deepEqual(words(again.after), [asMember, `${asGuarantor}, as in the version that was consented to`], 'and not to the limits of the second');
});

test('a trial binds nobody but who volunteers; they can withdraw or wait', () => {
  const watched = house();
  const trial: Change = { change: 'pilot', subcontract: 'sauna', manifest: testManifest({ name: 'sauna', envelope: [envelope[0] as EnvelopeRule], parts: {} }), code: 'sauna', parties: {}, terms: {}, days: 60, volunteers_min: 1, stop: [{ measure: 'paid', above: '50.00' }] };
  const before = under(watched, 'ana', trial, 'cy');
  assert.deepEqual([before.after, words(before.offered), before.words], [[], [asMember], ['It changes nothing in what sauna can take from cy.', `Only if they accept it: ${asMember}.`]]);
  watched.vote('bo', [...watched.state.proposals.keys()][0] ?? '');
  assert.deepEqual([by(watched, 'cy', 'sauna').bound, by(watched, 'cy', 'sauna').standing.state, by(watched, 'cy', 'sauna').standing.trial?.stop], [false, 'trial_waits', ['it ends early when paid in all is above 50.00 crown']]);
  watched.say('cy', { kind: 'accept', body: { subcontract: 'sauna' } });
  const volunteer = by(watched, 'cy', 'sauna');
  assert.deepEqual([volunteer.bound, volunteer.standing.state, volunteer.accepted.map(({ how }) => how), volunteer.waysOut.map(({ how }) => how)], [true, 'trial', ['volunteered'], ['withdraw', 'trial_ends', 'leave']]);
  assert.equal(by(watched, 'ana', 'sauna').bound, false);
  const { change: _, days: _days, volunteers_min: _min, stop: _stop, ...whole } = trial as Change & { change: 'pilot' };
  assert.deepEqual(under(watched, 'bo', { change: 'adopt', ...whole }, 'ana').words, [`More can be taken: nothing → ${asMember}.`], 'the whole would bind all');
  watched.say('cy', { kind: 'accept', body: { subcontract: 'sauna', given: false } });
  assert.deepEqual([by(watched, 'cy', 'sauna').bound, by(watched, 'cy', 'sauna').accepted], [false, []]);
});
