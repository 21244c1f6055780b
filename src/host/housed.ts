/** One collective of a home: open, with its devices, or closed by a fault of its own that keeps none of the others from running. */
import { join } from 'node:path';
import { hasLeft } from '../adapters/http/access.ts';
import type { Http } from '../adapters/http/http.ts';
import type { HttpError } from '../adapters/http/errors.ts';
import type { Given } from '../adapters/http/route.ts';
import type { HousedShown } from '../views/home-shown.ts';
import { unreadOf } from './asked.ts';
import { openDevices, type Devices, type DevicesOptions } from './devices.ts';
import { readAbout, type HousedAbout } from './home-folder.ts';
import { openServed, type OpenOptions, type OpenServed } from './open-served.ts';
import { noteServer } from './served-at.ts';
import { memberOf } from './serve-mine.ts';

export type Housed = { readonly name: string; readonly folder: string; readonly about: HousedAbout; readonly now: Opened | { readonly broken: HttpError } };

export type Opened = { readonly served: OpenServed; readonly devices: Devices };

export type HousedOptions = Omit<OpenOptions, 'place' | 'base' | 'tell'> & {
  readonly home: string;
  /** Without one, devices come over HTTP alone. */
  readonly broker: DevicesOptions['broker'];
  readonly tell: (message: string) => void;
};

/** Never throws for what is wrong with the collective: that is told, and answered below its address. */
export async function openHoused(name: string, options: HousedOptions): Promise<Housed> {
  const { home, broker, clock, tell } = options;
  const folder = join(home, name);
  const about = readAbout(folder);
  const say = (message: string): void => tell(`${name}: ${message}`);
  let served: OpenServed | undefined;
  try {
    served = await openServed({ ...options, place: { folder }, base: `/c/${name}`, tell: say });
    const devices = await openDevices({ writer: served.writer, clock, folder, broker, name, things: served.sensing.things, tell: say });
    return { name, folder, about, now: { served, devices } };
  } catch (error) {
    await served?.close();
    const { message, hint } = error as Error & { readonly hint?: unknown };
    say(`it can't be opened, and the others go on: ${message}${typeof hint === 'string' ? `. ${hint}` : ''}`);
    return { name, folder, about, now: { broken: { code: 'stopped', detail: 'this collective can\'t be opened; whoever runs the server has been told why' } } };
  }
}

/** How commands reach it while the server runs; what is returned takes the note away. */
export function noteHoused({ name, folder, now }: Housed, url: string, publicUrl: string): () => void {
  return 'broken' in now ? () => undefined : noteServer(folder, { url: `${url}/c/${name}`, publicUrl: `${publicUrl}/c/${name}`, secret: now.served.access.localSecret });
}

export async function closeHoused({ now }: Housed): Promise<void> {
  if ('broken' in now) return;
  await now.devices.close();
  await now.served.close();
}

export function httpOf({ now }: Housed): Http | HttpError {
  return 'broken' in now ? now.broken : now.served.http;
}

/**
 * As the door lists it; undefined: it is no business of whoever asks.
 * @param all whether they may look on everywhere
 */
export function housedShown({ name, about, now }: Housed, { secretOf }: Pick<Given, 'secretOf'>, all: boolean): HousedShown | undefined {
  const rest = { address: name, place: about.place };
  if ('broken' in now) return all ? { ...rest, name, origin: '', open: `/c/${name}/`, records: 0, stopped: now.broken.detail, me: null } : undefined;
  const { access, view, writer } = now.served;
  const { origin, charter, records } = view();
  const secret = secretOf(origin);
  const member = memberOf(access, secret);
  const holder = secret === undefined ? undefined : access.port.holder(secret);
  const looks = (holder?.holds() === true && !hasLeft(holder)) || access.port.everyone.has('read');
  if (!looks && !all) return undefined;
  return {
    ...rest, name: charter?.name ?? name, origin, records, stopped: writer.halted?.detail ?? null,
    open: looks ? `/c/${name}/` : `/c/${name}/?link=${access.startSecret}`, me: member === undefined ? null : meShown(now.served, member),
  };
}

function meShown({ view, writer, notices }: OpenServed, member: string): NonNullable<HousedShown['me']> {
  return { id: member, name: view().members.get(member)?.name ?? member, ...unreadOf(view(), writer.collective, member, notices.parts) };
}
