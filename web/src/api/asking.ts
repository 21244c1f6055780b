/** When the server is asked, and again: each address by itself, never twice at a time, and not more often than is stated. */
import { CancelledError } from '@tanstack/react-query';
import { client, noAddress } from './client.ts';
import { getJson, isShut, type Got } from './get.ts';
import { opened, shut } from './shut.ts';

/** Least time between two questions to one address: a demonstration records several times a second. */
const everyMs = 2000;

/** As a query's failure. */
export class NotAnswered extends Error {
  override readonly name = 'NotAnswered';
  readonly code: string;
  constructor({ code, message }: { readonly code: string; readonly message: string }) {
    super(message);
    this.code = code;
  }
}

type Asked = {
  readonly at: number; readonly records: number;
  underway: boolean;
  /** How many records there were when it was wanted again while it was on its way. */
  again: number | null;
  timer: ReturnType<typeof setTimeout> | undefined;
};
const asked = new Map<string, Asked>();
client.getQueryCache().subscribe(({ type, query }) => { if (type === 'removed') asked.delete(addressOf(query)); });

/** Asks at once. What is on its way may be older than what is wanted now: then it is asked again behind it. */
export function ask(address: string, records = 0): void {
  const before = asked.get(address);
  clearTimeout(before?.timer);
  if (before?.underway === true) {
    before.again = records;
    return;
  }
  const now: Asked = { at: performance.now(), records, underway: true, again: null, timer: undefined };
  asked.set(address, now);
  const answered = (error?: unknown): void => {
    now.underway = false;
    if (error instanceof CancelledError) asked.delete(address);
    else if (now.again !== null) follow(address, now.again, true);
  };
  client.fetchQuery({ queryKey: [address], queryFn: ({ signal }) => answerOf(address, signal), staleTime: 0 }).then(() => answered(), answered);
}

/** Asks when the log has grown since, at the earliest when the least time is over. @param anyway also when it hasn't */
export function follow(address: string, records: number, anyway = false): void {
  const before = asked.get(address);
  if (before === undefined) return ask(address, records);
  if (!anyway && before.records === records) return;
  if (before.underway) {
    before.again = records;
    return;
  }
  clearTimeout(before.timer);
  before.timer = setTimeout(() => ask(address, records), Math.max(0, before.at + everyMs - performance.now()));
}

/** What is looked at, and may have changed while the connection was away. */
export function askAllAgain(): void {
  for (const query of client.getQueryCache().getAll()) {
    const address = addressOf(query);
    if (address === noAddress) continue;
    if (query.getObserversCount() > 0) ask(address, asked.get(address)?.records);
    else if (asked.get(address)?.underway !== true) asked.delete(address);
  }
}

function addressOf({ queryKey }: { readonly queryKey: readonly unknown[] }): string {
  return String(queryKey[0]);
}

/** By these the server shuts one out, where it does so everywhere. */
const shuts: ReadonlySet<string> = new Set(['no_access', 'access_over', 'has_left']);

async function answerOf(address: string, signal: AbortSignal): Promise<unknown> {
  const got = await getJson<unknown>(address, signal);
  if (got.ok) {
    opened();
    return got.value;
  }
  const isOver = shuts.has(got.code) && await isShut('/api/head');
  if (!isOver || !await shut()) throw new NotAnswered(got);
  const again = await getJson<unknown>(address, signal);
  if (!again.ok) throw new NotAnswered(again);
  return again.value;
}

/** What was answered last, without asking. */
export function answerKnown<T>(address: string): T | undefined {
  return client.getQueryData<T>([address]);
}

/** What was answered at an address, whatever was asked of it. */
export function answersAt<T>(address: string): readonly T[] {
  return client.getQueryCache().findAll({ predicate: (query) => addressOf(query).split('?')[0] === address }).flatMap(({ state: { data } }) => (data === undefined ? [] : [data as T]));
}

/** What there is to show: without a connection the last answer stays; what the server refuses goes before it. */
export function gotOf<T>(data: T | undefined, error: Error | null): Got<T> | null {
  const failed = error instanceof NotAnswered ? error : null;
  if (failed !== null && (failed.code !== 'unreachable' || data === undefined)) return { ok: false, code: failed.code, message: failed.message };
  return data === undefined ? null : { ok: true, value: data };
}
