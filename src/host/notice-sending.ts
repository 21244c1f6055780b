/** Sends what lies in the outbox, again and again with longer waits where a channel doesn't take it, and marks at once what it took. */
import type { Mailer } from '../adapters/notify/smtp.ts';
import type { Pusher } from '../adapters/notify/push.ts';
import type { Sent } from '../adapters/notify/sending.ts';
import type { NoticeStore, OutgoingMail, OutgoingPush, Posted } from '../notices/store.ts';
import { goingOf, preferencesOf, reachOf, type Reaching } from './notice-reach.ts';
import { hourMs, minuteMs, type Instant } from '../vocabulary/time.ts';

export type Sending = {
  readonly store: NoticeStore; readonly mailer: Mailer | undefined; readonly pusher: Pusher;
  readonly reaching: Reaching;
  readonly now: () => Instant;
  readonly tell: (message: string) => void;
};

/** Waits before each further try; after the last one it is given up: it stands in the app. */
export const waitsMs: readonly number[] = [minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 6 * hourMs, 12 * hourMs];
/** Messages on their way at once: mail servers take few connections of one sender. */
const atOnceMax = 5;
/** For one that fell with the server at its last try. */
const lastWaitMs = 12 * hourMs;

export type Sender = {
  /** Begins what is due. Resolves when nothing is under way any more, and nothing more is due or may be begun. */
  readonly work: () => Promise<void>;
};

/** @param isClosed whether nothing more is to be begun */
export function createSender(sending: Sending, isClosed: () => boolean): Sender {
  const { store, now, tell } = sending;
  const underWay = new Map<number, Promise<void>>();
  /** Members whose devices are waited for. Where push goes is of their choosing: a slow service holds up the one whose it is. */
  const pushing = new Set<string>();
  const begin = (posted: Posted): void => {
    const { n, member, channel, tries } = posted;
    store.trying(n, now() + (waitsMs[tries] ?? lastWaitMs));
    if (channel === 'push') pushing.add(member);
    const done = sendOne(sending, posted).catch((error: unknown) => {
      if (!isClosed()) tell(`a notice by ${channel}: ${error instanceof Error ? error.message : String(error)}`);
    }).then(() => {
      underWay.delete(n);
      if (channel === 'push') pushing.delete(member);
      fill();
    });
    underWay.set(n, done);
  };
  const fill = (): void => {
    try {
      while (!isClosed() && underWay.size < atOnceMax) {
        const posted = store.nextDue(now(), { messages: [...underWay.keys()], pushing: [...pushing] });
        if (posted === undefined) return;
        begin(posted);
      }
    } catch (error) {
      tell(`notices can't be sent: ${error instanceof Error ? error.message : String(error)}; tried again soon`);
    }
  };
  return {
    work: async () => {
      fill();
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}

async function sendOne(sending: Sending, posted: Posted): Promise<void> {
  const { store, now } = sending;
  const answer = posted.channel === 'mail' ? await mailOne(sending, posted) : await pushOne(sending, posted);
  if (answer.sent) return store.sent(posted.n, now());
  const wait = answer.why === 'later' ? waitsMs[posted.tries] : undefined;
  if (wait === undefined && posted.channel === 'push') tellByMail(sending, posted);
  if (wait === undefined) sending.tell(`a notice by ${posted.channel} wasn't taken, and is given up: ${answer.problem}`);
  store.notSent(posted.n, now(), answer.problem, wait === undefined ? null : now() + Math.max(wait, answer.afterMs ?? 0));
}

/** Where none of the member's devices is left: what they are asked must not be lost with a phone. */
function tellByMail({ store, reaching }: Sending, { member, tells }: Posted): void {
  const reach = reachOf(reaching, member);
  if (reach.push) return;
  const preferences = preferencesOf(reaching, member);
  store.tellAgain(tells, (happening) => goingOf(preferences, reach, happening));
}

/** To an address that is still the member's; unconfirmed, it gets the question alone whether it is theirs. */
async function mailOne({ store, mailer }: Sending, { key, member, to, message }: Posted): Promise<Sent> {
  const mail = store.mail(member);
  const isWanted = mail?.address === to && (mail.confirmed || key.startsWith('confirm.'));
  if (!isWanted) return { sent: false, why: 'gone', problem: 'the address is theirs no more' };
  if (mailer === undefined) return { sent: false, why: 'later', problem: 'no mail server is named' };
  return await mailer.send(to, key, message as OutgoingMail);
}

async function pushOne({ store, pusher }: Sending, { key, member, to, message }: Posted): Promise<Sent> {
  const device = store.device(to);
  if (device?.member !== member) return { sent: false, why: 'gone', problem: 'the device is theirs no more' };
  const answer = await pusher.send(device, key, message as OutgoingPush, Date.now());
  if (!answer.sent && answer.why === 'gone') store.dropDevice(member, to);
  return answer;
}
