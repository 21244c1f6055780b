// Entries of every kind about sensing, with values as people and programs get them wrong: each is taken or refused, nothing throws, and the
// state that comes back from a snapshot or from stored outcomes is the one that there is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Garbage } from '../testing/garbage.ts';
import { createRandom } from '../testing/random.ts';
import { evidence, saying, SensingBench } from '../testing/sensing-bench.ts';
import type { EntryBody, Observation } from '../vocabulary/entries.ts';
import type { Binding, BoundStream, Saying } from '../vocabulary/sensing.ts';
import { dayMs } from '../vocabulary/time.ts';

const people = ['ana', 'bo', 'cy', 'dee'] as const;

class Draw extends Garbage<SensingBench> {
  entry(): EntryBody {
    const { now } = this.bench;
    return this.random.pick<() => EntryBody>([
      () => ({ kind: 'bind', body: { binding: this.#binding() } }),
      () => ({ kind: 'unbind', body: { binding: this.#name() } }),
      () => ({ kind: 'permit', body: { stream: this.#stream(), purpose: this.#purpose(), keep_days: this.random.pick([7, this.#number()]), ...this.some({ to: this.#person(), fields: [this.#word(), 'value'], until: now + this.#days(), given: false as const }) } }),
      () => ({ kind: 'permit', body: { stream: this.#stream(), purpose: 'wood', keep_days: 1, ...this.some({ to: this.#person() }) } }),
      () => ({ kind: 'look', body: { stream: this.#stream(), purpose: this.#purpose(), reason: this.#word(), from: now - dayMs, until: now - this.#days() } }),
      () => ({ kind: 'dispute', body: { observation: this.#observation(), reason: this.#word() } }),
      () => ({ kind: 'judge', body: { observation: this.#observation(), held: this.random.chance(0.5) } }),
      () => ({ kind: 'incident', body: { place: this.#word(), severity: this.random.pick([1, 5, 0, 2.5]) as 1, happened: now - this.#days() } }),
    ])();
  }

  observation(): Observation {
    const { now } = this.bench;
    const from = evidence(Array.from({ length: this.random.int(0, 3) }, () => this.#saying()), { prior: this.#number(), count: this.random.pick([1, 3]), ...this.some({ raw: { event: this.#number(), person: 1 } }) });
    return {
      device: this.#name(), seq: this.random.int(1, 60), subject: this.random.pick(['here', 'there']), event: 'said', at: now - this.random.pick([0, 1, 31]) * dayMs,
      values: this.some({ by: this.#person(), note: this.#word() }), ...(this.random.chance(0.8) ? { from } : {}),
    };
  }

  #binding(): Binding {
    const streams = Array.from({ length: this.random.int(0, 2) }, (): BoundStream => ({ stream: this.#stream(), as: this.random.pick(['weight', 'door', '']), ...this.some({ of: [this.#person()] }) }));
    return { id: this.#name(), subject: this.random.pick(['here', '']), method: 'presence', streams: [...streams, { stream: 'mic/audio', as: 'sound', of: [...people] }], settings: {}, keep_days: this.random.pick([7, 0, -1]) };
  }

  #saying(): Saying {
    return saying(this.#stream(), { state: this.random.pick(['said', 'said', 'silent', 'dead', 'not_permitted']), ...this.some({ llr: this.#number(), weight: this.#number() }) });
  }

  #days(): number {
    return this.random.pick([-1, 0, 0.5, 1, 5, 1e7]) * dayMs;
  }

  #number(): number {
    return this.random.pick([0, 1, 0.5, 0.1234, 0.12345, -1, 7, 1e9, Number.NaN]);
  }

  #name(): string {
    return this.random.pick(['room', 'hall', 'pile', 'bo', 'device', '', 'constructor']);
  }

  #stream(): string {
    return this.random.pick(['mic/audio', 'cell', 'door', 'a/b/c', '', '__proto__', 'constructor']);
  }

  #purpose(): string {
    return this.random.pick(['wood', 'care', 'two words', '']);
  }

  #word(): string {
    return this.random.pick(['because', 'kitchen', '', ' ', '__proto__', '\u0000', 'x'.repeat(200)]);
  }

  #person(): string {
    return this.random.pick([...people, 'zoe', 'operator', 'constructor', '']);
  }

  #observation(): string {
    const { disputable, disputes } = this.bench.kernel.state;
    return this.random.pick(['room:1', 'nothing', ':', 'constructor:1', '', ...disputable.keys(), ...disputes.keys()]);
  }
}

test('six thousand entries of three seeds: taken or refused, each with its code; some of each kind are taken', () => {
  const done = new Map<string, number>();
  for (const seed of [1, 2, 3]) {
    const random = createRandom(seed);
    const bench = new SensingBench(people, { bind: people });
    bench.adopt('wood', () => ({}));
    bench.adopt('tax', () => ({}));
    const draw = new Draw(random, bench, 0.25);
    for (let n = 0; n < 2000; n++) {
      const by = random.pick(people);
      const observes = random.chance(0.4);
      const sealed = observes ? bench.seal('hub-1', 'hub', { kind: 'observe', body: { observations: [draw.observation(), draw.observation()] } }) : bench.seal(`member-${by}`, by, draw.entry());
      if (bench.kernel.gate(sealed, '', bench.now).pass) {
        for (const item of bench.decided(sealed).items) {
          assert.ok(item.status !== 'refused' || item.code !== undefined, JSON.stringify(sealed.entry));
          if (item.status === 'done') done.set(sealed.entry.kind, (done.get(sealed.entry.kind) ?? 0) + 1);
        }
      }
      if (random.chance(0.05)) bench.until(bench.now + Math.floor(random.next() * 3 * dayMs));
      if (n % 500 === 499) assert.equal(bench.resumed().digest(), bench.kernel.digest(), `seed ${seed}, entry ${n}`);
    }
    assert.equal(bench.restored().digest(), bench.kernel.digest(), `seed ${seed}`);
  }
  assert.deepEqual([...done.keys()].sort(), ['bind', 'dispute', 'incident', 'judge', 'look', 'observe', 'permit', 'unbind']);
});
