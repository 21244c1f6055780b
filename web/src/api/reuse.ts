/**
 * The newer value, made of the older one's parts wherever they are equal, so that only what changed is drawn again.
 * @example reuse(before, after) === before // when nothing changed
 */
export function reuse<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (Array.isArray(before) && Array.isArray(after)) {
    const parts = after.map((part: unknown, at) => reuse(before[at], part));
    return before.length === parts.length && parts.every((part, at) => part === before[at]) ? (before as T) : (parts as T);
  }
  if (!isRecord(before) || !isRecord(after)) return after;
  const names = Object.keys(after);
  const parts = Object.fromEntries(names.map((name) => [name, reuse(before[name], after[name])]));
  return Object.keys(before).length === names.length && names.every((name) => parts[name] === before[name]) ? (before as T) : (parts as T);
}

function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
