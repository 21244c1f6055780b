/** What the pages about devices reckon and say, without a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingName, draftFrom, draftOf, eventsOf, partFor, readied, withMethod, type Draft } from '../../web/src/things/binding-draft.ts';
import { pastOf, shareWords, zonesFrom } from '../../web/src/things/costs.ts';
import { grantsFor } from '../../web/src/things/grants.ts';
import { mayBind } from '../../web/src/things/may-bind.ts';
import { preview } from '../../web/src/things/preview.ts';
import { effectWords, purposesOf } from '../../web/src/things/purposes.ts';
import { gramsBy, knownIn, settingText } from '../../web/src/things/scale.ts';
import { spanWords } from '../../web/src/things/span-words.ts';
import { subjectsOf } from '../../web/src/things/subjects.ts';
import { byArea, isNamedBy, streamTitle, valueWords } from '../../web/src/things/values.ts';
import type { PastCaseShown, DeviceShown, ReadingsShown } from '../../src/views/things-shown.ts';
import type { SubcontractDetail } from '../../src/views/shown.ts';
import { loadKits } from '../../src/host/kits.ts';
import type { KitManifest } from '../../src/vocabulary/kit.ts';
import { handledSubject, saidOf, stepsOf, stockOf, titleOf, warmthOf } from '../../web/src/things/watching.ts';
import { speakEnglish } from './speaking.ts';

speakEnglish();

const device = (more: Partial<DeviceShown>): DeviceShown => ({ id: 'd', name: 'D', manufacturer: null, model: null, area: null, via: null, signs: false, conventions: [], streams: [], others: [], ...more });

test('what a device said reads as people say it', () => {
  const said = (value: unknown, unit: string | null = null, deviceClass: string | null = null): string => valueWords({ value: value as number, unit, deviceClass });
  assert.deepEqual(
    [said(19.5, 'Cel'), said(0.123_456, 'kg'), said(true, null, 'door'), said(false, null, 'door'), said(true), said(null), said([1, 2, 3]), said('home'), said('x'.repeat(80)).length],
    ['19.5 °C', '0.123 kg', 'open', 'closed', 'yes', 'it doesn’t know', '3 numbers', 'home', 61],
  );
});

test('devices stand by area, those without one last, in the order in which people count; and are found by each word', () => {
  const all = [device({ id: 'a', name: 'Lamp 10' }), device({ id: 'b', name: 'Scale', area: 'Shed' }), device({ id: 'c', name: 'Door', area: 'Shed' }), device({ id: 'e', name: 'Lamp 2' })];
  assert.deepEqual(byArea(all).map(({ area, devices }) => [area, ...devices.map(({ name }) => name)]), [['Shed', 'Door', 'Scale'], [null, 'Lamp 2', 'Lamp 10']]);
  assert.deepEqual([isNamedBy(all[1] ?? device({}), 'shed SCALE'), isNamedBy(all[1] ?? device({}), 'shed door'), isNamedBy(device({}), '')], [true, false, true]);
  assert.deepEqual([streamTitle({ name: 'Shed' }, { label: 'raw_value' }), streamTitle({ name: 'Shed' }, { label: 'Shed' })], ['Shed: raw value', 'Shed']);
});

const thermometer = { stream: 'hall/temperature', deviceClass: 'temperature', unit: 'Cel' };

test('a stream begins with the method that suits it, and a part that is still needed', () => {
  const draft = draftOf(thermometer);
  assert.deepEqual([draft.method, draft.streams], ['temperature', [{ stream: 'hall/temperature', as: 'temperature', of: [] }]]);
  assert.equal(draftOf({ stream: 'x', deviceClass: null, unit: null }).method, '');
  // The weight is needed before a door can tell anything.
  assert.equal(partFor('load-cell', { stream: 'shed/contact', deviceClass: 'door' }, []), 'weight');
  assert.equal(partFor('load-cell', { stream: 'shed/contact', deviceClass: 'door' }, [{ stream: 's', as: 'weight', of: [] }]), 'door');
  // Home Assistant's trackers have no word for what they measure: their kind says it.
  const tracker = { stream: 'phone/device_tracker.state', deviceClass: null, unit: null };
  assert.deepEqual([partFor('load-cell', tracker, [{ stream: 's', as: 'weight', of: [] }]), draftOf(tracker).method], ['phone', 'presence']);
  const other = withMethod({ ...draft, written: { tolerance: '2' } }, 'event', () => thermometer);
  assert.deepEqual([other.method, other.streams[0]?.as, other.written], ['event', 'sensor', {}]);
});

test('what needs a trained model says so until one is chosen; another method drops it', () => {
  const draft: Draft = { ...withMethod(draftOf(thermometer), 'classify', () => thermometer), subject: 'shelf', written: { event: 'cups' } };
  const without = readied(draft);
  assert.deepEqual(without.ok ? '' : [without.refusal.code, without.refusal.detail], ['missing_value', 'choose the trained model that tells what the numbers mean']);
  assert.deepEqual(eventsOf(draft), ['cups'], 'what it says is known before');
  const model = 'a'.repeat(64);
  const chosen = readied({ ...draft, model });
  assert.deepEqual(chosen.ok ? chosen.value.binding : null, { id: 'shelf-classify', subject: 'shelf', method: 'classify', model, settings: { event: 'cups' }, keep_days: 7, streams: [{ stream: 'hall/temperature', as: 'features' }] });
  assert.equal(withMethod({ ...draft, model }, 'temperature', () => thermometer).model, undefined);
});

test('one may look for what all permit whom it measures, of each reading as much as all let be seen; one\'s own need no permit', () => {
  const permits = (member: string, given: readonly (readonly [string, string, (readonly string[])?])[]) => ({
    member, shown: {
      ended: [], looks: [],
      streams: [{ stream: 'door/contact', bindings: [], others: [], permits: given.map(([purpose, to, fields]) => ({ member, words: '', record: 1, recordedAt: 0, ended: null, permit: { stream: 'door/contact', purpose, to, keep_days: 7, ...(fields === undefined ? {} : { fields }) } })) }],
    },
  });
  const measuring = [permits('ana', [['care', 'cy', ['at', 'value']], ['tools', 'cy']]), permits('bo', [['care', 'cy', ['at']], ['care', 'dee'], ['wood', 'dee']])];
  assert.deepEqual(grantsFor('cy', 'door/contact', measuring), [{ purpose: 'care', missing: [], fields: ['at'] }, { purpose: 'tools', missing: ['bo'], fields: null }]);
  assert.deepEqual(grantsFor('cy', 'door/other', measuring), []);
  assert.deepEqual(grantsFor('bo', 'door/contact', [permits('ana', [['care', 'bo']]), permits('bo', [])]), [{ purpose: 'care', missing: [], fields: null }]);
});

test('the time of a look is told as short as it can be: with the year where it lies long before, and never as 1970', () => {
  const [monday, asked] = [Date.UTC(2026, 0, 5, 10), Date.UTC(2026, 0, 6)];
  assert.equal(spanWords('UTC', asked, { from: monday, until: monday + 7_200_000 }), 'readings from Mon 5 Jan, 10:00 to 12:00');
  assert.equal(spanWords('UTC', asked, { from: monday, until: asked }), 'readings from Mon 5 Jan, 10:00 to Tue 6 Jan, 00:00');
  assert.equal(spanWords('UTC', asked, { from: Date.UTC(2024, 0, 5), until: monday }), 'readings from Friday, 5 January 2024 to Mon 5 Jan, 10:00');
  assert.equal(spanWords('UTC', asked, { from: 0, until: monday }), 'readings up to Mon 5 Jan, 10:00');
});

test('a draft is the binding that it says, or what is wrong with it; and back', () => {
  const draft: Draft = { ...draftOf(thermometer), subject: 'hall', written: { 'tolerance': '2', 'every_s': '600', 'hall/temperature.offset': '-0.5', 'gone/x.offset': '1', 'gap_s': ' ' } };
  const result = readied(draft);
  assert.ok(result.ok);
  assert.deepEqual(result.value.binding, {
    id: 'hall-temperature', subject: 'hall', method: 'temperature', keep_days: 7, settings: { tolerance: '2', every_s: 600 },
    streams: [{ stream: 'hall/temperature', as: 'temperature', settings: { offset: '-0.5' } }],
  });
  const again = readied(draftFrom(result.value.binding));
  assert.deepEqual(again.ok ? again.value.binding : null, result.value.binding);
  const code = (more: Partial<Draft>): string => { const refused = readied({ ...draft, ...more }); return refused.ok ? '' : refused.refusal.code; };
  assert.deepEqual(
    [code({ streams: [] }), code({ method: 'x' }), code({ subject: '' }), code({ subject: 'my house' }), code({ id: 'a b' }), code({ keepDays: '9999' }), code({ keepDays: 'a' }), code({ written: { tolerance: 'warm' } }), code({ written: { every_s: '0.5' } })],
    ['missing_value', 'missing_value', 'missing_value', 'missing_value', 'invalid_value', 'invalid_value', 'invalid_value', 'invalid_value', 'invalid_value'],
  );
  assert.equal(bindingName({ id: '', subject: 'woodpile', method: 'load-cell' }), 'woodpile-load-cell');
});

test('what a method would say is known before every number is', () => {
  const scale: Draft = { ...draftOf({ stream: 's/raw', deviceClass: 'weight', unit: null }), subject: '' };
  assert.equal(readied({ ...scale, subject: 'pile' }).ok, false);
  assert.deepEqual(eventsOf(scale), ['taken', 'returned', 'level']);
  assert.deepEqual(eventsOf({ ...scale, method: 'unheard-of' }), []);
});

test('a scale by two known weights: between them and beyond on one straight line', () => {
  const known = knownIn('[{"raw":"8000","grams":"0"},{"raw":"2008000","grams":"20000"}]');
  assert.deepEqual([gramsBy(known, 8000), gramsBy(known, 1_008_000), gramsBy(known, 3_008_000)], [0, 10_000, 30_000]);
  assert.deepEqual([gramsBy(known.slice(0, 1), 1), gramsBy([known[0]!, { ...known[0]!, grams: '5' }], 1), knownIn('not JSON'), knownIn('')], [undefined, undefined, [], []]);
  assert.deepEqual([settingText(2100.000_000_4), settingText(0.1 + 0.2)], ['2100', '0.3']);
});

test('an agreement watches what its terms name, each with the events that it listens to', () => {
  const detail = {
    id: 'wood', title: 'Firewood', terms: { pile: 'woodpile', houses: { 'house-a': 'ana', 'house-b': 'bo' } },
    manifest: { observations: { taken: { subject: 'pile', fields: {} }, level: { subject: 'pile', fields: {} }, temperature: { subject: 'houses', fields: {} } } },
  } as unknown as SubcontractDetail;
  assert.deepEqual(subjectsOf(detail).map(({ subject, events }) => [subject, events]), [['woodpile', ['taken', 'level']], ['house-a', ['temperature']], ['house-b', ['temperature']]]);
});

test('who may bind: together where a matter says so, even if somebody has the right; else who has it; else the operator', () => {
  const rights = { admit: [], issue: [], attest: [], review: [] };
  const matter = { name: 'm', changes: ['sensing' as const], asked: 'all' as const, rule: { rule: 'threshold' as const, yes: { people: 2 } }, days: 3 };
  assert.deepEqual(mayBind({ rights: { ...rights, bind: ['ana'] }, matters: [matter] }, 'ana'), { how: 'together', others: [] });
  assert.deepEqual(mayBind({ rights: { ...rights, bind: ['ana'] } }, 'ana'), { how: 'alone' });
  assert.deepEqual(mayBind({ rights: { ...rights, bind: ['ana'] } }, 'bo'), { how: 'together', others: ['ana'] });
  assert.deepEqual([mayBind({ rights }, 'ana'), mayBind({ rights }, null)], [{ how: 'together', others: 'operator' }, { how: 'together', others: 'operator' }]);
});

test('purposes are the agreements that listen and what else is permitted, each with what on and off mean', () => {
  const permitted = (purpose: string, more: object = {}) => ({ member: 'ana', permit: { stream: 'door/c', purpose, keep_days: 7, ...more }, words: '', record: 1, recordedAt: 0, ended: null });
  const watched = [{ subject: 'woodpile', subcontract: 'wood', title: 'Firewood', events: ['taken'] }, { subject: 'cashbox', subcontract: 'box', title: 'Cash', events: [] }];
  const stream = { stream: 'door/c', bindings: [{ id: 'pile', subject: 'woodpile', method: 'load-cell', as: 'door' }], others: [], permits: [permitted('care', { to: 'bo', fields: ['at'] })] };
  const [wood, care, ...none] = purposesOf(stream, watched);
  assert.ok(wood !== undefined && care !== undefined);
  assert.deepEqual([wood.purpose, wood.permit, care.purpose, care.title, none], ['wood', null, 'care', null, []]);
  const nameOf = (id: string): string => id.toUpperCase();
  assert.equal(effectWords(wood, nameOf), 'off: “Firewood” hears nothing of you from it; a taking that nobody can be named for goes to a person.');
  assert.equal(effectWords(care, nameOf), 'on for “care”: BO may see the time of each reading, and you are told each time.');
});

test('from costs to zones, and what they would have done on the past, with what so few cases allow', () => {
  const cutoff = (wrongly: string, missed: string, asking = '') => zonesFrom({ wrongly, missed, asking });
  // C. Elkan: wrongly / (wrongly + missed); C. K. Chow: asking from unsure / missed to 1 − unsure / wrongly.
  assert.deepEqual([cutoff('9', '1')?.act, cutoff('1', '4')?.act, cutoff('18', '2', '1')], [{ numerator: 9, denominator: 10 }, { numerator: 1, denominator: 5 }, { no: { numerator: 1, denominator: 2 }, act: { numerator: 17, denominator: 18 } }]);
  assert.deepEqual([cutoff('0', '1'), cutoff('x', '1'), cutoff('9', '1', 'x'), cutoff('9', '')], [undefined, undefined, undefined, undefined]);
  const each = (event: number, truth: boolean | null, how: PastCaseShown['how'], person: number | null = null, wasThem: boolean | null = null): PastCaseShown => ({ observation: 'o', binding: 'b', event: 'e', at: 0, p: { event, person }, truth, how, person: wasThem });
  const cases = [each(0.95, true, 'uncontested'), each(0.95, false, 'dropped', 0.4), each(0.5, true, 'confirmed', 0.95, false), each(0.99, null, null)];
  const zones = cutoff('9', '1');
  assert.ok(zones !== undefined);
  const past = pastOf(cases, 'event', zones);
  assert.deepEqual([past.cases, past.charged.count, past.wrongly.count, past.missed.count, past.uncontested], [3, 2, 1, 1, 1]);
  // What was dropped says nothing of who it was; what was so of somebody else says that whoever was named would have been charged wrongly.
  const who = pastOf(cases, 'person', zones);
  assert.deepEqual([who.cases, who.charged.count, who.wrongly.count], [1, 1, 1]);
  // Clopper and Pearson, 95 %, of 31 cases two: 0.79 to 21.42 %.
  assert.equal(shareWords({ count: 2, interval: { low: 0.0079, high: 0.2142 } }, 31), '2 of 31; with so few cases anything from 0 % to 22 %');
});

test('a preview says what the method says over kept readings in the order in which they came; nothing where only a part may be seen', () => {
  const bound = readied({ ...draftOf(thermometer), subject: 'hall', written: { every_s: '1', min_change: '1', rate_max: '1000000' } });
  assert.ok(bound.ok);
  const kept = (readings: ReadingsShown['readings'], fields: ReadingsShown['fields'] = null): ReadingsShown => ({ stream: 'hall/temperature', fields, readings, kept: { days: 7, oldest: null } });
  const at = (minute: number, value: number) => ({ id: `r${minute}`, at: minute * 60_000, received: minute * 60_000, value, unit: 'Cel', by: 'gateway' });
  const said = preview(bound.value, [kept([at(20, 24), at(10, 20), at(30, 24)])]);
  assert.ok(said.ok);
  assert.deepEqual([said.value.readings, said.value.from, said.value.until, said.value.found[0]?.event, said.value.found[0]?.values['celsius']], [3, 600_000, 1_800_000, 'temperature', 20]);
  assert.deepEqual([preview(bound.value, [kept([])]).ok, preview(bound.value, [kept([at(1, 20)], ['at'])]).ok], [false, false]);
});

const flour = {
  name: 'flour', version: '1.0.0', title: 'Flour', parties: {}, envelope: [], words: {}, text: '',
  terms: { shelf: { type: 'subject' }, little_below: { type: 'integer' }, rates: { type: 'list', countMax: 9, of: { type: 'record', fields: { from: { type: 'amount' }, share: { type: 'decimal', decimals: 6 } } } } },
  observations: {
    scooped: { subject: 'shelf', fields: { who: { type: 'agent' }, bags: { type: 'integer' } } }, stand: { subject: 'shelf', fields: { bags: { type: 'integer' } } },
  },
  actions: { bring_back: { says: 'you bring bags back', fields: {} } }, attested: { rate: { means: 'unit', table: 'rates' } },
} as unknown as KitManifest;
const flourTerms = { shelf: 'pantry', little_below: 4, rates: [{ from: '0.00', share: '0.5' }, { from: '1000.00', share: '1' }] };

test('what is counted, what is cold and what means change is told by any kit\'s manifest and terms, whatever they are called', () => {
  const told = { manifest: flour, terms: flourTerms };
  assert.deepEqual(stockOf(told), { subject: 'pantry', event: 'stand', field: 'bags', low: 4 });
  assert.deepEqual(stepsOf(told), { factor: 'share', steps: [{ from: '0.00', times: '0.5' }, { from: '1000.00', times: '1' }] });
  assert.deepEqual([warmthOf(told), titleOf(told, { title: 'Flour' }, []), titleOf(undefined, { title: 'Flour' }, [])], [null, 'Pantry', 'Flour']);
  assert.equal(saidOf(told, 'Whoever scoops pays. Bags brought back are paid back.', 'bring_back'), 'Bags brought back are paid back.');
  assert.deepEqual([saidOf(told, 'It is.', 'bring_back'), saidOf(told, 'It is.', 'take')], ['You bring bags back.', null]);
});

test('which of two terms says what is too little, or at which of two things something is done, nobody guesses', () => {
  const two = { ...flour, terms: { ...flour.terms, much_below: { type: 'integer' } } } as KitManifest;
  assert.equal(stockOf({ manifest: two, terms: { ...flourTerms, much_below: 9 } })?.low, null);
  const elsewhere = { ...flour, terms: { ...flour.terms, cellar: { type: 'subject' } }, observations: { ...flour.observations, carried: { subject: 'cellar', fields: { by: { type: 'member' } } } } } as KitManifest;
  assert.deepEqual([handledSubject({ manifest: elsewhere, terms: { ...flourTerms, cellar: 'cellar' } }), stockOf({ manifest: elsewhere, terms: { ...flourTerms, cellar: 'cellar' } })], [null, null]);
});

test('of our own firewood: the pile with its level, each house with its member, and the price by means', () => {
  const manifest = loadKits().get('firewood')?.manifest ?? assert.fail('there is no firewood');
  const terms = { pile: 'woodpile', stock_below: 20, house_below_celsius: '16.0', houses: { 'house-a': 'ana' }, brackets: [{ from: '0.00', times: '1' }] };
  assert.deepEqual(stockOf({ manifest, terms }), { subject: 'woodpile', event: 'level', field: 'count', low: 20 });
  assert.deepEqual(warmthOf({ manifest, terms }), { homes: [['house-a', 'ana']], event: 'temperature', low: 16 });
  assert.equal(stepsOf({ manifest, terms })?.factor, 'times');
  assert.equal(saidOf({ manifest }, 'Whoever takes wood pays. Pieces put back within 10 minutes are paid back. A taking can be contested.', 'bring_back'), 'Pieces put back within 10 minutes are paid back.');
});
