/** Values as messages write them. */
import { featuresMax } from '../reading.ts';

/** Characters of a word that a device says. */
export const wordMax = 1024;

/** A feature vector; undefined for what isn't a list of finite numbers, or has too many. */
export function vectorOf(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.length <= featuresMax && value.every((item) => typeof item === 'number' && Number.isFinite(item)) ? value : undefined;
}

/** The number that `text` writes as JSON does; undefined for other texts, so that `007` stays a word. */
export function numberOf(text: string): number | undefined {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) || text.length > 64) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
