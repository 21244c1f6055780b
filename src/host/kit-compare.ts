/**
 * Two kits, two agreements, or a kit and an agreement, side by side: what is agreed or would be by default, what may be taken at the most, what
 * one takes up by consent, and where they differ.
 */
import { createHasher } from '../adapters/keys/node.ts';
import { BacktestError } from '../backtest/errors.ts';
import { Past, unreadable } from '../backtest/past.ts';
import { comparedTerms, type ComparedSide, type ComparedTerm } from '../views/compared.ts';
import { labelsOf } from '../views/labels.ts';
import type { View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { withLogSource } from './any-source.ts';
import { createCodeSandbox } from './codes.ts';
import { rulesOf, type KitVersion, type Limit } from './kit-diff.ts';
import { sayDebited } from './kit-words.ts';

type Row = { readonly one: string | null; readonly other: string | null; readonly differs: boolean };
/** From whom, and `at a time`, `from one person` or `from all`. */
export type ComparedLimit = Row & { readonly whom: string; readonly what: string };
export type ComparedPart = Row & { readonly part: string };

export type KitComparison = {
  readonly terms: readonly ComparedTerm[];
  /** What may be taken at the most. */
  readonly most: readonly ComparedLimit[];
  /** What one takes up by personal consent. */
  readonly parts: readonly ComparedPart[];
};

export function compareKits(one: KitVersion, other: KitVersion): KitComparison {
  return { terms: comparedTerms(sideOf(one), sideOf(other)), most: comparedMost(one, other), parts: comparedParts(one, other) };
}

/** Terms come in the order of the agreement's words: out of a log they come by name. */
function sideOf({ manifest, values, unit }: KitVersion): ComparedSide {
  const place = (term: string): number => manifest.text.indexOf(`{${term}}`);
  const labels = Object.entries(labelsOf(manifest, unit ?? '')).sort(([a], [b]) => place(a) - place(b));
  return { terms: values, labels: Object.fromEntries(labels.map(([term, label]) => [term, label.unit === '' ? { ...label, unit: null } : label])) };
}

function comparedMost(one: KitVersion, other: KitVersion): ComparedLimit[] {
  const [mine, theirs] = [rulesOf(one), rulesOf(other)];
  return [...new Set([...mine.keys(), ...theirs.keys()])].flatMap((key) => {
    const [my, their] = [mine.get(key), theirs.get(key)];
    const whom = sayDebited((my ?? their)?.rule.debit ?? 'members');
    const whats = [...new Set([...(my?.limits ?? []), ...(their?.limits ?? [])].map(({ what }) => what))];
    return whats.map((what): ComparedLimit => {
      const [a, b] = [my, their].map((rule) => rule?.limits.find((limit) => limit.what === what)) as [Limit | undefined, Limit | undefined];
      return { whom, what, one: a?.says ?? null, other: b?.says ?? null, differs: measureOf(one, a) !== measureOf(other, b) };
    });
  });
}

/** The same for the same amount in the same time, however it is come by. */
function measureOf({ decimals }: KitVersion, limit: Limit | undefined): string | null {
  if (limit === undefined) return null;
  return limit.amount === null ? limit.says : `${formatDecimal(limit.amount, decimals).replace(/(\.\d*?)0*$/, '$1')} in ${limit.days}`;
}

function comparedParts(one: KitVersion, other: KitVersion): ComparedPart[] {
  const [mine, theirs] = [one.manifest.parts ?? {}, other.manifest.parts ?? {}];
  return [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].map((part) => {
    const [a, b] = [mine, theirs].map((parts) => (Object.hasOwn(parts, part) ? parts[part]?.says ?? null : null)) as [string | null, string | null];
    return { part, one: a, other: b, differs: a !== b };
  });
}

/**
 * What is shown of a log, wherever it is: at an address, in a data folder or in an exported file.
 * @throws BacktestError; what reading the source throws
 */
export async function viewOfLog(source: string, fetching: (part: number) => void): Promise<View> {
  const hasher = createHasher();
  const past = new Past({ hasher, sandbox: await createCodeSandbox() });
  await withLogSource(source, hasher, fetching, ({ parts }) => {
    for (const part of parts) {
      if (part.part === 'unreadable') throw unreadable(part.message);
      if (part.part === 'blob') past.blob(part.hash, part.text);
      if (part.part === 'record') past.take(past.read(part.text), part.outcome);
    }
  });
  if (past.kernel.state.seq === 0) throw new BacktestError('nothing_to_try', 'there is no record: nothing was founded', 'Give a log in which something was recorded.');
  return past.view;
}
