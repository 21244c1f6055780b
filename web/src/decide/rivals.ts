import type { AmendmentShown } from '../../../src/views/deciding-shown.ts';

/** Those that are rivals of each other, also by way of a third, in the order in which the first of them came. */
export function rivalGroups(open: readonly AmendmentShown[]): readonly (readonly AmendmentShown[])[] {
  const left = new Map(open.map((each) => [each.id, each]));
  return open.flatMap((first) => {
    const group: AmendmentShown[] = [];
    for (const queue = [first.id]; queue.length > 0;) {
      const id = queue.shift() ?? '';
      const each = left.get(id);
      if (each === undefined) continue;
      left.delete(id);
      group.push(each);
      queue.push(...each.rivals);
    }
    return group.length === 0 ? [] : [group];
  });
}
