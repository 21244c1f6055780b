/**
 * What every journal must do, written from the promises in `journal.ts`. Every adapter runs it, by whatever test runner it has.
 */
import { keepsSnapshots, keepsTiles } from './derived.conformance.ts';
import { equal, throwsCode, throwsInvariant, type Cleanup, type RegisterTest, type StoreUnderTest } from './expect.conformance.ts';
import { withFaults, type Fault } from './faulty.ts';
import { appendRowsMax, type Journal, type JournalRow } from './journal.ts';

export type JournalHarness = {
  /** The adapter's name, in front of each test's. */
  readonly name: string;
  readonly test: RegisterTest;
  /** A fresh store; what it holds on to is released with `t.after`. */
  createStore(t: Cleanup): StoreUnderTest;
  /** Whether a second writer is refused when it opens (`in_use`), or notices at its append (`sequence_taken`). */
  readonly secondWriter: 'refused' | 'notices';
};

export function journalConformance(harness: JournalHarness): void {
  const named: JournalHarness = { ...harness, test: (name, run) => harness.test(`journal ${harness.name}: ${name}`, run) };
  appendsAndReads(named);
  refusesOtherSequences(named);
  sharesOneStore(named);
  keepsBlobsAndBodies(named);
  keepsTiles(named);
  keepsSnapshots(named);
  failsInPairs(named);
}

function rows(from: number, count: number): JournalRow[] {
  return Array.from({ length: count }, (_, i) => ({ record: `{"seq":${from + i},"text":"dřevo 😀"}`, outcome: `{"outcome":${from + i}}` }));
}

function stored(from: number, count: number): unknown[] {
  return rows(from, count).map((row, i) => ({ seq: from + i, ...row }));
}

function plain(journal: Journal, from = 0, limit = 1_000_000): unknown[] {
  return journal.read(from, limit).map(({ seq, record, outcome }) => ({ seq, record, outcome }));
}

function appendsAndReads({ test, createStore }: JournalHarness): void {
  test('an empty store has nothing, and its head is 0', (t) => {
    const journal = createStore(t).open('write');
    equal(journal.head(), 0);
    equal(journal.writable, true);
    equal(plain(journal), []);
  });

  test('what is appended is read, in order, by ranges', (t) => {
    const journal = createStore(t).open('write');
    journal.append(rows(0, 1), 0);
    journal.append(rows(1, 5), 1);
    journal.append([], 6);
    equal(journal.head(), 6);
    equal(plain(journal), stored(0, 6));
    equal(plain(journal, 2, 3), stored(2, 3));
    equal(plain(journal, 5, 3), stored(5, 1));
    for (const [from, limit] of [[6, 3], [100, 1], [0, 0]] as const) equal(plain(journal, from, limit), []);
  });

  test('texts come back as they were, however large', (t) => {
    const journal = createStore(t).open('write');
    const row = { record: 'r"\\\n\u2028é'.repeat(9000), outcome: 'o'.repeat(3_000_000) };
    journal.append([row], 0);
    equal(plain(journal), [{ seq: 0, ...row }]);
  });

  test('everything is there after closing and opening again', (t) => {
    const store = createStore(t);
    const first = store.open('write');
    first.append(rows(0, 3), 0);
    first.putBlob('ab', 'code');
    first.putBody('cd', 'speech');
    first.close();
    first.close();
    const second = store.open('write');
    equal(plain(second), stored(0, 3));
    equal(second.getBlob('ab'), 'code');
    equal(second.getBody('cd'), 'speech');
    second.append(rows(3, 1), 3);
    equal(second.head(), 4);
  });

  test('a caller that breaks the rules is stopped by an invariant', (t) => {
    const journal = createStore(t).open('write');
    throwsInvariant(() => journal.append(rows(0, 1), -1));
    throwsInvariant(() => journal.append(rows(0, 1), 0.5));
    throwsInvariant(() => journal.append(rows(0, appendRowsMax + 1), 0));
    throwsInvariant(() => journal.append([{ record: '', outcome: '{}' }], 0));
    throwsInvariant(() => journal.append([{ record: '{}', outcome: '' }], 0));
    throwsInvariant(() => journal.read(-1, 1));
    throwsInvariant(() => journal.read(0, Number.NaN));
    equal(journal.head(), 0);
    journal.close();
    throwsInvariant(() => journal.head());
  });
}

function refusesOtherSequences({ test, createStore }: JournalHarness): void {
  test('only the next sequence is written; a refused append leaves nothing', (t) => {
    const journal = createStore(t).open('write');
    throwsCode(() => journal.append(rows(1, 2), 1), 'sequence_taken');
    journal.append(rows(0, 2), 0);
    for (const seq of [0, 1, 3, 100]) throwsCode(() => journal.append(rows(seq, 2), seq), 'sequence_taken');
    equal(plain(journal), stored(0, 2));
    journal.append(rows(2, 1), 2); // it goes on
    equal(journal.head(), 3);
  });
}

function sharesOneStore({ test, createStore, secondWriter }: JournalHarness): void {
  test('a reader sees what the writer appends, and cannot write', (t) => {
    const store = createStore(t);
    const writer = store.open('write');
    writer.append(rows(0, 2), 0);
    const reader = store.open('read');
    equal(reader.writable, false);
    equal(plain(reader), stored(0, 2));
    writer.append(rows(2, 1), 2);
    writer.putBody('cd', 'speech');
    equal(reader.head(), 3);
    equal(reader.getBody('cd'), 'speech');
    const writes = [() => reader.append(rows(3, 1), 3), () => reader.putBlob('ab', 'code'), () => reader.putBody('ab', 'x'), () => reader.eraseBody('cd')];
    for (const write of writes) throwsCode(write, 'read_only');
    equal([writer.head(), writer.getBlob('ab'), writer.getBody('cd')], [3, undefined, 'speech']);
    reader.close();
    writer.append(rows(3, 1), 3);
  });

  if (secondWriter === 'refused') {
    test('a second writer is refused at once; when the first has closed, it may', (t) => {
      const store = createStore(t);
      const first = store.open('write');
      first.append(rows(0, 1), 0);
      throwsCode(() => store.open('write'), 'in_use');
      first.append(rows(1, 1), 1); // the first one is left alone
      first.close();
      const second = store.open('write');
      second.append(rows(2, 1), 2);
      equal(plain(second), stored(0, 3));
    });
  } else {
    test('of two writers, the one that lost its place notices at its append and stores nothing', (t) => {
      const store = createStore(t);
      const [first, second] = [store.open('write'), store.open('write')];
      first.append(rows(0, 2), 0);
      throwsCode(() => second.append([{ record: 'mine', outcome: 'mine' }], 0), 'sequence_taken');
      throwsCode(() => second.append([{ record: 'mine', outcome: 'mine' }], 1), 'sequence_taken');
      equal(second.head(), 2);
      equal(plain(second), stored(0, 2));
    });
  }
}

function keepsBlobsAndBodies({ test, createStore }: JournalHarness): void {
  test('a blob stays under its hash, and nothing else takes its place', (t) => {
    const journal = createStore(t).open('write');
    equal(journal.getBlob('b2'), undefined);
    journal.putBlob('b2', 'code "ä"');
    journal.putBlob('a1', '');
    journal.putBlob('b2', 'code "ä"');
    throwsCode(() => journal.putBlob('b2', 'other'), 'corrupt');
    equal(journal.getBlob('b2'), 'code "ä"');
    equal(journal.getBlob('a1'), '');
    equal(journal.blobHashes(), ['a1', 'b2']);
    equal(journal.head(), 0);
  });

  test('a body can be replaced and erased; a blob of the same name is another thing', (t) => {
    const journal = createStore(t).open('write');
    equal(journal.getBody('c'), undefined);
    equal(journal.eraseBody('c'), false);
    journal.putBlob('c', 'code');
    journal.putBody('c', 'first');
    journal.putBody('c', 'second');
    equal(journal.getBody('c'), 'second');
    equal(journal.eraseBody('c'), true);
    equal(journal.getBody('c'), undefined);
    equal(journal.eraseBody('c'), false);
    equal(journal.getBlob('c'), 'code');
    journal.putBody('c', 'again');
    equal(journal.getBody('c'), 'again');
  });
}

/** Recovery is the ordinary way: open, look at the head, write what isn't there. */
function failsInPairs({ test, createStore }: JournalHarness): void {
  const cases: readonly (readonly [Fault, number])[] = [['failed_and_stored', 3], ['failed_and_not_stored', 1]];
  for (const [fault, head] of cases) {
    test(`an append that ${fault.replaceAll('_', ' ')}: the instance stops, and a fresh one tells`, (t) => {
      const store = createStore(t);
      const first = withFaults(store.open('write'));
      first.append(rows(0, 1), 0);
      first.failNextAppend(fault);
      throwsCode(() => first.append(rows(1, 2), 1), 'io');
      throwsCode(() => first.append(rows(1, 2), 1), 'io');
      throwsCode(() => first.putBlob('ab', 'code'), 'io');
      first.close();
      const second = store.open('write');
      equal(second.head(), head);
      if (second.head() === 1) second.append(rows(1, 2), 1);
      else throwsCode(() => second.append(rows(1, 2), 1), 'sequence_taken');
      equal(plain(second), stored(0, 3));
    });
  }
}
