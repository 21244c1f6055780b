/** Which readings a binding doesn't open that names fewer members than the one before: what was gathered of them while they permitted it stays closed. */
import type { Binding, StreamName } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { View } from './view.ts';

/** Members whom a stream measures, by each of its bindings. */
type Named = Map<StreamName, Map<string, readonly string[]>>;

/**
 * Streams that measured somebody other than `asker` whom they measure no more, with when they last did: earlier readings are of them too.
 * One record may end a binding and begin another one: only what all of it says together counts.
 */
export function closedStreams({ bindings }: Pick<View, 'bindings'>, asker?: string): ReadonlyMap<StreamName, Instant> {
  const closed = new Map<StreamName, Instant>();
  const named: Named = new Map();
  const last = new Map<string, Binding | null>();
  const versions = [...bindings.values()].flatMap(({ id, versions: own }) => own.map(({ record, recordedAt, binding }) => ({ id, record, recordedAt, binding })));
  for (const together of Map.groupBy(versions.sort((a, b) => a.record - b.record), ({ record }) => record).values()) {
    const before = new Map<StreamName, ReadonlySet<string>>();
    for (const { id, binding } of together) {
      const old = last.get(id) ?? null;
      for (const { stream } of [...old?.streams ?? [], ...binding?.streams ?? []]) if (!before.has(stream)) before.set(stream, measured(named, stream));
      put(named, id, old, binding);
      last.set(id, binding);
    }
    for (const [stream, members] of before) {
      const now = measured(named, stream);
      if ([...members].some((member) => member !== asker && !now.has(member))) closed.set(stream, together[0]?.recordedAt ?? 0);
    }
  }
  return closed;
}

function put(named: Named, id: string, before: Binding | null, binding: Binding | null): void {
  for (const { stream } of before?.streams ?? []) named.get(stream)?.delete(id);
  for (const { stream, of = [] } of binding?.streams ?? []) {
    const by = named.get(stream) ?? new Map<string, readonly string[]>();
    named.set(stream, by.set(id, [...(by.get(id) ?? []), ...of]));
  }
}

function measured(named: Named, stream: StreamName): ReadonlySet<string> {
  return new Set([...named.get(stream)?.values() ?? []].flat());
}
