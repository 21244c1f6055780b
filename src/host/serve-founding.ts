/** Founding over HTTP at a home: who may, once, one at a time; and where the new collective is reached. */
import type { HomePorts } from '../adapters/http/home-routes.ts';
import type { Clock } from './clock.ts';
import { foundingKit } from './founding-kit.ts';
import { mayFound, type HomeAccess, type HomeHolder } from './home-access.ts';
import { foundAtHome, foundingDevice } from './home-founding.ts';
import type { Housed } from './housed.ts';
import { kitsAtHand } from './kits-at-hand.ts';
import { ownKits } from './kits.ts';
import { makeLink } from './links.ts';

/** Collectives of one home: each has a store, a sandbox and a writer of its own in this process, some 10 to 25 MB. */
const collectivesMax = 200;
/** Foundings in a minute: each takes this process a second or two. */
const foundingsPerMinuteMax = 30;
/** A device isn't visited often. */
const deviceLinkDays = 3650;

export type Founding = {
  readonly folder: string;
  readonly clock: Clock;
  readonly access: HomeAccess;
  readonly housed: ReadonlyMap<string, Housed>;
  readonly open: (name: string) => Promise<Housed>;
  readonly note: (one: Housed) => void;
  /** Where the home is reached. */
  readonly at: () => { readonly url: string; readonly publicUrl: string };
  readonly tell: (message: string) => void;
};

export function foundingPorts({ folder, clock, tell, access, housed, open, note, at }: Founding): Pick<HomePorts, 'kits' | 'found'> {
  const kits = kitsAtHand(ownKits, tell);
  const alone = inTurn();
  const mayTry = allowance();
  return {
    kits: async () => (await kits()).map(foundingKit),
    found: (secret, asked) => alone(async () => {
      const holder = access.holderOf(secret);
      const before = [...housed.values()].find(({ about }) => about.request === asked.request);
      if (before !== undefined && isFounderOf(holder, before)) return answer(before, asked, at());
      if (holder === undefined || !mayFound(holder)) return { ok: false, refusal: { code: 'no_founding', detail: holder === undefined ? 'founding a collective here needs a link' : 'this link has founded one already, or is over' } };
      if (before !== undefined) return { ok: false, refusal: { code: 'already_so', detail: 'this request founded a collective for somebody else' } };
      if (!mayTry()) return { ok: false, refusal: { code: 'busy', detail: `at most ${foundingsPerMinuteMax} foundings are tried in a minute` } };
      if (housed.size >= collectivesMax) return { ok: false, refusal: { code: 'limit_reached', detail: `a home has at most ${collectivesMax} collectives` } };
      const by = holder.kind === 'founding' ? holder.link : null;
      const done = await foundAtHome(asked, { home: folder, kits: new Map((await kits()).map((kit) => [kit.manifest.name, kit])), by, now: clock.now() });
      if (!done.ok) return done;
      if (by !== null) access.useUp(by);
      const one = await open(asked.address);
      note(one);
      return answer(one, asked, at());
    }),
  };
}

type Asked = Parameters<HomePorts['found']>[1];
type Answer = Awaited<ReturnType<HomePorts['found']>>;

/** A device's secret is made anew with each answer: only its hash is kept. */
function answer({ name, folder, now }: Housed, { device, subject, founder }: Asked, { publicUrl }: { readonly publicUrl: string }): Answer {
  if ('broken' in now) return { ok: false, refusal: now.broken };
  const { devices, served } = now;
  const real = device !== 'real' || subject === undefined ? null : {
    id: foundingDevice, subject, mqtt: devices.vouches ? { url: devices.url, topic: `frankpledge/${devices.collective}/reading/${foundingDevice}` } : null,
    http: { url: `${publicUrl}/c/${name}/api/observations`, secret: makeLink(folder, { label: foundingDevice, scope: 'devices', days: deviceLinkDays }, Date.now()).secret },
  };
  return { ok: true, value: { address: name, origin: served.view().origin, member: founder.id, page: `/c/${name}/`, key: `member-${founder.id}`, device: real } };
}

function isFounderOf(holder: HomeHolder | undefined, { about }: Housed): boolean {
  return holder?.kind === 'start' || (holder?.kind === 'founding' && holder.link === about.by);
}

/** One after the other, in the order in which they came. */
function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}

function allowance(): () => boolean {
  let [minute, used] = [0, 0];
  return () => {
    const now = Math.floor(performance.now() / 60_000);
    if (now !== minute) [minute, used] = [now, 0];
    used += 1;
    return used <= foundingsPerMinuteMax;
  };
}
