import { span } from '../words/time.ts';

const justNowMs = 5000;

/** @example agoWords(120_000) === '2 min ago' */
export function agoWords(ms: number): string {
  return ms < justNowMs ? 'just now' : `${span(ms)} ago`;
}
