// A server with sensing in a process of its own: node bench/sensing-child.ts FOLDER [BROKER]. It does what its parent says, and tells it how
// many observations have become durable. Started by sensing-server.ts.
import type { Binding } from '../src/vocabulary/sensing.ts';
import { openSensingHouse } from '../test/sensing-house.ts';

export type Told =
  | { readonly what: 'ready'; readonly url: string }
  /** So many more are durable. */
  | { readonly what: 'observed'; readonly count: number }
  | { readonly what: 'done'; readonly value: number };

export type Asked =
  | { readonly what: 'bind'; readonly bindings: readonly Binding[] }
  /** How many streams have said anything. */
  | { readonly what: 'heard' }
  /** Resident memory in bytes, after the garbage is collected. */
  | { readonly what: 'memory' }
  /** Processor time of all its threads since its start, microseconds. */
  | { readonly what: 'processor' }
  | { readonly what: 'close' };

const [folder = '', broker] = process.argv.slice(2);
const house = await openSensingHouse(folder, broker);
const { serving } = house;
const tell = (told: Told): void => void process.send?.(told);

serving.writer.collective.listen(({ record: { entry } }) => {
  if (entry.kind === 'observe') tell({ what: 'observed', count: entry.body.observations.length });
});

async function answerTo(asked: Asked): Promise<number> {
  switch (asked.what) {
    case 'bind': {
      const answers = await Promise.all(asked.bindings.map((binding) => house.say({ kind: 'bind', body: { binding } }, `bind-${binding.id}`)));
      return answers.filter(({ status }) => status === 'recorded').length;
    }
    case 'heard': return serving.sensing.things.devices().flatMap(({ streams }) => streams).filter(({ last }) => last !== undefined && last !== null).length;
    case 'memory':
      for (let times = 0; times < 3; times++) globalThis.gc?.();
      return process.memoryUsage.rss();
    case 'processor': {
      const { user, system } = process.cpuUsage();
      return user + system;
    }
    case 'close':
      await house.close();
      return 0;
  }
}

process.on('message', (asked: Asked) => {
  void answerTo(asked).then((value) => {
    tell({ what: 'done', value });
    if (asked.what === 'close') process.disconnect();
  });
});
process.on('disconnect', () => { if (house.told.length > 0) console.error(house.told.join('\n')); setImmediate(() => process.exit()); });
tell({ what: 'ready', url: house.devices.url });
