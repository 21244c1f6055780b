/** Founding over HTTP at a home: who may, once, one at a time; and where the new collective is reached. */
import type { HomePorts } from '../adapters/http/home-routes.ts';
import { allowance } from './allowance.ts';
import type { Clock } from './clock.ts';
import { foundingKit } from './founding-kit.ts';
import { mayFound, type HomeAccess, type HomeHolder } from './home-access.ts';
import { foundAtHome, foundingDevice } from './home-founding.ts';
import type { Housed } from './housed.ts';
import { kitsAtHand } from './kits-at-hand.ts';
import { ownKits } from './kits.ts';
import { LinkError, renewLink } from './links.ts';

/** Collectives of one home: each has a store, a sandbox and a writer of its own in this process, some 10 to 25 MB. */
const collectivesMax = 200;
/** Foundings in a minute, and repetitions of them: each takes this process a second or two, or writes a link anew. */
const foundingsPerMinuteMax = 30;

export type Founding = {
  readonly folder: string;
  readonly clock: Clock;
  readonly access: HomeAccess;
  readonly housed: ReadonlyMap<string, Housed>;
  readonly open: (name: string) => Promise<Housed>;
  /** Tells others where it is reached, and has it tell its members. */
  readonly begin: (one: Housed) => void;
  /** Where the home is reached. */
  readonly at: () => { readonly url: string; readonly publicUrl: string };
  readonly tell: (message: string) => void;
};

type Asked = Parameters<HomePorts['found']>[1];
type Answer = Awaited<ReturnType<HomePorts['found']>>;

export function foundingPorts({ folder, clock, tell, access, housed, open, begin, at }: Founding): Pick<HomePorts, 'kits' | 'found'> {
  const kits = kitsAtHand(ownKits, tell);
  const answer = (one: Housed, { founder }: Asked, mayTell: boolean): Answer => {
    try {
      return answered(one, { founder: founder.id, mayTell, publicUrl: at().publicUrl });
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      tell(`${one.name}: ${error.message}. ${error.hint}`);
      return { ok: false, refusal: { code: 'stopped', detail: 'the collective is founded, but its device\'s link can\'t be written; whoever runs the server has been told why' } };
    }
  };
  /** Once the collective is there, which says itself by which link it was founded: where this fails, the link founds no other all the same. */
  const useUp = (holder: HomeHolder): void => {
    try {
      if (holder.kind === 'founding' && holder.open) access.useUp(holder.link);
    } catch (error) {
      if (!(error instanceof LinkError)) throw error;
      tell(`${error.message}. ${error.hint}`);
    }
  };
  const alone = inTurn();
  const mayTry = allowance(foundingsPerMinuteMax);
  return {
    kits: async () => (await kits()).map(foundingKit),
    found: (secret, asked) => alone(async () => {
      const holder = access.holderOf(secret);
      const before = [...housed.values()].find(({ about }) => about.request === asked.request);
      const isOwn = before !== undefined && isFounderOf(holder, before);
      if (holder === undefined || (!isOwn && !mayFound(holder))) return { ok: false, refusal: { code: 'no_founding', detail: holder === undefined ? 'founding a collective here needs a link' : 'this link has founded one already, or is over' } };
      if (before !== undefined && !isOwn) return { ok: false, refusal: { code: 'already_so', detail: 'this request founded a collective for somebody else' } };
      if (!mayTry()) return { ok: false, refusal: { code: 'busy', detail: `at most ${foundingsPerMinuteMax} foundings are tried in a minute` } };
      if (before !== undefined) {
        const told = answer(before, asked, holder.kind === 'start' || holder.open);
        useUp(holder);
        return told;
      }
      if (housed.size >= collectivesMax) return { ok: false, refusal: { code: 'limit_reached', detail: `a home has at most ${collectivesMax} collectives` } };
      const by = holder.kind === 'founding' ? holder.link : null;
      const done = await foundAtHome(asked, { home: folder, kits: new Map((await kits()).map((kit) => [kit.manifest.name, kit])), by, now: clock.now() });
      if (!done.ok) return done;
      const one = await open(asked.address);
      begin(one);
      useUp(holder);
      return answer(one, asked, true);
    }),
  };
}

/**
 * As it was founded, whatever is asked now. @param founder where that wasn't noted
 * @param mayTell whether a device's secret may be told: only its hash is kept, so that telling one makes another. @throws LinkError
 */
function answered({ name, folder, about, now }: Housed, { founder, mayTell, publicUrl }: { readonly founder: string; readonly mayTell: boolean; readonly publicUrl: string }): Answer {
  if ('broken' in now) return { ok: false, refusal: now.broken };
  const { devices, served } = now;
  const { device } = about;
  const real = device === null ? null : {
    id: foundingDevice, subject: device.subject, mqtt: devices.vouches ? { url: devices.url, topic: `frankpledge/${devices.collective}/reading/${foundingDevice}` } : null,
    http: { url: `${publicUrl}/c/${name}/api/observations`, secret: mayTell ? renewLink(folder, device.link, Date.now()) ?? null : null },
  };
  const member = about.founder ?? founder;
  return { ok: true, value: { address: name, origin: served.view().origin, member, page: `/c/${name}/`, key: `member-${member}`, device: real } };
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
