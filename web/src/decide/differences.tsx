import type { DifferenceShown } from '../../../src/views/deciding-shown.ts';
import type { TermLabels } from '../../../src/views/shown.ts';
import { useSpeaking } from '../words/context.ts';
import { labelOf, noLabels, withUnit } from '../words/labels.ts';
import { called, sentence, spaced } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { wordParts } from './word-parts.ts';

type DifferencesProps = {
  readonly differences: readonly DifferenceShown[];
  /** Of the terms that are among them. */
  readonly labels?: TermLabels;
  readonly label?: string;
};

/** Leaf by leaf: what is there, and what would be. Long text is held against itself word by word. */
export function Differences({ differences, labels = noLabels, label = t('decide.differences.label') }: DifferencesProps): React.JSX.Element {
  const clauses = differences.filter(isClause);
  const others = differences.filter((each) => !isClause(each));
  const tables = others.filter(({ what, before, after }) => !isText(what, before, after));
  const texts = others.filter(({ what, before, after }) => isText(what, before, after));
  return (
    <>
      {clauses.length === 0 ? null : <ul className="plain-list clauses" aria-label={label}>{clauses.map((each) => <li key={each.place.join(' ')}><Clause difference={each} /></li>)}</ul>}
      {tables.length === 0 ? null : (
        <table className="changes" aria-label={label}>
          <thead><tr><th scope="col">{t('decide.differences.what')}</th><th scope="col">{t('decide.differences.now')}</th><th scope="col">{t('decide.differences.then')}</th></tr></thead>
          <tbody>{tables.map((each) => <Row key={`${each.what} ${each.place.join(' ')}`} difference={each} labels={labels} />)}</tbody>
        </table>
      )}
      {texts.map((each) => <TextDifference key={`${each.what} ${each.place.join(' ')}`} difference={each} labels={labels} />)}
    </>
  );
}

const clauseNames: { readonly [part: string]: 'matter' | 'cap' } = { matters: 'matter', entrenched: 'cap' };

/** A matter or a cap that the charter gets or loses whole: it is said in one sentence. */
function isClause({ what, place: [part, name, ...inside], before, after }: DifferenceShown): boolean {
  return what === 'charter' && clauseNames[part ?? ''] !== undefined && name !== undefined && inside.length === 0 && (before === null) !== (after === null);
}

function Clause({ difference: { place: [part, name], after } }: { readonly difference: DifferenceShown }): React.JSX.Element {
  const values = { name: spaced(name ?? ''), strong: (words: React.ReactNode) => <strong>{words}</strong> };
  const kind = clauseNames[part ?? ''] ?? 'matter';
  return after === null ? <Text id={`decide.differences.${kind}_without`} values={values} /> : <Text id={`decide.differences.${kind}_with`} values={{ ...values, after: phrase(after) }} />;
}

/** Longer ones don't fit into a table's cell. */
const cellCharsMax = 60;

function isText(what: DifferenceShown['what'], before: string | null, after: string | null): boolean {
  if (what === 'paragraph' || what === 'title') return true;
  return what !== 'code' && what !== 'key' && Math.max(before?.length ?? 0, after?.length ?? 0) > cellCharsMax;
}

type OneProps = { readonly difference: DifferenceShown; readonly labels: TermLabels };

function Row({ difference, labels }: OneProps): React.JSX.Element {
  const { nameOf, unitOf, zone } = useSpeaking();
  const { what, place, before, after } = difference;
  const said = (value: string | null): React.JSX.Element | string => {
    if (value === null) return <span className="quiet">{t('decide.none')}</span>;
    if (what === 'code' || what === 'key') return <code title={value}>{value.slice(0, 10)}…</code>;
    if (what === 'effective') return dayAndTime(zone, Date.parse(value));
    if (what === 'term' || what === 'value') return withUnit(value, labelOf(labels, place[0] ?? ''), unitOf);
    return what === 'party' ? nameOf(value) : phrase(value);
  };
  return (
    <tr>
      <th scope="row">{placeName(difference, labels)}</th>
      <td className="was">{said(before)}</td>
      <td className="then">{said(after)}</td>
    </tr>
  );
}

function placeName({ what, place, before, after }: DifferenceShown, labels: TermLabels): string {
  if ((what === 'term' || what === 'value') && place.length === 1) return labelOf(labels, place[0] ?? '').label;
  const inside = place.map((each) => called(each)).join(' › ');
  if (what === 'paragraph') return t('decide.differences.paragraph', { name: inside, state: before === null ? 'new' : after === null ? 'gone' : 'other' });
  if (what === 'kit') return t('decide.differences.kit', { name: inside });
  return what === 'title' || what === 'code' || what === 'effective' ? t(`decide.differences.${what}`) : sentence(inside);
}

function TextDifference({ difference, labels }: OneProps): React.JSX.Element {
  const { before, after } = difference;
  return (
    <figure className="text-difference">
      <figcaption className="quiet">{placeName(difference, labels)}</figcaption>
      <p><Words before={before ?? ''} after={after ?? ''} /></p>
    </figure>
  );
}

/** One text in which what goes is struck out and what comes is underlined. */
export function Words({ before, after }: { readonly before: string; readonly after: string }): React.JSX.Element {
  return (
    <>
      {wordParts(before, after).map(({ value, is }, place) => {
        if (is === 'new') return <ins key={place}>{value}</ins>;
        return is === 'gone' ? <del key={place}>{value}</del> : <span key={place}>{value}</span>;
      })}
    </>
  );
}
