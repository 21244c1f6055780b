import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpPorts } from './ports.ts';
import type { ChangeWire } from './schemas.ts';
import { createStreams, overviewEveryMs } from './stream.ts';

test('what happens after a quiet while is told at once, and then at most every quarter of a second', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  let records = 3;
  let heard: (change: ChangeWire) => void = () => undefined;
  const ports = {
    changesFrom: () => null, head: () => ({ origin: 'o', records, root: '' }), overview: () => ({ records }),
    listen: (listener: typeof heard) => {
      heard = listener;
      return () => undefined;
    },
  } as unknown as Pick<HttpPorts, 'changesFrom' | 'listen' | 'overview' | 'head'>;
  const streams = createStreams(ports);
  const reader = streams.open(new Request('http://localhost/api/stream'), () => true).body?.getReader();
  assert.ok(reader !== undefined);
  const told: number[] = [];
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const overview = /^event: overview\ndata: (.*)$/m.exec(new TextDecoder().decode(part.value))?.[1];
      if (overview !== undefined) told.push((JSON.parse(overview) as { records: number }).records);
    }
  })();
  const record = (): void => heard({ seq: records++, recordedAt: 0, kind: 'pay', by: 'ana', items: [], postings: [], notices: [] });
  const after = async (ms: number): Promise<readonly number[]> => {
    // What was sent is read first: an overview waits for whatever else does.
    await settled();
    t.mock.timers.tick(ms);
    await settled();
    return told;
  };
  assert.deepEqual(await after(10 * overviewEveryMs), [3]);
  record();
  record();
  assert.deepEqual(await after(1), [3, 5], 'both at once');
  record();
  assert.deepEqual(await after(overviewEveryMs - 2), [3, 5]);
  assert.deepEqual(await after(2), [3, 5, 6]);
  streams.close();
  await reading;
});

/** Until nothing that was promised is left to run. */
async function settled(): Promise<void> {
  await new Promise((resolve) => { setImmediate(resolve); });
}
