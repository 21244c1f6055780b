/**
 * Terms that the text speaks of and nothing goes by: neither the code reads them nor the manifest. What members read there wouldn't be so.
 * A name counts as read wherever the code takes it from a record, so a term can pass that shares its name with something else. A term of type text
 * may be for people alone, as where the key hangs.
 */
import type { CallExpression, Literal, MemberExpression, ObjectPattern, Program } from 'acorn';
import { envelopeTerms } from '../vocabulary/envelope-amounts.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { keyOf, visit } from './syntax.ts';

/** All names that a source takes out of records: `terms.price`, `const { price } = terms`, `get(terms, 'price')`. */
export function namesRead(program: Program): string[] {
  const names = new Set<string>();
  visit(program, (node) => {
    if (node.type === 'MemberExpression') {
      const { computed, property } = node as MemberExpression;
      if (!computed && property.type === 'Identifier') names.add(property.name);
      if (computed) noteText(names, property);
    }
    if (node.type === 'ObjectPattern') {
      for (const one of (node as ObjectPattern).properties) if (one.type === 'Property') names.add(keyOf(one) ?? '');
    }
    if (node.type === 'CallExpression') for (const given of (node as CallExpression).arguments) noteText(names, given);
  });
  return [...names].sort();
}

function noteText(names: Set<string>, node: { readonly type: string }): void {
  const { value } = node as Literal;
  if (node.type === 'Literal' && typeof value === 'string') names.add(value);
}

/** @param read as {@link namesRead} found them in the kit's code */
export function unreadTerms(kit: KitManifest, read: readonly string[]): string[] {
  const wakes = [kit.wakes?.posted, kit.wakes?.due].flatMap((group) => Object.values<{ readonly unit?: string }>(group ?? {}));
  const used = new Set<unknown>([
    'unit', ...read, // amounts are in the unit whether or not the code names it
    ...Object.values(kit.observations ?? {}).map((rule) => rule.subject),
    ...Object.values(kit.cells ?? {}).flatMap((rule) => [rule.slot_minutes, rule.back_minutes]),
    ...Object.values(kit.attested ?? {}).map((rule) => rule.table),
    ...envelopeTerms(kit),
    ...wakes.map((rule) => rule.unit),
    ...Object.values(kit.wakes?.marked ?? {}).map((rule) => rule.code.replace(/^term:/, '')),
  ]);
  return Object.entries(kit.terms).filter(([name, { type }]) => type !== 'text' && !used.has(name)).map(([name]) => name);
}
