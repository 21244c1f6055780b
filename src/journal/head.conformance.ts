/**
 * What every store of a last signed head must do, written from the promises in `head.ts`.
 */
import { equal, throwsInvariant, type Cleanup, type RegisterTest } from './expect.conformance.ts';
import { headCharsMax, type HeadStore } from './head.ts';

export type HeadHarness = {
  /** The adapter's name, in front of each test's. */
  readonly name: string;
  readonly test: RegisterTest;
  /** An empty store; each call of `open` gives another instance over it. */
  createStore(t: Cleanup): { open(): HeadStore };
};

const note = (size: number): string => `example.org/log\n${size}\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— example.org/log Az3grl+ěšč😀\n`;

export function headConformance({ name, test: register, createStore }: HeadHarness): void {
  const test: RegisterTest = (title, run) => register(`head ${name}: ${title}`, run);

  test('a fresh store has none; the first is set from nothing, each further one from the one before', (t) => {
    const store = createStore(t).open();
    equal(store.read(), undefined);
    equal(store.compareAndSet(undefined, note(1)), true);
    equal(store.read(), note(1));
    equal(store.compareAndSet(note(1), note(2)), true);
    equal(store.compareAndSet(note(2), note(2)), true);
    equal(store.read(), note(2));
  });

  test('what is set from anything but what is there is refused, and changes nothing', (t) => {
    const store = createStore(t).open();
    equal(store.compareAndSet(note(1), note(2)), false);
    equal(store.read(), undefined);
    store.compareAndSet(undefined, note(5));
    for (const expected of [undefined, note(4), note(6), `${note(5)}\n`, note(5).trimEnd(), '']) equal(store.compareAndSet(expected, note(9)), false);
    equal(store.read(), note(5));
  });

  test('of two instances, the one that lost its place is told', (t) => {
    const both = createStore(t);
    const [first, second] = [both.open(), both.open()];
    equal(first.compareAndSet(undefined, note(1)), true);
    equal(second.compareAndSet(undefined, note(7)), false);
    equal(second.read(), note(1));
    equal(second.compareAndSet(note(1), note(2)), true);
    equal(first.compareAndSet(note(1), note(3)), false);
    equal(first.read(), note(2));
  });

  test('it is there after closing and opening again', (t) => {
    const both = createStore(t);
    const first = both.open();
    first.compareAndSet(undefined, note(3));
    first.close();
    first.close();
    equal(both.open().read(), note(3));
    throwsInvariant(() => first.read());
    throwsInvariant(() => first.compareAndSet(note(3), note(4)));
  });

  test('the largest head is kept whole; an empty one and a larger one are stopped by an invariant', (t) => {
    const store = createStore(t).open();
    const largest = 'ü'.repeat(headCharsMax);
    throwsInvariant(() => store.compareAndSet(undefined, ''));
    throwsInvariant(() => store.compareAndSet(undefined, `${largest}x`));
    equal(store.read(), undefined);
    equal(store.compareAndSet(undefined, largest), true);
    equal(store.read() === largest, true);
  });
}
