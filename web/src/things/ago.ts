import { t } from '../messages/t.ts';
import { span } from '../words/time.ts';

const justNowMs = 5000;

/** @example agoWords(120_000) === '2 min ago' */
export function agoWords(ms: number): string {
  return ms < justNowMs ? t('things.ago.now') : t('things.ago.span', { span: span(ms) });
}
