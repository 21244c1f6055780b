/** What the HTTP adapter asks for about notices: each answer is of the one member whose session asks. */
import { createHash, randomBytes } from 'node:crypto';
import type { MailPage, NoticePorts, Own } from '../adapters/http/notice-ports.ts';
import type { Language } from '../vocabulary/languages.ts';
import { isMember } from '../views/survey.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { zoneRules } from '../zones/zones.ts';
import type { Access } from './access.ts';
import { confirmationOf, mailOf } from './notice-mail.ts';
import { preferencesOf, reachOf, settle } from './notice-reach.ts';
import { inboxOf, previewOf, settingsOf } from './notice-shown.ts';
import { mailText, say } from './notice-words.ts';
import type { NoticeDesk } from './notices.ts';
import { sessionOf } from './serve-mine.ts';

/** Links to confirm an address, and test messages, that one member may ask for. */
const confirmationsPerDayMax = 3;
const testsPerHourMax = 5;
/** How long a link to confirm an address is good. */
const confirmMs = 2 * dayMs;

export function noticePorts(desk: NoticeDesk, access: Access): NoticePorts {
  const own = <T>(secret: string | undefined, answer: (member: string) => Own<T>): Own<T> => {
    const member = sessionOf(access, secret);
    if (!member.ok) return member;
    return isMember(desk.parts.view(), member.value) ? answer(member.value) : refused('not_permitted', `${member.value} has left: nothing is kept of them, and nothing sent`);
  };
  return {
    settings: (secret, language) => own(secret, (member) => good(settingsOf(desk, member, language))),
    put: (secret, preferences, language) => own(secret, (member) => {
      if (zoneRules(preferences.zone) === undefined) return refused('unknown_value', `there is no time zone ${JSON.stringify(preferences.zone)}`);
      settle(desk.planning, member, preferences);
      desk.note();
      return good(settingsOf(desk, member, language));
    }),
    preview: (secret, language) => own(secret, (member) => good({ letter: previewOf(desk, member, language) })),
    inbox: (secret, language, before, limit) => own(secret, (member) => good(inboxOf(desk, member, language, before, limit))),
    read: (secret, upTo) => own(secret, (member) => {
      desk.parts.store.markRead(member, upTo);
      return good({ unread: desk.parts.store.unread(member) });
    }),
    ...reachPorts(desk, own),
    ...pagePorts(desk),
  };
}

type OwnAnswer = <T>(secret: string | undefined, answer: (member: string) => Own<T>) => Own<T>;

/** Devices, the address, and whether they are reached. */
function reachPorts(desk: NoticeDesk, own: OwnAnswer): Pick<NoticePorts, 'addDevice' | 'dropDevice' | 'putAddress' | 'dropAddress' | 'test'> {
  const { planning, parts: { store, clock, pusher } } = desk;
  const begin = (member: string, language: Language | undefined, zone: string | undefined): void => {
    const usual = preferencesOf(planning, member, language);
    settle(planning, member, store.preferences(member) ?? { ...usual, zone: zone !== undefined && zoneRules(zone) !== undefined ? zone : usual.zone });
  };
  return {
    addDevice: (secret, { endpoint, keys, label, language, zone }) => own(secret, (member) => {
      const fault = pusher.fault(endpoint);
      if (fault !== null) return refused('invalid_value', `push can't go to this address: ${fault}`);
      const id = createHash('sha256').update(endpoint).digest('hex').slice(0, 24);
      store.addDevice(member, { id, endpoint, ...keys, label, added: clock.now() });
      begin(member, language, zone);
      return good({ id });
    }),
    dropDevice: (secret, id) => own(secret, (member) => {
      const done = store.dropDevice(member, id);
      settle(planning, member);
      return done ? good({ done }) : refused('unknown_thing', 'you have no device of this id');
    }),
    putAddress: (secret, { address, language, zone }) => own(secret, (member) => {
      if (!planning.mails) return refused('not_permitted', 'this server sends no mail: no mail server is named');
      if (!isAddress(address)) return refused('invalid_value', `${JSON.stringify(address)} is no mail address`);
      const now = clock.now();
      if (store.countPosted(member, 'confirm', now - dayMs) >= confirmationsPerDayMax) return refused('busy', `at most ${confirmationsPerDayMax} links to confirm an address are sent in a day`);
      begin(member, language, zone);
      store.putMail(member, address);
      store.post([confirmation(desk, member, address)], now);
      desk.note();
      return good({ done: true });
    }),
    dropAddress: (secret) => own(secret, (member) => {
      store.putMail(member, null);
      settle(planning, member);
      return good({ done: true });
    }),
    test: (secret, channel) => own(secret, (member) => test(desk, member, channel)),
  };
}

/** As far as its text can say; whether someone reads it the link will tell. One address: no list, no name, nothing that a header could be made of. */
function isAddress(text: string): boolean {
  return /^[^\s<>,;:"()[\]\\@\p{Cc}]{1,64}@[^\s<>,;:"()[\]\\@\p{Cc}]+\.[^\s<>,;:"()[\]\\@.\p{Cc}]+$/u.test(text);
}

function confirmation({ parts: { clock, address, tokens, view }, planning }: NoticeDesk, member: string, to: string): Parameters<NoticeDesk['parts']['store']['post']>[0][number] {
  const now = clock.now();
  const link = `${address()}/confirm-address?token=${tokens.make({ does: 'confirm', member, address: to, until: now + confirmMs })}`;
  const { language } = preferencesOf(planning, member);
  return { key: `confirm.${member}.${fresh()}`, member, channel: 'mail', to, message: confirmationOf(language, { name: view().charter?.name ?? '', member: view().members.get(member)?.name ?? member, link }), tells: [] };
}

function test(desk: NoticeDesk, member: string, channel: 'push' | 'mail'): Own<{ readonly done: boolean }> {
  const { planning, parts: { store, clock, view, address } } = desk;
  if (!reachOf(planning, member)[channel]) return refused('not_permitted', channel === 'push' ? 'none of your devices is told by push' : 'mail doesn\'t go to you: no address of yours is confirmed');
  const now = clock.now();
  if (store.countPosted(member, `test.${channel}`, now - hourMs) >= testsPerHourMax) return refused('busy', `at most ${testsPerHourMax} test messages are sent in an hour`);
  const { language } = preferencesOf(planning, member);
  const words = say(language, { message: 'say.test', values: {} });
  const name = view().charter?.name ?? '';
  const key = `test.${channel}.${member}.${fresh()}`;
  const mail = mailOf({ subject: mailText(language, 'subject.one', { name, words }), tables: [], lists: [] }, { language, name, url: planning.address(), unsubscribe: planning.endLink(member) });
  const push = { title: name, body: words, url: `${address()}/#/notices/settings`, tag: key, urgent: true };
  store.post(channel === 'mail'
    ? [{ key, member, channel, to: store.mail(member)?.address ?? '', message: mail, tells: [] }]
    : store.devices(member).map(({ id }) => ({ key: `${key}.${id}`, member, channel, to: id, message: push, tells: [] })), now);
  desk.note();
  return good({ done: true });
}

/** Each is a message of its own, however soon after another. */
function fresh(): string {
  return randomBytes(8).toString('hex');
}

/** For whoever follows a link in a mail: without a login, by the token alone. */
function pagePorts({ planning, parts: { store, view, clock, tokens } }: NoticeDesk): Pick<NoticePorts, 'asked' | 'done'> {
  const page = (language: Language, name: 'confirm' | 'confirmed' | 'end' | 'ended' | 'wrong', address = ''): MailPage => {
    const values = { name: view().charter?.name ?? '', address };
    return {
      language, title: mailText(language, `page.${name}.title`, values), says: name === 'confirm' ? '' : mailText(language, `page.${name}.says`, values),
      button: name === 'confirm' || name === 'end' ? mailText(language, `page.${name}.button`) : null,
    };
  };
  /** Undefined: it isn't good, or not any more. */
  const read = (does: 'end' | 'confirm', text: string) => {
    const token = tokens.read(text);
    if (token?.does !== does || !isMember(view(), token.member)) return undefined;
    return token.does === 'confirm' && (token.until < clock.now() || store.mail(token.member)?.address !== token.address) ? undefined : token;
  };
  const languageOf = (member: string): Language => preferencesOf(planning, member).language;
  return {
    asked: (does, text) => {
      const token = read(does, text);
      if (token === undefined) return page('en', 'wrong');
      return token.does === 'end' ? page(languageOf(token.member), 'end') : page(languageOf(token.member), 'confirm', token.address);
    },
    done: (does, text) => {
      const token = read(does, text);
      if (token === undefined) return { ...page('en', 'wrong'), good: false };
      const language = languageOf(token.member);
      if (token.does === 'end') {
        store.putMail(token.member, null);
        settle(planning, token.member);
        return { ...page(language, 'ended'), good: true };
      }
      store.confirmMail(token.member, token.address);
      settle(planning, token.member);
      return { ...page(language, 'confirmed', token.address), good: true };
    },
  };
}

function good<T>(value: T): Own<T> {
  return { ok: true, value };
}

function refused(code: 'unknown_value' | 'invalid_value' | 'not_permitted' | 'busy' | 'unknown_thing', detail: string): { readonly ok: false; readonly refusal: { readonly code: typeof code; readonly detail: string } } {
  return { ok: false, refusal: { code, detail } };
}
