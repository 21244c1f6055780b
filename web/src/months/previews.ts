import type { ActionRule } from '../../../src/vocabulary/kit.ts';

/** A question that takes the same values says what an action would do. */
export function previewOf(questions: { readonly [name: string]: ActionRule }, { fields }: ActionRule): string | null {
  const names = Object.keys(fields).sort().join(' ');
  return names === '' ? null : Object.entries(questions).find(([, rule]) => Object.keys(rule.fields).sort().join(' ') === names)?.[0] ?? null;
}
