/**
 * What one listens to at a broker of others': the collective's own topics, and what devices' descriptions name, which grows as they come.
 * The broker keeps the session, so what isn't wanted any more has to be said. No two filters overlap.
 */
import type { MqttClient } from 'mqtt';
import type { Things } from './intake.ts';

/** Filters in one SUBSCRIBE or UNSUBSCRIBE, so that its packet stays below what any broker takes. */
const filtersAtOnce = 200;

export type Listening = {
  /** On a new connection; resolves when the broker has taken the collective's own topics, or to why it hasn't. */
  readonly begin: () => Promise<Error | null>;
};

/** @param denied told when the broker doesn't let one listen to devices of others */
export function createListening(client: MqttClient, own: readonly string[], things: Things | undefined, denied: (error: Error) => void): Listening {
  const subscribe = (filters: readonly string[]): Promise<Error | null> => new Promise((done) => { client.subscribe([...filters], { qos: 1 }, done); });
  if (things === undefined) return { begin: () => subscribe(own) };
  /** Of this connection. */
  let listened = new Set<string>();
  let changing: Promise<void> = Promise.resolve();

  /** First what is new, then what is over: what is said meanwhile comes in any case. */
  const change = async (before: ReadonlySet<string>): Promise<void> => {
    const { stream } = client;
    const wanted = new Set(things.filters());
    const over = [...before].filter((filter) => !wanted.has(filter));
    const added = [...wanted].filter((filter) => !listened.has(filter));
    if (added.length + over.length === 0 || !await things.keepFilters([...wanted, ...over])) return;
    for (const some of chunks(added)) {
      if (client.stream !== stream) return;
      const error = await subscribe(some);
      if (error !== null) return client.connected && client.stream === stream ? denied(error) : undefined;
      for (const filter of some) listened.add(filter);
    }
    for (const some of chunks(over)) {
      if (client.stream !== stream) return;
      await new Promise<void>((done) => { client.unsubscribe(some, () => done()); });
      for (const filter of some) listened.delete(filter);
    }
  };
  /** One after another: each begins with what the one before has reached. */
  const next = (run: () => Promise<void>): void => { changing = changing.then(run); };

  things.onFilters(() => { if (client.connected) next(() => change(listened)); });
  return {
    begin: async () => {
      listened = new Set();
      const error = await subscribe(own);
      if (error === null) next(() => change(new Set(things.filtersBefore())));
      return error;
    },
  };
}

function chunks(filters: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(filters.length / filtersAtOnce) }, (_, i) => filters.slice(i * filtersAtOnce, (i + 1) * filtersAtOnce));
}
