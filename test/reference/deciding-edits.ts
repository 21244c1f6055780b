/** For the second counting: what a proposal says after a difference, or that the difference doesn't apply. */
import type { Change, Edit, Paragraph } from '../../src/vocabulary/changes.ts';
import type { Instant } from '../../src/vocabulary/time.ts';

export type Content = { readonly title: string; readonly text: readonly Paragraph[]; readonly change: Change; readonly effective: Instant | null };

/** Null when a line isn't as the difference says. */
export function edited(content: Content, edits: readonly Edit[]): Content | null {
  return edits.reduce<Content | null>((before, edit) => (before === null ? null : editedOnce(before, edit)), content);
}

function editedOnce(content: Content, edit: Edit): Content | null {
  switch (edit.edit) {
    case 'title': return content.title === edit.before ? { ...content, title: edit.after } : null;
    case 'effective': return content.effective === edit.before ? { ...content, effective: edit.after } : null;
    case 'paragraph': {
      const text = withParagraph(content.text, edit);
      return text === null ? null : { ...content, text };
    }
    case 'term': {
      const { change } = content;
      if (change.change !== 'terms' || JSON.stringify(change.terms[edit.term] ?? null) !== JSON.stringify(edit.before)) return null;
      return { ...content, change: { ...change, terms: { ...change.terms, [edit.term]: edit.after } } };
    }
    default: return null;
  }
}

function withParagraph(text: readonly Paragraph[], { id, before, after, behind }: Edit & { edit: 'paragraph' }): readonly Paragraph[] | null {
  const there = text.find((each) => each.id === id);
  if ((there?.text ?? null) !== before) return null;
  if (there !== undefined) return text.flatMap((each) => (each.id !== id ? [each] : after === null ? [] : [{ id, text: after }]));
  const place = behind === undefined || behind === null ? -1 : text.findIndex((each) => each.id === behind);
  if (after === null || (typeof behind === 'string' && place === -1)) return null;
  return [...text.slice(0, place + 1), { id, text: after }, ...text.slice(place + 1)];
}

/** Two that name the same line are rivals. */
export function lineOf(edit: Edit): string {
  switch (edit.edit) {
    case 'paragraph': return `paragraph ${edit.id}`;
    case 'term': return `term ${edit.term}`;
    case 'party': return `party ${edit.party}`;
    case 'part': return `part ${edit.part}`;
    default: return edit.edit;
  }
}

/** Of the same edits, in whatever order. */
export function isSame(one: readonly Edit[], other: readonly Edit[]): boolean {
  const said = (edits: readonly Edit[]): string => edits.map((edit) => JSON.stringify(Object.entries(edit).sort(([a], [b]) => (a < b ? -1 : 1)))).sort().join();
  return said(one) === said(other);
}
