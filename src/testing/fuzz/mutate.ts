/** Texts and JSON that are nearly right. */
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import { isObject } from '../../vocabulary/json.ts';
import type { Random } from '../random.ts';

/** Pieces that mean something to a parser. */
const scraps = [
  '', ' ', '\n', '\t', '\r', ':', ': ', '- ', '{', '}', '[', ']', '(', ')', '"', '\'', '`', '#', '&a ', '*a', '|', '>', '!!binary ', '!!set ', '!!timestamp ', '!!map ', '!x ', '? ', '~',
  'null', '-1', '1e400', '0x1F', '.inf', '.nan', 'true', '2026-01-01', '9007199254740993', '0.1', '-0', '\u0000', '\u2028', '\uFEFF', '%', '%YAML 1.1\n---\n', '@', '<<: ', '---\n', '...\n',
  '{}', '[]', '"\\uDC00"', '\\', ',', ';', '=', '=>', '...', '&a [*a]', '{ a: &a 1, b: *a }', '__proto__', 'constructor', 'toString', 'ana', 'crown', 'é', '💥',
] as const;

const oddTexts = [
  '', ' ', '__proto__', 'constructor', 'toString', 'ana', 'bo', 'wood', 'box', 'crown', 'scale', 'scale:1', 'outside', 'operator', '\u0000', '\ud800', '%', '1e999', '-0', '0', '-1', '0.001',
  '99999999999999999999', '1.00', 'NaN', 'a/b', '2026-13-45', '2026-01-05T18:00:00Z', '\u202e', 'x'.repeat(65), 'x'.repeat(5000), '💥',
] as const;

/** What YAML can also say in a value's place; a bracket that opens gets an anchor, which its own contents may name. */
function yamlOf(found: string): readonly [string, ...string[]] {
  if (found === '{') return ['&z {', '{ x: *z,', '&z { x: *z,'];
  if (found === '[') return ['&z [', '[ *z,', '&z [ *z,'];
  return ['*z', '&z [*z]', '&z {x: *z}', `&z ${found}`, `!!str ${found}`, `!!binary ${found}`, '!!set {a}', '"\\ud800"', '1e999', '.nan', '0o17', '[[[]]]', '{}'];
}

const oddNumbers = [0, -0, 1, -1, 0.1, 1e21, 1e-7, 2 ** 31, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 8.64e15, 8.64e15 + 1, 1e308, 5e-324] as const;

export function oddText(random: Random): string {
  return random.pick(oddTexts);
}

export function oddValue(random: Random, depth = 2): Json {
  switch (random.int(0, depth > 0 ? 7 : 4)) {
    case 0: return null;
    case 1: return random.chance(0.5);
    case 2: return random.pick(oddNumbers);
    case 3: case 4: return oddText(random);
    case 5: return Array.from({ length: random.int(0, 3) }, () => oddValue(random, depth - 1));
    case 6: return Object.fromEntries(Array.from({ length: random.int(0, 3) }, () => [oddText(random), oddValue(random, depth - 1)]));
    default: return nested(random.int(5, 70));
  }
}

function nested(levels: number): Json {
  let value: Json = [];
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}

/** A copy with `edits` changes at random places. */
export function mutateJson(random: Random, value: Json, edits: number): Json {
  let changed = structuredClone(value);
  for (let edit = 0; edit < edits; edit++) changed = mutatedOnce(random, changed);
  return changed;
}

function mutatedOnce(random: Random, root: Json): Json {
  const places = placesIn(root);
  const place = places[random.int(0, places.length - 1)];
  if (place === undefined) return oddValue(random);
  const { holder, key } = place;
  const held = holder as { [key: string | number]: Json };
  const set = (to: string | number, value: Json): void => { Object.defineProperty(held, to, { value, writable: true, enumerable: true, configurable: true }); };
  const now = held[key] as Json;
  switch (random.int(0, 7)) {
    case 0: set(key, oddValue(random)); break;
    case 1:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete held[key];
      break;
    case 2:
      if (Array.isArray(holder)) holder.push(structuredClone(now));
      else set(oddText(random), structuredClone(now));
      break;
    case 3: {
      const other = places[random.int(0, places.length - 1)];
      if (other !== undefined) set(key, structuredClone((other.holder as { [key: string | number]: Json })[other.key] as Json));
      break;
    }
    case 4: set(key, [now]); break;
    case 5: set(key, typeof now === 'number' ? String(now) : typeof now === 'string' && Number.isFinite(Number(now)) ? Number(now) : { value: now }); break;
    case 6: set(key, typeof now === 'string' ? mutateText(random, now, []) : typeof now === 'number' ? now + random.pick([1, -1, 0.5, 1e9, -1e15]) : oddValue(random)); break;
    default: set(key, oddText(random));
  }
  return root;
}

type Holding = { readonly holder: Json[] | { [key: string]: Json }; readonly key: string | number };

/** Every place below the root; at most so many, so that what grew doesn't grow on. */
const placesMax = 2000;

function placesIn(root: Json): Holding[] {
  const found: Holding[] = [];
  const walk = (value: Json): void => {
    if (found.length > placesMax) return;
    if (Array.isArray(value)) {
      const list = value as Json[];
      for (const [index, each] of list.entries()) {
        found.push({ holder: list, key: index });
        walk(each);
      }
    } else if (isObject(value)) {
      for (const [key, each] of Object.entries(value as JsonObject)) {
        found.push({ holder: value as { [key: string]: Json }, key });
        walk(each);
      }
    }
  };
  walk(root);
  return found;
}

/** A text with a few changes: characters, words, numbers and lines, some of them from `others`. */
export function mutateText(random: Random, text: string, others: readonly string[], edits: number = random.int(1, 4)): string {
  let changed = text;
  for (let edit = 0; edit < edits; edit++) changed = mutatedText(random, changed, others);
  return changed;
}

function mutatedText(random: Random, text: string, others: readonly string[]): string {
  const at = random.int(0, text.length);
  switch (random.int(0, 10)) {
    case 10: return replaceOne(random, text, /(?<=[:-] )[\w".-]+|(?<=[:-] )[{[](?=[ \w])/g, (found) => random.pick(yamlOf(found)));
    case 0: case 1: return text.slice(0, at) + random.pick(scraps) + text.slice(at + random.int(0, random.int(0, 12)));
    case 2: return text.slice(0, at) + String.fromCharCode(random.int(0, random.chance(0.8) ? 127 : 65_535)) + text.slice(at + random.int(0, 1));
    case 3: return replaceOne(random, text, /-?\d+(?:\.\d+)?/g, () => String(random.chance(0.5) ? random.pick(oddNumbers) : random.int(-3, 500)));
    case 4: case 5: {
      const words = text.match(/[A-Za-z_]\w*/g) ?? [];
      return replaceOne(random, text, /[A-Za-z_]\w*/g, () => (random.chance(0.8) ? words[random.int(0, words.length - 1)] ?? '' : oddText(random)));
    }
    case 6: return replaceOne(random, text, /[-+*/%<>=!&|?:.,;]+/g, () => random.pick(['+', '-', '*', '===', '<', '>=', '&&', '||', '??', '?', ':', '=>', ',', '.']));
    default: return mutatedLines(random, text, others);
  }
}

function mutatedLines(random: Random, text: string, others: readonly string[]): string {
  const lines = text.split('\n');
  const place = random.int(0, lines.length - 1);
  const source = others.length > 0 && random.chance(0.5) ? (others[random.int(0, others.length - 1)] ?? '').split('\n') : lines;
  const from = random.int(0, source.length - 1);
  const taken = source.slice(from, from + random.int(1, random.chance(0.8) ? 1 : 6));
  switch (random.int(0, 3)) {
    case 0: lines.splice(place, random.int(1, 3)); break;
    case 1: lines.splice(place, 0, ...taken); break;
    case 2: lines.splice(place, taken.length, ...taken); break;
    default: lines[place] = random.chance(0.5) ? `  ${lines[place] ?? ''}` : (lines[place] ?? '').replace(/^ {2}/, '');
  }
  return lines.join('\n');
}

function replaceOne(random: Random, text: string, what: RegExp, by: (found: string) => string): string {
  const found = [...text.matchAll(what)];
  const match = found[random.int(0, found.length - 1)];
  return match === undefined ? text : text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length);
}
