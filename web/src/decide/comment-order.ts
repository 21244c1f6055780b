import type { CommentShown } from '../../../src/views/deciding-shown.ts';

export const commentOrders = ['oldest', 'latest', 'answered'] as const;
export type CommentOrder = (typeof commentOrders)[number];

/** @param all the answers are counted among these, also answers to answers */
export function inOrder(heads: readonly CommentShown[], all: readonly CommentShown[], order: CommentOrder): readonly CommentShown[] {
  const oldest = [...heads].sort((a, b) => a.record - b.record);
  if (order === 'oldest') return oldest;
  if (order === 'latest') return oldest.reverse();
  const answers = new Map(oldest.map(({ id }) => [id, answersTo(id, all)]));
  return oldest.sort((a, b) => (answers.get(b.id) ?? 0) - (answers.get(a.id) ?? 0));
}

function answersTo(id: string, all: readonly CommentShown[]): number {
  return all.filter(({ answers }) => answers === id).reduce((sum, each) => sum + 1 + answersTo(each.id, all), 0);
}
