import { t } from '../messages/t.ts';

/** What a browser holds back from a page that came unencrypted: said before somebody looks for it. */
export function PlainNote(): React.JSX.Element | null {
  return globalThis.isSecureContext ? null : <p className="plain-note" role="note">{t('door.plain')}</p>;
}
