import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseManifest } from './manifest.ts';
import { formatManifestProblems } from './problems.ts';

type Loose = { [key: string]: Loose & string & number };

/** A manifest that passes; `change` breaks it. */
function kit(change: (kit: Loose) => void = () => undefined): readonly string[] {
  const value = {
    name: 'firewood', version: '1.0.0', title: 'Firewood',
    parties: { provider: { says: 'keeps the pile' } },
    parts: { guarantee: { says: 'stands in for others', widened: 'old' } },
    terms: {
      unit: { type: 'unit', default: 'first' }, pile: { type: 'subject', default: 'woodpile' }, price: { type: 'amount', default: '1.50' },
      back: { type: 'integer', default: 10 }, houses: { type: 'map', keys: { type: 'subject' }, of: { type: 'member' }, countMax: 10, default: {} },
      brackets: { type: 'list', countMax: 9, of: { type: 'record', fields: { from: { type: 'amount' }, times: { type: 'decimal', decimals: 6 } } }, default: [] },
    },
    observations: {
      taken: { subject: 'pile', fields: { by: { type: 'agent' }, count: { type: 'integer', min: 1 } }, cells: ['today'] },
      cold: { subject: 'houses', fields: {} },
    },
    actions: { contest: { says: 'not so', fields: { observation: { type: 'observation' } }, cells: ['taking'], weighs: false } },
    wakes: {
      posted: { income: { of: 'members', direction: 'in', because: 'others', says: 'a share is due', cells: ['income'] } },
      due: { late: { of: 'party:provider', side: 'creditor' } }, marked: { spoiled: { of: 'members', code: 'spoiled' } }, decided: { any: {}, grown: { change: 'adopt' } },
    },
    cells: { income: { key: 'income/{to}/{day}' }, today: { key: 'taken/{day}/{by}', back_minutes: 'back' }, taking: { key: 'taking/{observation}', keep_days: 30 } },
    attested: { bracket: { means: 'unit', table: 'brackets' } },
    envelope: [
      { debit: 'members', per_event: '100.00', per_person: { amount: 'price', days: 30 } }, { debit: 'party:provider', per_event: 'price', per_person: { amount: '1', days: 1 } },
      { debit: 'part:guarantee', per_event: '1', per_person: { amount: '1', days: 1 }, in_total: { amount: '9', days: 30 } },
    ],
    words: { taken: '{by} took {count}' },
    text: '{unit} {pile} {price} {back} {houses} {brackets} {provider}',
  };
  change(value as unknown as Loose);
  const result = parseManifest(value);
  return result.ok ? [] : result.problems.map((one) => `${one.path} ${one.code}`);
}

test('a whole kit passes', () => assert.deepEqual(kit(), []));

test('an action says who may ask for it; a question is for whoever asks', () => {
  const by = (value: string) => (one: Loose): void => { one['actions']!['contest']!['by'] = value as never; };
  for (const value of ['members', 'decision', 'both']) assert.deepEqual(kit(by(value)), [], value);
  assert.deepEqual(kit(by('everyone')), ['actions.contest.by kind']);
  assert.deepEqual(kit((one) => { one['questions'] = { price: { fields: {}, by: 'decision' } } as never; }), ['questions.price.by unknown']);
});

test('an action that can leave something behind by which members pay later says whether it weighs', () => {
  const unsaid = (change: (one: Loose) => void = () => undefined) => (one: Loose): void => {
    delete one['actions']!['contest']!['weighs'];
    change(one);
  };
  const without = (one: Loose): void => { delete one['actions']!['contest']!['cells']; delete one['cells']!['taking']; };
  assert.deepEqual(kit(unsaid()), ['actions.contest.weighs missing'], 'a cell');
  assert.deepEqual(kit(unsaid(without)), []);
  for (const group of ['timers', 'reviews']) assert.deepEqual(kit(unsaid((one) => { without(one); one[group] = (group === 'timers' ? { later: {} } : {}) as never; })), ['actions.contest.weighs missing'], group);
  assert.deepEqual(kit(unsaid((one) => { one['envelope'] = [] as never; })), [], 'it takes nothing from anybody');
  assert.deepEqual(kit(unsaid((one) => { one['actions']!['contest']!['by'] = 'decision' as never; })), [], 'no member asks for it alone');
  assert.deepEqual(kit((one) => { one['actions']!['contest']!['weighs'] = 'much' as never; }), ['actions.contest.weighs kind']);
});

test('a term may have a label, and a number the unit that it counts', () => {
  assert.deepEqual(kit((one) => { Object.assign(one['terms']!['back'] as object, { label: 'Paid back when put back within', unit: 'minutes' }); }), []);
});

test('an envelope may be stated by terms: amounts, times numbers, what a list has at the most, how many a map has, and sums of these', () => {
  for (const amount of ['price', '1.50 * back', 'price * brackets.times * back', 'price*houses + 0.5 * brackets']) {
    assert.deepEqual(kit((one) => { one['envelope']![0]!['per_event'] = amount as never; }), [], amount);
  }
  const summed = (of: string) => (one: Loose): void => { one['terms']!['houses']!['of'] = { type: of } as never; one['envelope']![0]!['per_event'] = 'houses * back' as never; };
  assert.deepEqual(kit(summed('amount')), [], 'the sum of a map of amounts');
  assert.deepEqual(kit(summed('integer')), ['envelope[0].per_event kind'], 'a map of numbers is no amount');
  const overBack = (one: Loose): void => { one['terms']!['back']!['min'] = 1 as never; one['envelope']![0]!['per_person']!['days'] = 'back' as never; };
  assert.deepEqual(kit(overBack), [], 'a period of so many days as are agreed');
});

test('what is read goes by what there is, and by a cell that the handler names', () => {
  const reading = (rule: object, more: object = {}) => (one: Loose): void => {
    Object.assign(one as object, { reviews: { cells: ['taking'] }, purses: { fund: { says: 'set aside' }, credit: { says: 'paid ahead', keyed: true } }, reads: { seen: rule } });
    Object.assign(one['actions']!['contest'] as object, { reads: ['seen'], ...more });
  };
  const passing = [
    { purse: 'fund', of: 'by' }, { purse: 'credit', of: 'by', key: 'name' }, { purse: 'credit', of: 'by', keys: 'taking' }, { purse: 'fund', holders: 'taking' }, { holders: 'taking' }, { part: 'guarantee', holders: 'taking' }, { accounts: 'taking', at: 'to' },
    { member: 'by' }, { party: 'provider' }, { part: 'guarantee' },
  ];
  for (const rule of passing) assert.deepEqual(kit(reading(rule)), [], JSON.stringify(rule));
  const unread = ['actions.contest.reads[0] cell'];
  for (const rule of [{ purse: 'credit', of: 'by', keys: 'taking' }, { purse: 'fund', holders: 'taking' }, { holders: 'taking' }, { part: 'guarantee', holders: 'taking' }, { accounts: 'taking', at: 'to' }]) assert.deepEqual(kit(reading(rule, { cells: [] })), unread, JSON.stringify(rule));
  assert.deepEqual(kit(reading({ accounts: 'plan', at: 'to' })), unread, 'no such cell');
  assert.deepEqual(kit(reading({ accounts: 'today', at: 'to' }, { cells: ['taking', 'today'] })), ['reads.seen kind'], 'a list of cells');
  for (const rule of [{ purse: 'credit', of: 'by' }, { purse: 'credit', holders: 'taking' }, { purse: 'fund', of: 'by', keys: 'taking' }, { purse: 'credit', of: 'by', key: 'name', keys: 'taking' }]) {
    assert.deepEqual(kit(reading(rule)), ['reads.seen.key kind'], JSON.stringify(rule));
  }
  assert.deepEqual(kit(reading({ purse: 'chest', of: 'by' })), ['reads.seen.purse unknown']);
  assert.deepEqual(kit(reading({ part: 'surety', holders: 'taking' })), ['reads.seen.part unknown']);
});

test('a posting may be in the unit of another term', () => {
  const named = (name: string) => (one: Loose): void => { one['wakes']!['posted']!['income']!['unit'] = name as never; };
  assert.deepEqual(kit(named('unit')), []);
});

const broken: readonly (readonly [string, (kit: Loose) => void, readonly string[]])[] = [
  ['an unknown key', (one) => { one['titel'] = 'x' as never; }, ['titel unknown']],
  ['a missing key', (one) => { delete one['title']; }, [' missing']],
  ['an unknown type', (one) => { one['terms']!['price']!['type'] = 'amonut' as never; }, ['terms.price.type unknown']],
  ['a key of another type', (one) => { one['terms']!['back']!['decimals'] = 2 as never; }, ['terms.back.decimals unknown']],
  ['a decimal without decimals', (one) => { one['terms']!['back'] = { type: 'decimal' } as never; }, ['terms.back missing']],
  ['a type within a list', (one) => { one['terms']!['brackets']!['of']!['fields']!['from']!['type'] = 'money' as never; }, ['terms.brackets.of.fields.from.type unknown']],
  ['a version that is a number', (one) => { one['version'] = 1 as never; }, ['version kind']],
  ['a name with a slash', (one) => { one['name'] = '../x' as never; }, ['name name']],
  ['a term named __proto__', (one) => { Object.defineProperty(one['terms'], '__proto__', { value: { type: 'unit' }, enumerable: true }); }, ['terms.__proto__ name']],
  ['a label without words', (one) => { one['terms']!['price']!['label'] = ' ' as never; }, ['terms.price.label kind']],
  ['a unit of its own for an amount', (one) => { one['terms']!['price']!['unit'] = 'crowns' as never; }, ['terms.price.unit unknown']],
  ['an empty amount', (one) => { one['terms']!['price']!['min'] = 'lots' as never; }, ['terms.price.min kind']],
  ['a subject that is no term', (one) => { one['observations']!['taken']!['subject'] = 'pil' as never; }, ['observations.taken.subject unknown']],
  ['a subject of another type', (one) => { one['observations']!['taken']!['subject'] = 'price' as never; }, ['observations.taken.subject kind']],
  ['a cell that isn\'t declared', (one) => { one['observations']!['taken']!['cells'] = ['today', 'taknig'] as never; }, ['observations.taken.cells[1] unknown']],
  ['a cell that nobody names', (one) => { one['cells']!['other'] = { key: 'x' } as never; }, ['cells.other unused']],
  ['a key with an unknown field', (one) => { one['cells']!['taking']!['key'] = 'taking/{obs}' as never; }, ['cells.taking.key unknown']],
  ['cells for each day without {day}', (one) => { one['cells']!['today']!['key'] = 'taken/{by}' as never; }, ['cells.today.key kind']],
  ['minutes by a term that isn\'t whole', (one) => { one['cells']!['today']!['back_minutes'] = 'price' as never; }, ['cells.today.back_minutes kind']],
  ['a field that the kernel adds', (one) => { one['observations']!['cold']!['fields'] = { at: { type: 'integer' } } as never; }, ['observations.cold.fields.at name']],
  ['amounts without the term unit', (one) => { delete one['terms']!['unit']; one['text'] = '{pile} {price} {back} {houses} {brackets}' as never; }, ['terms missing']],
  ['a unit without its default', (one) => { delete one['terms']!['unit']!['default']; }, ['terms.unit kind']],
  ['a term that the text leaves out', (one) => { one['text'] = '{unit} {pile} {back} {houses} {brackets}' as never; }, ['text left-out']],
  ['a text with an unknown name', (one) => { one['text'] = '{unit} {pile} {price} {back} {houses} {brackets} {prise}' as never; }, ['text unknown']],
  ['a number in the text', (one) => { one['text'] = `${one['text']} for 10 days` as never; }, ['text number']],
  ['an hour, a fraction, a number with its unit', (one) => { one['text'] = `${one['text']} 00:00, ½, EUR10` as never; }, ['text number', 'text number', 'text number']],
  ['a number in other digits', (one) => { one['text'] = `${one['text']} ١٢` as never; }, ['text number']],
  ['a number that touches braces', (one) => { one['text'] = `${one['text']} {back}0` as never; }, ['text number']],
  ['a number in words', (one) => { one['words']!['taken'] = '{by} took 4' as never; }, ['words.taken number']],
  ['a number in the title', (one) => { one['title'] = 'Firewood at 1.50' as never; }, ['title number']],
  ['a number in what one consents to', (one) => { one['parts']!['guarantee']!['says'] = 'at most 100' as never; }, ['parts.guarantee.says number']],
  ['a part that is widened to nowhere', (one) => { one['parts']!['guarantee']!['widened'] = 'inside' as never; }, ['parts.guarantee.widened kind']],
  ['half a brace in words', (one) => { one['words']!['taken'] = '{by took' as never; }, ['words.taken braces']],
  ['an envelope for an unknown party', (one) => { one['envelope']![1]!['debit'] = 'party:provder' as never; }, ['envelope[1].debit unknown']],
  ['an envelope for an unknown part', (one) => { one['envelope']![2]!['debit'] = 'part:x' as never; }, ['envelope[2].debit unknown']],
  ['an envelope for anyone', (one) => { one['envelope']![0]!['debit'] = 'everyone' as never; }, ['envelope[0].debit kind']],
  ['an envelope by a term that isn\'t an amount', (one) => { one['envelope']![0]!['per_event'] = 'back' as never; }, ['envelope[0].per_event kind']],
  ['an envelope by a product that begins with no amount', (one) => { one['envelope']![0]!['per_event'] = 'back * price' as never; }, ['envelope[0].per_event kind', 'envelope[0].per_event kind']],
  ['an envelope by a field that no list has', (one) => { one['envelope']![0]!['per_event'] = 'price * brackets.tmes' as never; }, ['envelope[0].per_event kind']],
  ['an envelope by an amount times an amount', (one) => { one['envelope']![0]!['per_event'] = 'price * brackets.from' as never; }, ['envelope[0].per_event kind']],
  ['an envelope by an unknown term in a sum', (one) => { one['envelope']![0]!['per_event'] = 'price + 2 * bck' as never; }, ['envelope[0].per_event unknown']],
  ['an envelope that is no sum of products', (one) => { one['envelope']![0]!['per_event'] = 'price - 2' as never; }, ['envelope[0].per_event kind']],
  ['an envelope for a period by an unknown term', (one) => { one['envelope']![0]!['per_person']!['days'] = 'bck' as never; }, ['envelope[0].per_person.days unknown']],
  ['an envelope for a period by a term that isn\'t an integer', (one) => { one['envelope']![2]!['in_total']!['days'] = 'price' as never; }, ['envelope[2].in_total.days kind']],
  ['an envelope for a period that may be none', (one) => { one['envelope']![0]!['per_person']!['days'] = 'back' as never; }, ['envelope[0].per_person.days kind']],
  ['an envelope by an unknown term', (one) => { one['envelope']![0]!['per_person']!['amount'] = 'prce' as never; }, ['envelope[0].per_person.amount unknown']],
  ['an attested table that isn\'t there', (one) => { one['attested']!['bracket']!['table'] = 'bracket' as never; }, ['attested.bracket.table unknown']],
  ['an attested table of another type', (one) => { one['attested']!['bracket']!['table'] = 'houses' as never; }, ['attested.bracket.table kind']],
  ['a waking of no known kind', (one) => { one['wakes'] = { payed: {} } as never; }, ['wakes.payed unknown']],
  ['a posting in no direction', (one) => { delete one['wakes']!['posted']!['income']!['direction']; }, ['wakes.posted.income missing']],
  ['a posting in an odd direction', (one) => { one['wakes']!['posted']!['income']!['direction'] = 'inn' as never; }, ['wakes.posted.income.direction kind']],
  ['a posting of an unknown party', (one) => { one['wakes']!['posted']!['income']!['of'] = 'party:provder' as never; }, ['wakes.posted.income.of unknown']],
  ['a posting of anyone', (one) => { one['wakes']!['posted']!['income']!['of'] = 'everyone' as never; }, ['wakes.posted.income.of kind']],
  ['a posting by someone named', (one) => { one['wakes']!['posted']!['income']!['because'] = 'cash' as never; }, ['wakes.posted.income.because kind']],
  ['a posting in a term that is no unit', (one) => { one['wakes']!['posted']!['income']!['unit'] = 'price' as never; }, ['wakes.posted.income.unit kind']],
  ['a posting in an unknown term', (one) => { one['wakes']!['posted']!['income']!['unit'] = 'hours' as never; }, ['wakes.posted.income.unit unknown']],
  ['a waking with an unknown cell', (one) => { one['wakes']!['due']!['late']!['cells'] = ['incme'] as never; }, ['wakes.due.late.cells[0] unknown']],
  ['a cell for a waking with what it isn\'t told', (one) => { one['wakes']!['due']!['late']!['cells'] = ['income'] as never; }, ['cells.income.key unknown']],
  ['a debt of neither side', (one) => { one['wakes']!['due']!['late']!['side'] = 'both' as never; }, ['wakes.due.late.side kind']],
  ['a mark without its code', (one) => { delete one['wakes']!['marked']!['spoiled']!['code']; }, ['wakes.marked.spoiled missing']],
  ['a mark with the code of a term that isn\'t there', (one) => { one['wakes']!['marked']!['spoiled']!['code'] = 'term:nothing' as never; }, ['wakes.marked.spoiled.code unknown']],
  ['a mark with the code of a term that is no subject', (one) => { one['wakes']!['marked']!['spoiled']!['code'] = 'term:unit' as never; }, ['wakes.marked.spoiled.code kind']],
  ['a mark with a code that no mark can have', (one) => { one['wakes']!['marked']!['spoiled']!['code'] = 'a b' as never; }, ['wakes.marked.spoiled.code name']],
  ['a decision of an unknown kind', (one) => { one['wakes']!['decided']!['grown']!['change'] = 'adpot' as never; }, ['wakes.decided.grown.change kind']],
  ['words with a comma that YAML took apart', (one) => { one['parties']!['provider'] = { says: 'keeps', 'and answers': null } as never; }, ['parties.provider.and answers unknown']],
];

for (const [name, change, expected] of broken) test(`refused: ${name}`, () => assert.deepEqual(kit(change), expected));

test('names may end in a digit, braces may hold some, and what a value means is said as one likes', () => {
  assert.deepEqual(kit((one) => {
    one['text'] = `${one['text']} CO2, CO2e, m², m3` as never;
    one['words']!['taken'] = '{by_2} took {count}' as never;
    one['terms']!['price']!['says'] = '0: it is free' as never;
  }), []);
});

test('a number in the words is told the term that it is the default of, or how to make it one', () => {
  const told = (text: string): string[] => {
    const result = parseManifest({ name: 'box', version: '1.0.0', title: 'Box', parties: {}, terms: { days: { type: 'integer', default: 10 } }, envelope: [], words: {}, text });
    return result.ok ? [] : result.problems.map(({ message, instead }) => `${message} → ${instead}`);
  };
  const alone = (number: string): string => `"${number}" stands in the words alone, so that the code can say something else`;
  assert.deepEqual(told('{days}, that is 10.0 days'), [`${alone('10.0')} → write {days}, whose default it is`]);
  assert.deepEqual(told('{days} of 24 hours'), [`${alone('24')} → make it a term and write its name in braces; one that is always the same has the same min, max and default`]);
  assert.deepEqual(told('{days} days'), []);
});

test('something else than a kit', () => {
  for (const value of [null, undefined, 'x', [], 3]) assert.equal(parseManifest(value).ok, false);
});

test('a misspelt waking is told the nearest word', () => {
  const known = parseManifest({ wakes: { posted: { income: { of: 'members', direction: 'inn' } } } });
  const lines = known.ok ? '' : formatManifestProblems('kit.yaml', known.problems);
  assert.match(lines, /wakes\.posted\.income\.direction: "inn" isn't possible here; did you mean "in"\? → write in or out$/m);
});

test('problems read as file, path, message, and what to write instead', () => {
  const result = parseManifest({ nmae: 'x' });
  const lines = result.ok ? '' : formatManifestProblems('kit.yaml', result.problems);
  assert.match(lines, /^kit\.yaml {2}nmae: unknown key "nmae"; did you mean "name"\? → the keys here are name, /m);
});
