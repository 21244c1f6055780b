/** Keys of cells: a kit's template such as `taken/{day}/{by}`, read once and filled for each call. */
import { isId } from '../vocabulary/ids.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { CellRule } from '../vocabulary/kit.ts';

/** What stands before each name, the name, and what stands behind the last one. */
type Template = { readonly parts: readonly { readonly before: string; readonly name: string }[]; readonly end: string };

/** By the rules themselves, which a version's manifest keeps for as long as it is in force. */
const templates = new WeakMap<CellRule, Template>();

/**
 * A cell's key, with what the event says in place of `{names}`. Text that isn't a plain id is written so that no two texts meet; what
 * isn't there is written as `-`.
 * @example cellKey({ key: 'taken/{day}/{by}' }, { by: 'ana' }, '2026-01-05', '') === 'taken/2026-01-05/ana'
 */
export function cellKey(rule: CellRule, event: JsonObject, day: string, slot: string): string {
  const { parts, end } = templateOf(rule);
  let key = '';
  for (const { before, name } of parts) key += before + filling(name, event, day, slot);
  return key + end;
}

function templateOf(rule: CellRule): Template {
  let template = templates.get(rule);
  if (template === undefined) {
    template = readTemplate(rule.key);
    templates.set(rule, template);
  }
  return template;
}

function readTemplate(key: string): Template {
  const parts: { before: string; name: string }[] = [];
  let from = 0;
  for (const { index, 0: braced, 1: name = '' } of key.matchAll(/\{([a-z_A-Z]+)\}/g)) {
    parts.push({ before: key.slice(from, index), name });
    from = index + braced.length;
  }
  return { parts, end: key.slice(from) };
}

function filling(name: string, event: JsonObject, day: string, slot: string): string {
  if (name === 'day') return day;
  if (name === 'slot') return slot;
  const value = name === 'observation' && typeof event['observation'] !== 'string' ? event['id'] : event[name];
  return typeof value === 'string' ? escaped(value) : '-';
}

/** An id, or several between colons, stays as it is. */
function escaped(text: string): string {
  if (text.split(':').every(isId)) return text;
  let key = '%';
  for (const character of text) key += /[A-Za-z0-9]/.test(character) ? character : `%${(character.codePointAt(0) ?? 0).toString(16)};`;
  return key;
}
