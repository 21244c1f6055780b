import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testManifest } from '../testing/kernel-bench.ts';
import { evidence, roomBinding, saying, SensingBench } from '../testing/sensing-bench.ts';
import { Watched } from '../testing/watched.ts';
import type { Observation } from '../vocabulary/entries.ts';
import type { Effect } from '../vocabulary/effects.ts';
import type { Fact } from '../vocabulary/outcomes.ts';
import type { Binding, Look, Permit } from '../vocabulary/sensing.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { casesOf, casesOfBindingMax } from './cases.ts';
import { memberOf, noticesOf, reviewsOf, thingsOf } from './queries.ts';
import { saySensed } from './sensing-words.ts';
import { bindingOf, bindingsOf, disputesOf, incidentsOf, looksOf, measuringOf } from './sensing.ts';

/** A house that senses, with what people are shown of it. */
class House extends Watched {
  readonly sensing: SensingBench;
  #sent = 0;

  constructor(rules: ConstructorParameters<typeof SensingBench>[2] = {}, effects: (observation: string) => readonly Effect[] = () => []) {
    const sensing = new SensingBench(['ana', 'bo', 'cy', 'dee'], {}, rules);
    super([], {}, {}, true, sensing);
    this.sensing = sensing;
    this.adopt('wood', testManifest({ observations: { said: { subject: 'here', fields: { by: { type: 'agent' } } } } }), (call) => ({ effects: call.group === 'observed' ? effects(String(call.event['id'])) : [] }));
    this.bind();
  }

  bind(more: Partial<Binding> = {}): void {
    this.say('operator', { kind: 'bind', body: { binding: roomBinding(more) } });
  }

  permit(by: string, more: Partial<Permit> & { readonly given?: false } = {}): void {
    this.say(by, { kind: 'permit', body: { stream: 'mic/audio', purpose: 'wood', keep_days: 7, ...more } });
  }

  look(by: string, more: Partial<Look> = {}): void {
    const said = { kind: 'look', body: { stream: 'mic/audio', purpose: 'care', reason: 'she fell', from: 0, until: this.bench.now, ...more } } as const;
    this.show(said, by, this.bench.say(`member-${by}`, by, said));
  }

  /** From the load cell, which measures nobody. */
  senses(more: Partial<Observation> = {}): void {
    this.#sent += 1;
    const observation: Observation = {
      device: 'room', seq: this.#sent, subject: 'here', event: 'said', at: this.bench.now, p: { event: 0.7, person: '0.9' }, values: { by: 'cy' },
      from: evidence([saying('cell/mass', { llr: 1.5, weight: 1 })], { raw: { event: 0.6, person: 0.8 } }), ...more,
    };
    this.show({ kind: 'observe', body: { observations: [observation] } }, 'hub', this.sensing.vouch(observation));
  }
}

test('what is bound, with its history: who did it, and by which proposal', () => {
  const house = new House({ matters: [{ name: 'sensing', changes: ['sensing'], asked: 'all', rule: { rule: 'threshold', yes: { people: 2 } }, days: 3 }] });
  assert.deepEqual(bindingsOf(house.view).map(({ id, words }) => [id, words]), [
    ['room', 'room observes here with presence from cell/mass (weight), mic/audio (sound), which measures bo; readings are kept for 30 days'],
  ]);
  const id = house.propose('ana', { change: 'sensing', bind: [roomBinding({ keep_days: 0 })], unbind: [] });
  const proposal = house.view.proposals.get(id);
  assert.deepEqual(proposal?.said.words, 'room observes here with presence from cell/mass (weight), mic/audio (sound), which measures bo; readings are not kept');
  assert.deepEqual(proposal?.said.changes, [{ what: 'binding', place: ['room', 'keep_days'], before: '30', after: '0' }]);
  house.vote('bo', id);
  const gone = house.propose('cy', { change: 'sensing', bind: [], unbind: ['room'] });
  assert.equal(house.view.proposals.get(gone)?.said.words, 'no more observations by room');
  house.vote('bo', gone);
  const shown = bindingOf(house.view, 'room');
  assert.deepEqual(shown?.versions.map(({ binding, by, proposal: ref }) => [binding?.keep_days ?? null, by, ref?.by ?? null]), [[null, 'bo', 'cy'], [0, 'bo', 'ana'], [30, 'operator', null]]);
  assert.deepEqual([shown?.binding, shown?.words, bindingOf(house.view, 'hall')], [null, 'room has ended', undefined]);
});

test('what measures a member: the streams with what uses them, what they permit, what ended, who looked, also who was not let', () => {
  const house = new House();
  house.bind({ id: 'hall', subject: 'hall', streams: [{ stream: 'mic/audio', as: 'voice', of: ['cy'] }] });
  house.permit('bo');
  house.permit('bo', { purpose: 'care', to: 'ana', fields: ['value'], until: house.bench.now + dayMs });
  house.look('ana');
  house.permit('cy', { purpose: 'care', to: 'ana' });
  house.look('ana');
  house.permit('bo', { keep_days: 1 });
  house.until(house.bench.now + dayMs);
  const shown = measuringOf(house.view, 'bo');
  assert.deepEqual(shown.streams.map(({ stream, bindings, others, permits }) => ({ stream, bindings, others, permits: permits.map(({ words }) => words) })), [{
    stream: 'mic/audio', bindings: [{ id: 'room', subject: 'here', method: 'presence', as: 'sound' }, { id: 'hall', subject: 'hall', method: 'presence', as: 'voice' }], others: ['cy'],
    permits: ['mic/audio for wood; readings are kept for a day'],
  }]);
  assert.deepEqual(shown.ended.map(({ words, ended }) => [words, ended?.recordedAt]), [
    ['mic/audio for care, and ana may see the value of each reading; readings are kept for 7 days; until Tue 6 Jan 2026, 12:00 (UTC)', house.bench.now],
    ['mic/audio for wood; readings are kept for 7 days', house.bench.now - dayMs],
  ]);
  assert.deepEqual(shown.looks.map(({ words, refused, fields, of }) => [words, refused, fields, of]), [
    ['ana looked at mic/audio for care: she fell', null, ['value'], ['bo', 'cy']], ['ana was not let look at mic/audio for care: she fell', 'no_consent', null, ['bo', 'cy']],
  ]);
  assert.deepEqual(noticesOf(house.view, 'bo').map(({ words }) => words), ['what you permitted with mic/audio for care is over', 'ana looked at readings of mic/audio, which measures you, for care: she fell', 'mic/audio measures you from now on, for room, which observes here: nothing that rests on it reaches an agreement unless you permit it']);
  assert.deepEqual([measuringOf(house.view, 'ana'), looksOf(house.view, 'dee'), looksOf(house.view).length], [{ streams: [], ended: [], looks: [] }, [], 2]);
  assert.ok(memberOf(house.view, 'bo') !== undefined);
});

test('a dispute is shown with what is disputed and who may judge it, and then with how it was judged', () => {
  const house = new House();
  house.senses();
  house.say('ana', { kind: 'dispute', body: { observation: 'room:1', reason: 'it was the cat' } });
  const [open] = disputesOf(house.view);
  assert.deepEqual([open?.words, open?.deciders, open?.disputed?.from?.sensors[0]?.llr, open?.end], ['ana disputes room:1: it was the cat; it waits for somebody to judge it', null, 1.5, null]);
  house.say('bo', { kind: 'judge', body: { observation: 'room:1', held: false, reason: 'I saw it' } });
  const [judged] = disputesOf(house.view);
  assert.deepEqual([judged?.words, judged?.end?.reason], ['ana disputes room:1: it was the cat; bo says that it is not so', 'I saw it']);
  assert.equal(noticesOf(house.view, 'ana')[0]?.words, 'what you disputed (room:1) was judged not to be so');
  assert.equal(thingsOf(house.view)[0]?.latest.from?.raw.event, 0.6);
});

test('harm by place and severity, the worst place first', () => {
  const house = new House();
  const harm: readonly (readonly [string, 1 | 2 | 3 | 4 | 5])[] = [['hall', 4], ['hall', 4], ['hall', 4], ['kitchen', 5], ['yard', 4], ['attic', 1]];
  for (const [place, severity] of harm) house.say('ana', { kind: 'incident', body: { place, severity, happened: house.bench.now } });
  const { incidents, places } = incidentsOf(house.view);
  assert.deepEqual(places.map(({ place, count }) => [place, count]), [['kitchen', 1], ['hall', 3], ['yard', 1], ['attic', 1]]);
  assert.deepEqual([incidents.length, incidents[0]?.incident.place, places[1]?.severities], [6, 'attic', { 1: 0, 2: 0, 3: 0, 4: 3, 5: 0 }]);
});

// Cases for calibration

const truths = (house: House): unknown => casesOf(house.view, 'room').map(({ observation, truth, how }) => [observation, truth, how]);

test('a case keeps what was said before and after calibration, and is undecided at first', () => {
  const house = new House();
  house.senses();
  house.senses({ device: 'scale', from: undefined } as unknown as Observation);
  const { now: at } = house.bench;
  assert.deepEqual(casesOf(house.view), [{ observation: 'room:1', binding: 'room', event: 'said', raw: { event: 0.6, person: 0.8 }, p: { event: 0.7, person: 0.9 }, at, record: 3, truth: null, how: null, person: null }]);
  assert.deepEqual(casesOf(house.view, 'hall'), []);
});

test('what a person decides is the truth of a case: a review, or a dispute; what nobody decides stays open', () => {
  const review = (id: string): readonly Effect[] => [{ do: 'review', id, at: house.bench.now, by: null, reason: 'unsure', parties: [], expires: { at: house.bench.now + dayMs }, data: {} }];
  const house: House = new House({}, (id) => (id === 'room:3' || id === 'room:4' ? [] : review(id)));
  for (let n = 0; n < 5; n++) house.senses();
  assert.equal(reviewsOf(house.view).length, 3);
  house.say('ana', { kind: 'request', body: { subcontract: 'wood', action: 'confirm', with: { observation: 'room:1' } } });
  house.say('ana', { kind: 'request', body: { subcontract: 'wood', action: 'drop', with: { observation: 'room:2' } } });
  for (const [observation, held] of [['room:3', true], ['room:4', false]] as const) {
    house.say('ana', { kind: 'dispute', body: { observation, reason: 'x' } });
    house.say('bo', { kind: 'judge', body: { observation, held } });
  }
  house.until(house.bench.now + 40 * dayMs);
  assert.deepEqual(truths(house), [['room:1', true, 'confirmed'], ['room:2', false, 'dropped'], ['room:3', true, 'held'], ['room:4', false, 'dropped'], ['room:5', null, null]]);
});

test('what somebody was charged or told for is true when nobody contested it for as long as it can be disputed; what did nothing says nothing', () => {
  const told = (id: string): readonly Effect[] => (id === 'room:2' ? [] : [{ do: 'notice', to: 'ana', code: 'test', data: { observation: id } }]);
  const house = new House({}, told);
  for (let n = 0; n < 3; n++) house.senses();
  house.say('ana', { kind: 'dispute', body: { observation: 'room:3', reason: 'x' } });
  house.until(house.bench.now + 30 * dayMs - hourMs);
  house.say('ana', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '0.01' } });
  assert.deepEqual(truths(house), [['room:1', null, null], ['room:2', null, null], ['room:3', null, null]]);
  house.until(house.bench.now + 2 * hourMs);
  house.say('ana', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '0.01' } });
  assert.deepEqual(truths(house), [['room:1', true, 'uncontested'], ['room:2', null, null], ['room:3', null, null]], 'what was disputed and never judged is not known');
});

test('who it was is decided with what was so, unless somebody else is named; what wasn\'t so says nothing of it, nor what names nobody', () => {
  const review = (id: string): readonly Effect[] => [{ do: 'review', id, at: house.bench.now, by: 'cy', reason: 'unsure', parties: [], expires: { at: house.bench.now + dayMs }, data: {} }];
  const house: House = new House({}, (id) => (['room:1', 'room:2', 'room:3', 'room:8'].includes(id) ? review(id) : id === 'room:7' ? [{ do: 'notice', to: 'cy', code: 'test', data: { observation: id } }] : []));
  for (let n = 0; n < 8; n++) house.senses(n === 7 ? { from: evidence([saying('cell/mass')]) } : {});
  for (const [observation, action, by] of [['room:1', 'confirm', undefined], ['room:2', 'confirm', 'dee'], ['room:3', 'drop', undefined], ['room:8', 'confirm', undefined]] as const) {
    house.say('ana', { kind: 'request', body: { subcontract: 'wood', action, with: { observation, ...(by === undefined ? {} : { by }) } } });
  }
  for (const [observation, held, by] of [['room:4', true, undefined], ['room:5', true, 'dee'], ['room:6', false, undefined]] as const) {
    house.say('ana', { kind: 'dispute', body: { observation, reason: 'x' } });
    house.say('bo', { kind: 'judge', body: { observation, held, ...(by === undefined ? {} : { by }) } });
  }
  house.until(house.bench.now + 40 * dayMs);
  house.say('ana', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '0.01' } });
  assert.deepEqual(casesOf(house.view, 'room').map(({ truth, person }) => [truth, person]), [[true, true], [true, false], [false, null], [true, true], [true, false], [false, null], [true, true], [true, null]]);
  assert.equal(disputesOf(house.view).find(({ observation }) => observation === 'room:5')?.words, 'ana disputes room:5: x; bo says that it is so, and that it was dee');
});

test('of one binding so many cases are kept, the latest', () => {
  const house = new House();
  const observations = (from: number): Observation[] => Array.from({ length: 250 }, (_, n) => ({ device: 'room', seq: from + n, subject: 'here', event: 'said', at: house.bench.now, values: { by: 'cy' }, from: evidence([saying('cell/mass')]) }));
  for (let from = 1; from <= casesOfBindingMax + 250; from += 250) house.show({ kind: 'observe', body: { observations: observations(from) } }, 'hub', house.sensing.vouch(...observations(from)));
  const kept = casesOf(house.view, 'room');
  assert.deepEqual([kept.length, kept[0]?.observation, kept.at(-1)?.observation, house.view.cases.size], [casesOfBindingMax, 'room:251', `room:${casesOfBindingMax + 250}`, casesOfBindingMax]);
});

test('what an act led to is said in a few words', () => {
  const { view } = new House();
  const permit = { stream: 'mic/audio', purpose: 'care', to: 'operator', keep_days: 1 };
  const look = { stream: 'mic/audio', purpose: 'care', reason: 'x', from: 0, until: 1 };
  const facts: readonly [Fact, string][] = [
    [{ fact: 'binding', binding: roomBinding({ streams: [{ stream: 'cell', as: 'weight' }], keep_days: 1 }) }, 'room observes here with presence from cell (weight); readings are kept for a day'],
    [{ fact: 'binding.gone', binding: 'room' }, 'room observes nothing any more'],
    [{ fact: 'permitted', member: 'bo', stream: 'mic/audio', purpose: 'care', permit }, 'bo permits mic/audio for care, and the operator may see all of each reading; readings are kept for a day'],
    [{ fact: 'permitted', member: 'bo', stream: 'mic/audio', purpose: 'care', permit: null }, 'bo permits mic/audio for care no more'],
    [{ fact: 'looked', by: 'ana', look, of: ['bo', 'cy'], fields: ['at', 'value'] }, 'readings of mic/audio may be shown: the time and the value of each; bo, cy will see who looked and why'],
    [{ fact: 'looked', by: 'ana', look, of: [], fields: null }, 'readings of mic/audio may be shown'],
    [{ fact: 'disputed', observation: 'room:1', by: 'ana', reason: 'x', expires: 0 }, 'room:1 is disputed; somebody else says whether it is so, until Thu 1 Jan 1970, 00:00 (UTC)'],
    [{ fact: 'judged', observation: 'room:1', how: 'held', by: 'bo' }, 'room:1 is judged to be so'], [{ fact: 'judged', observation: 'room:1', how: 'expired', by: null }, 'nobody judged room:1 in time'],
    [{ fact: 'incident', by: 'ana', incident: { place: 'kitchen', severity: 4, happened: 0 } }, 'noted: kitchen, severity 4'],
  ];
  for (const [fact, words] of facts) assert.deepEqual(saySensed(view, fact), [words]);
  assert.deepEqual(saySensed(view, { fact: 'constituted' }), []);
});
