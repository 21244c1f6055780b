/** A collective that is served, for tests of what it answers. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { EntryBody } from '../vocabulary/entries.ts';
import { hourMs } from '../vocabulary/time.ts';
import { foundedAt, foundTombsboro, handClock, type Founded } from './serve-fixture.ts';
import { serveCollective, type Serving } from './serve.ts';

export type Ground = { readonly founded: Founded; readonly serving: Serving; readonly told: string[]; readonly clock: ReturnType<typeof handClock>; readonly say: (member: string, said: EntryBody, id: string) => Promise<Response>; readonly ask: (path: string) => Promise<Json>; readonly post: (path: string, body: unknown) => Promise<Response> };
export type Json = any; // eslint-disable-line -- answers are looked into at will

/** A village in memory that is served until the test ends. @param settings as in a settings file */
export async function ground(t: TestContext, { settings, ...more }: { settings?: string; webFolder?: string; host?: string; open?: boolean } = {}): Promise<Ground> {
  const founded = await foundTombsboro(settings);
  const clock = handClock(foundedAt + hourMs);
  const told: string[] = [];
  const serving = await serveCollective({ place: founded, clock, port: 0, tell: (line) => told.push(line), ...more });
  t.after(() => serving.close());
  const post = (path: string, body: unknown): Promise<Response> => asOwn(serving, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });
  return {
    founded, serving, told, clock, post,
    ask: async (path) => {
      const response = await asOwn(serving, path);
      assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`);
      return response.json();
    },
    say: (member, said, id) => {
      const signer = founded.members.get(member);
      assert.ok(signer !== undefined);
      return post('/api/entries', founded.seal(signer, said, clock.now(), id));
    },
  };
}

/** With the secret that may do everything. */
export function asOwn({ url, secret }: Serving, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${secret}`);
  return fetch(url + path, { ...init, headers });
}

/** An observation of the scale. @param seq its number, and the second in which it was */
export const taken = (seq: number, by: string | null, count: number, person = 0.98): object => ({ seq, subject: 'woodpile', event: 'taken', at: foundedAt + seq * 1000, p: { event: 0.99, person }, values: { by, count, mass_g: 2100 * count } });

/** Something of everything that the views show. */
export async function someLife({ post, say }: Ground): Promise<void> {
  const answers = [
    await post('/api/observations', { device: 'scale', observations: [taken(1, 'ana', 4), taken(2, 'bo', 1, 0.5), taken(3, 'bo', 20), { seq: 4, subject: 'woodpile', event: 'level', at: '2026-01-05T12:00:01-05:00', values: { count: 18 } }] }),
    await post('/api/observations', { device: 'hub', observations: [{ seq: 1, subject: 'house-a', event: 'temperature', at: foundedAt + 9000, values: { celsius: 15.2 } }, { seq: 2, subject: 'cashbox', event: 'cash_taken', at: foundedAt + 9000, values: { by: 'cy', amount: '30' } }] }),
    await say('ana', { kind: 'request', body: { subcontract: 'wood', action: 'contest', with: { observation: 'scale:1', reason: 'it was three' } } }, 'contest-1'),
    await say('bo', { kind: 'request', body: { subcontract: 'wood', action: 'contest', with: { observation: 'scale:99' } } }, 'contest-2'),
    await say('cy', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '12.50', reason: 'bread' } }, 'pay-1'),
  ];
  for (const answer of answers) assert.equal(answer.status, 200, await answer.clone().text());
}
