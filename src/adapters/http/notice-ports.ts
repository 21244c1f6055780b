/** What the routes of notices need from whoever runs them: each knows by the secret whose session it is, and answers of that member alone. */
import type { HttpError } from './errors.ts';
import type { AddressAsked, DeviceAsked, InboxWire, LanguageWire, NoticesWire, PreferencesWire, PreviewWire } from './notice-schemas.ts';

export type Own<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: HttpError };

/** What stands on a page that a mail leads to; `button`: what it does on being pressed. */
export type MailPage = { readonly language: LanguageWire; readonly title: string; readonly says: string; readonly button: string | null };

export type NoticePorts = {
  readonly settings: (secret: string | undefined, language: LanguageWire) => Own<NoticesWire>;
  readonly put: (secret: string | undefined, preferences: PreferencesWire, language: LanguageWire) => Own<NoticesWire>;
  readonly preview: (secret: string | undefined, language: LanguageWire) => Own<PreviewWire>;
  readonly inbox: (secret: string | undefined, language: LanguageWire, before: number | undefined, limit: number) => Own<InboxWire>;
  readonly read: (secret: string | undefined, upTo: number) => Own<{ readonly unread: number }>;
  readonly addDevice: (secret: string | undefined, device: DeviceAsked) => Own<{ readonly id: string }>;
  readonly dropDevice: (secret: string | undefined, id: string) => Own<{ readonly done: boolean }>;
  /** Sends a link to confirm it. */
  readonly putAddress: (secret: string | undefined, asked: AddressAsked) => Own<{ readonly done: boolean }>;
  readonly dropAddress: (secret: string | undefined) => Own<{ readonly done: boolean }>;
  readonly test: (secret: string | undefined, channel: 'push' | 'mail') => Own<{ readonly done: boolean }>;
  /** What a link in a mail asks, and what it answers once its button was pressed. */
  readonly asked: (does: 'end' | 'confirm', token: string) => MailPage;
  readonly done: (does: 'end' | 'confirm', token: string) => MailPage & { readonly good: boolean };
};
