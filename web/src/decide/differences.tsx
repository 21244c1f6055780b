import { diffWordsWithSpace } from 'diff';
import type { DifferenceShown } from '../../../src/views/deciding-shown.ts';
import { useSpeaking } from '../words/context.ts';
import { spaced, titled } from '../words/names.ts';

/** Leaf by leaf: what is there, and what would be. Long text is held against itself word by word. */
export function Differences({ differences, label = 'What would change' }: { readonly differences: readonly DifferenceShown[]; readonly label?: string }): React.JSX.Element {
  const tables = differences.filter(({ what, before, after }) => !isText(what, before, after));
  const texts = differences.filter(({ what, before, after }) => isText(what, before, after));
  return (
    <>
      {tables.length === 0 ? null : (
        <table className="changes" aria-label={label}>
          <thead><tr><th scope="col">What</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead>
          <tbody>{tables.map((each) => <Row key={`${each.what} ${each.place.join(' ')}`} difference={each} />)}</tbody>
        </table>
      )}
      {texts.map((each) => <TextDifference key={`${each.what} ${each.place.join(' ')}`} difference={each} />)}
    </>
  );
}

/** Longer ones don't fit into a table's cell. */
const cellCharsMax = 60;

function isText(what: DifferenceShown['what'], before: string | null, after: string | null): boolean {
  if (what === 'paragraph' || what === 'title') return true;
  return what !== 'code' && what !== 'key' && Math.max(before?.length ?? 0, after?.length ?? 0) > cellCharsMax;
}

function Row({ difference }: { readonly difference: DifferenceShown }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { what, before, after } = difference;
  const said = (value: string | null): React.JSX.Element | string => {
    if (value === null) return <span className="quiet">none</span>;
    if (what === 'code' || what === 'key') return <code title={value}>{value.slice(0, 10)}…</code>;
    return what === 'party' ? nameOf(value) : value;
  };
  return (
    <tr>
      <th scope="row">{placeName(difference)}</th>
      <td className="was">{said(before)}</td>
      <td className="then">{said(after)}</td>
    </tr>
  );
}

const names: { readonly [what in DifferenceShown['what']]?: string } = { title: 'Title', code: 'Code', effective: 'In force not before' };

export function placeName({ what, place }: DifferenceShown): string {
  const inside = place.map(spaced).join(' › ');
  if (what === 'paragraph') return `Paragraph ${inside}`;
  if (what === 'kit') return `Kit: ${inside}`;
  return names[what] ?? titled(inside);
}

function TextDifference({ difference }: { readonly difference: DifferenceShown }): React.JSX.Element {
  const { what, before, after } = difference;
  const state = before === null ? ', new' : after === null ? ', taken out' : '';
  return (
    <figure className="text-difference">
      <figcaption className="quiet">{placeName(difference)}{what === 'paragraph' ? state : ''}</figcaption>
      <p><Words before={before ?? ''} after={after ?? ''} /></p>
    </figure>
  );
}

/** One text in which what goes is struck out and what comes is underlined. */
export function Words({ before, after }: { readonly before: string; readonly after: string }): React.JSX.Element {
  return (
    <>
      {diffWordsWithSpace(before, after).map(({ value, added, removed }, place) => {
        if (added) return <ins key={place}>{value}</ins>;
        return removed ? <del key={place}>{value}</del> : <span key={place}>{value}</span>;
      })}
    </>
  );
}
