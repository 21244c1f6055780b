/** What members' sessions ask for themselves over HTTP. */
import type { LedgerPorts } from '../adapters/http/ledger-routes.ts';
import type { MinePorts, UnreadWire } from '../adapters/http/mine-routes.ts';
import type { HttpPorts } from '../adapters/http/ports.ts';
import type { View } from '../views/view.ts';
import { isObject, type JsonObject } from '../vocabulary/json.ts';
import type { Access } from './access.ts';
import { allowance } from './allowance.ts';
import { unreadOf } from './asked.ts';
import type { Clock } from './clock.ts';
import type { NoticeDesk } from './notices.ts';
import { readSimulated, type SimulatedDevice } from './simulated.ts';
import type { Writer } from './writer.ts';

export type Mine = {
  readonly writer: Writer;
  readonly view: () => View;
  readonly clock: Clock;
  readonly access: Access;
  readonly folder: string | undefined;
  readonly vouch: HttpPorts['vouch'];
  /** What they were told, and what of it they have read. */
  readonly notices: Pick<NoticeDesk, 'parts'>;
};

/** Reports of simulated devices in a minute: for trying, by hand. */
const reportsPerMinuteMax = 60;

export function minePorts({ writer, view, clock, access, folder, vouch, notices }: Mine): MinePorts {
  const simulated = readSimulated(folder);
  const report = reporter(clock, vouch);
  const unread = (member: string): UnreadWire => ({ member, ...unreadOf(view(), writer.collective, member, notices.parts) });
  return {
    unread(secret) {
      const member = sessionOf(access, secret);
      return member.ok ? { ok: true, value: unread(member.value) } : member;
    },
    simulated: () => simulated,
    async report(secret, device, { event, values }) {
      const member = sessionOf(access, secret);
      if (!member.ok) return member;
      const known = simulated.find((each) => each.device === device);
      if (known === undefined) return { ok: false, refusal: { code: 'unknown_thing', detail: `there is no simulated device ${device}` } };
      return await report(known, event, namesPerson(view(), known.subject, event) ? { ...values, by: member.value } : values);
    },
  };
}

type Report = (device: SimulatedDevice, event: string, values: JsonObject) => ReturnType<MinePorts['report']>;

function reporter(clock: Clock, vouch: HttpPorts['vouch']): Report {
  const mayReport = allowance(reportsPerMinuteMax);
  let sequence = 0;
  return async ({ device, subject }, event, values) => {
    if (!mayReport()) return { ok: false, refusal: { code: 'busy', detail: `at most ${reportsPerMinuteMax} reports of simulated devices are taken in a minute` } };
    // Its count goes on over restarts, as a device's must.
    sequence = Math.max(sequence + 1, Date.now());
    return { ok: true, value: await vouch(device, [{ seq: sequence, subject, event, at: clock.now(), values }]) };
  };
}

type WithSessions = Pick<Access, 'sessions'>;

/** Whose session it is; undefined: nobody's, one that is over, or of one who has left. */
export function memberOf({ sessions }: WithSessions, secret: string | undefined): string | undefined {
  const begun = secret === undefined ? undefined : sessions.find(secret);
  return begun !== undefined && sessions.isMembers(begun) ? begun.member : undefined;
}

/** The same, also of one who has left: for what is their own. */
export function ownerOf({ sessions }: WithSessions, secret: string | undefined): string | undefined {
  const begun = secret === undefined ? undefined : sessions.find(secret);
  return begun !== undefined && sessions.isOpen(begun) ? begun.member : undefined;
}

/** Refuses with `no_session` where it is nobody's. @param of who counts: left out, members */
export function sessionOf(access: WithSessions, secret: string | undefined, of = memberOf): ReturnType<LedgerPorts['sessionOf']> {
  const member = of(access, secret);
  return member === undefined ? { ok: false, refusal: { code: 'no_session', detail: 'this is for a member\'s own session' } } : { ok: true, value: member };
}

/** Whether some agreement hears from such an event who did it. */
function namesPerson(view: View, subject: string, event: string): boolean {
  return [...view.subcontracts.values()].some(({ manifest, terms }) => {
    const heard = manifest.observations?.[event];
    if (heard === undefined || !Object.hasOwn(heard.fields, 'by')) return false;
    const watched = terms[heard.subject];
    return watched === subject || (isObject(watched) && Object.hasOwn(watched, subject));
  });
}
