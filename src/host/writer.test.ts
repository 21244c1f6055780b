import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JournalError } from '../journal/journal.ts';
import type { Answer } from '../turn.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import { InvariantError } from '../vocabulary/result.ts';
import type { Collective } from './collective.ts';
import type { Signer } from './sealing.ts';
import { Writer } from './writer.ts';

const entry = (id: string): SealedEntry => ({ entry: { id }, seal: { key: 'k', sig: id } }) as unknown as SealedEntry;

/** A writer over a stand-in: `fails` says what taking these ids throws. */
function writerOver(fails: (ids: readonly string[]) => Error | null): { writer: Writer; opened: () => number; told: string[] } {
  let opened = 0;
  const told: string[] = [];
  const collective = {
    state: { keys: new Map(), recordedAt: 0, seq: 0 }, digested: 0, nextWake: () => undefined, journal: { close: () => undefined },
    take: (entries: readonly SealedEntry[]): Answer[] => {
      const error = fails(entries.map((each) => each.entry.id));
      if (error !== null) throw error;
      return entries.map((): Answer => ({ status: 'duplicate' }));
    },
  } as unknown as Collective;
  const writer = new Writer({
    clock: { now: () => 0, at: () => () => undefined }, operator: {} as Signer, tell: (message) => told.push(message),
    open: () => {
      opened += 1;
      return collective;
    },
  });
  return { writer, opened: () => opened, told };
}

const statuses = async (writer: Writer, ids: readonly string[]): Promise<string[]> =>
  (await Promise.all(ids.map((id) => writer.submit(entry(id))))).map((answer) => answer.status);

test('an entry that the program can\'t take costs none of those that came with it', async () => {
  const { writer, opened } = writerOver((ids) => (ids.includes('poison') ? new TypeError('not foreseen') : null));
  assert.deepEqual(await statuses(writer, ['a', 'poison', 'b']), ['duplicate', 'refused', 'duplicate']);
  assert.equal(opened(), 3, 'at the start, before the single ones, and after the poisoned one');
  assert.equal(writer.halted, null);
  writer.close();
});

test('a store that fails acknowledges nothing, and is tried again by itself', async () => {
  let full = true;
  const { writer, told } = writerOver(() => (full ? new JournalError('full', 'the disk is full') : null));
  assert.deepEqual(await statuses(writer, ['a', 'b']), ['refused', 'refused']);
  assert.equal(writer.halted?.code, 'stopped');
  full = false;
  await new Promise<void>((done) => {
    const look = (): void => { if (told.some((message) => message.startsWith('going on'))) done(); else setImmediate(look); };
    look();
  });
  assert.deepEqual(await statuses(writer, ['a']), ['duplicate']);
  writer.close();
});

test('a broken rule of the ledger, or another writer, stops the collective for good', async () => {
  for (const error of [new InvariantError('the sum is not zero'), new JournalError('sequence_taken', 'another wrote')]) {
    let broken = true;
    const { writer, opened } = writerOver(() => (broken ? error : null));
    assert.deepEqual(await statuses(writer, ['a', 'b']), ['refused', 'refused']);
    broken = false;
    assert.deepEqual(await statuses(writer, ['c']), ['refused']);
    assert.equal(opened(), 1);
    writer.close();
  }
});
