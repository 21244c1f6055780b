import { useState } from 'react';
import { t } from '../messages/t.ts';

type CopyProps = { readonly text: string; readonly label: string; readonly className?: string };

/** Puts a text where it can be pasted. Over plain HTTP a browser has no such place for a page: then the text stands there to be marked, and there is no button. */
export function CopyButton({ text, label, className = 'small-button' }: CopyProps): React.JSX.Element | null {
  const [copied, setCopied] = useState(false);
  if (!globalThis.isSecureContext) return null;
  const copy = (): void => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false));
  return <><button type="button" className={className} onClick={copy}>{label}</button><span role="status">{copied ? t('app.copied') : null}</span></>;
}
