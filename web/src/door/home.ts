/** The home that one's collectives are behind, where the server has several: which of them this browser opens, and what waits in each. */
import type { HomeShown, HousedShown } from '../../../src/views/home-shown.ts';
import { beginSession } from '../acting/act.ts';
import { keptKey } from '../acting/keys.ts';
import { endSession } from '../acting/sign-out.ts';
import { signingBy } from '../acting/signing.ts';
import { base } from '../api/base.ts';
import { owedRoots } from '../api/owed.ts';

/** Whether several collectives are behind this address; the server says so in the page that it hands out. */
export const isHome = globalThis.document?.documentElement.dataset['home'] !== undefined;
/** Whether the page is at the door of a home, and in none of its collectives. */
export const isAtDoor = isHome && base === '';

export const pageOf = (address: string): string => `/c/${address}`;

const patienceMs = 30_000;
const keptUnder = 'frankpledge-collectives';

/** Undefined when it can't be reached. */
export async function askHome(): Promise<HomeShown | undefined> {
  return await asked<HomeShown>('/api/collectives');
}

/** The same, after those have ended whose owner signed out, and sessions have begun in those that this browser has a key for: a session lasts some hours, a key stays. */
export async function comeHome(): Promise<HomeShown | undefined> {
  await Promise.all(owedRoots().map((root) => endSession(root)));
  const home = await askHome();
  if (home === undefined) return undefined;
  const shut = remembered().filter(({ address }) => !home.collectives.some((each) => each.address === address && each.me !== null));
  const opened = await Promise.all(shut.map(({ address, origin }) => comeInAt(address, origin)));
  return opened.some((done) => done) ? await askHome() : home;
}

/** Begins a session with the key that this browser keeps for a collective. */
export async function comeInAt(address: string, origin: string): Promise<boolean> {
  const key = await keptKey(origin).catch(() => undefined);
  return key?.state === 'ready' && (await beginSession(signingBy(key), pageOf(address))).ok;
}

/** That this browser was there: so that the door finds it again when its session is over. */
export function rememberCollective(address: string, origin: string): void {
  const others = remembered().filter((each) => each.address !== address);
  try {
    localStorage.setItem(keptUnder, JSON.stringify([...others, { address, origin }]));
  } catch {
    // A browser that keeps nothing asks for the collective's own address.
  }
}

type Remembered = Pick<HousedShown, 'address' | 'origin'>;

function remembered(): readonly Remembered[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keptUnder) ?? '[]');
    return Array.isArray(value) ? (value as Remembered[]).filter((each) => typeof each.address === 'string' && typeof each.origin === 'string') : [];
  } catch {
    return [];
  }
}

/** From the server's root, whichever collective the page is in. Undefined: no answer, or a refusal. */
async function asked<T>(address: string): Promise<T | undefined> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(patienceMs) });
    return response.ok ? await response.json() as T : undefined;
  } catch {
    return undefined;
  }
}
