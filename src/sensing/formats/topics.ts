/**
 * MQTT topics and the filters that one listens with (MQTT 3.1.1 and 5.0, section 4.7). A broker may deliver a message once for each
 * subscription that it fits (5.0, section 3.3.4), so that overlapping ones make one message two: {@link cover} leaves none.
 */

/** Characters of a topic or filter: four times what the longest friendly names need. MQTT's own limit is 65,535 bytes. */
export const topicLengthMax = 1024;

/** Whether a client can publish there. */
export function isTopic(text: string): boolean {
  return text.length > 0 && text.length <= topicLengthMax && !/[#+\0]/.test(text);
}

/** Whether one can subscribe to it: `#` last and by itself, `+` by itself. */
export function isFilter(text: string): boolean {
  if (text.length === 0 || text.length > topicLengthMax || text.includes('\0')) return false;
  const levels = text.split('/');
  return levels.every((level, i) => level === '+' || (level === '#' && i === levels.length - 1) || !/[#+]/.test(level));
}

/**
 * Whether a message on `topic` reaches who listens to `filter`. `#` stands for its parent too; at the first level no wildcard stands for
 * a name with `$` in front.
 * @example matches('zigbee2mqtt/#', 'zigbee2mqtt') === true
 * @example matches('+/status', '$SYS/status') === false
 */
export function matches(filter: string, topic: string): boolean {
  return contains(filter.split('/'), topic.split('/'));
}

/**
 * Filters of which no two fit the same topic, and which together fit whatever one of `filters` fits. What lies in another is left out;
 * two that only cross, as `a/+` and `+/b`, have no such pair of their own kind and become the narrowest that holds both, `+/+`: then
 * more arrives than was asked for. Sorted, so that equal questions have equal answers.
 */
export function cover(filters: Iterable<string>): string[] {
  const all = new Set([...filters].filter(isFilter));
  let wild: Levels[] = [];
  for (const filter of all) if (/[#+]/.test(filter)) wild = withFilter(wild, filter.split('/'));
  const exact = [...all].filter((filter) => !/[#+]/.test(filter) && !wild.some((levels) => contains(levels, filter.split('/'))));
  return [...wild.map((levels) => levels.join('/')), ...exact].sort();
}

type Levels = readonly string[];

function withFilter(apart: readonly Levels[], filter: Levels): Levels[] {
  const rest: Levels[] = [];
  let joined = filter;
  for (const other of apart) {
    if (overlap(other, joined)) joined = join(other, joined);
    else rest.push(other);
  }
  // What it was joined with may have made it reach others that it passed by.
  return joined === filter ? [...rest, joined] : withFilter(rest, joined);
}

/** Whether whatever fits `inner` (a filter, or a topic) fits `outer`. */
function contains(outer: Levels, inner: Levels): boolean {
  for (const [i, level] of outer.entries()) {
    const other = inner[i];
    if (level === '#') return i > 0 || !isReserved(other);
    if (other === undefined || other === '#') return false;
    if (level === '+' ? i === 0 && isReserved(other) : level !== other) return false;
  }
  return outer.length === inner.length;
}

/** Whether some topic fits both. */
function overlap(a: Levels, b: Levels): boolean {
  for (let i = 0; ; i += 1) {
    const [one, other] = [a[i], b[i]];
    if (one === undefined && other === undefined) return true;
    if (i === 0 && (isWild(one) ? isReserved(other) : isReserved(one) && isWild(other))) return false;
    if (one === '#' || other === '#') return true;
    if (one === undefined || other === undefined) return false;
    if (one !== other && one !== '+' && other !== '+') return false;
  }
}

/** The narrowest filter that holds both of two that overlap: of a name with `$`, therefore, both have the same. */
function join(a: Levels, b: Levels): Levels {
  const joined: string[] = [];
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [one, other] = [a[i], b[i]];
    if (one === undefined || other === undefined || one === '#' || other === '#') return [...joined, '#'];
    joined.push(one === other ? one : '+');
  }
  return joined;
}

function isWild(level: string | undefined): boolean {
  return level === '+' || level === '#';
}

function isReserved(level: string | undefined): boolean {
  return level?.startsWith('$') === true;
}
