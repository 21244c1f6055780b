/** Changes of the state's maps that leave what takes them back. */

export type Undo = (() => void)[];

export function set<K, V>(map: Map<K, V>, key: K, value: V, undo: Undo | null): void {
  if (undo !== null) {
    const had = map.has(key);
    const before = map.get(key);
    undo.push(() => {
      if (had) map.set(key, before as V);
      else map.delete(key);
    });
  }
  map.set(key, value);
}

export function remove<K, V>(map: Map<K, V>, key: K, undo: Undo | null): void {
  if (undo !== null && map.has(key)) {
    const before = map.get(key) as V;
    undo.push(() => map.set(key, before));
  }
  map.delete(key);
}
