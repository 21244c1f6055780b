import type { AskedShown, SubcontractShown } from '../../../src/views/shown.ts';
import type { ActionRule } from '../../../src/vocabulary/kit.ts';
import type { Json, JsonObject } from '../../../src/vocabulary/json.ts';
import { isObject } from '../../../src/vocabulary/json.ts';
import { useLive } from '../api/live.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { useSpeaking } from '../words/context.ts';
import { labelOf, noLabels } from '../words/labels.ts';
import { called, calledAlone, sentence, spaced } from '../words/names.ts';
import { readable } from '../words/time.ts';

type QuestionAnswerProps = {
  readonly subcontract: string; readonly question: string; readonly rule: ActionRule; readonly by: string; readonly records: number; readonly values?: JsonObject;
  /** What can be done about the answer, below it. */
  readonly offer?: (shown: JsonObject) => React.ReactNode;
};

/** What an agreement answers, with its own words where it has them, its amounts below each other, and its lists as tables. */
export function QuestionAnswer({ subcontract, question, rule, by, records, values = {}, offer }: QuestionAnswerProps): React.JSX.Element {
  const { subcontractOf } = useSpeaking();
  const query = new URLSearchParams({ by, ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])) });
  const { got } = useLive<AskedShown>(`/api/subcontracts/${subcontract}/ask/${question}?${query}`, records);
  return (
    <section className="answer" aria-label={calledAlone(question)}>
      <h3>{sentence(phrase(rule.says ?? spaced(question)))}</h3>
      {got === null ? <p className="quiet" role="status" aria-busy="true">{t('money.moment')}</p> : got.ok ? <><Answer shown={got.value} of={subcontractOf(subcontract)} />{offer !== undefined && isObject(got.value.shown) ? offer(got.value.shown as JsonObject) : null}</> : <p className="refused" role="alert">{got.message}</p>}
    </section>
  );
}

function Answer({ shown: { why, shown, amounts: named }, of: subcontract }: { readonly shown: AskedShown; readonly of: SubcontractShown | undefined }): React.JSX.Element {
  const [unit, labels] = [subcontract?.unit ?? null, subcontract?.labels ?? noLabels];
  const entries = isObject(shown) ? Object.entries(shown as JsonObject) : [];
  const lists = entries.filter((entry): entry is [string, readonly Json[]] => Array.isArray(entry[1]));
  const amounts = entries.flatMap(([name, value]) => (named.includes(name) ? amountsIn(labelOf(labels, name).label, name, value) : []));
  return (
    <>
      {why === '' ? null : <p>{sentence(readable(why))}</p>}
      {amounts.length < 2 || unit === null ? null : (
        <dl className="answer-amounts">{amounts.map(({ of, name, amount }) => <div key={`${of ?? ''} ${name}`}><dt>{name}{of === null ? null : <span className="quiet"> {of}</span>}</dt><dd><Amount amount={amount} unit={unit} /></dd></div>)}</dl>
      )}
      {lists.map(([name, list]) => <List key={name} name={name} list={list} />)}
    </>
  );
}

type AmountNamed = { readonly of: string | null; readonly name: string; readonly amount: string };

/** By itself, or under the names of a map. */
function amountsIn(label: string, name: string, value: Json): readonly AmountNamed[] {
  if (typeof value === 'string') return [{ of: null, name: label, amount: value }];
  return isObject(value) ? Object.entries(value as JsonObject).flatMap(([each, amount]) => (typeof amount === 'string' ? [{ of: called(name), name: calledAlone(each), amount }] : [])) : [];
}

function List({ name, list }: { readonly name: string; readonly list: readonly Json[] }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const rows = list.filter((each): each is JsonObject => isObject(each));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (rows.length === 0) return <p className="quiet">{t('months.list', { name: calledAlone(name), values: list.length === 0 ? t('months.list.none') : list.map(String).join(', ') })}</p>;
  return (
    <div className="wide">
      <table className="figures">
        <caption>{calledAlone(name)}</caption>
        <thead><tr>{columns.map((column) => <th key={column} scope="col">{calledAlone(column)}</th>)}</tr></thead>
        <tbody>{rows.map((row, place) => <tr key={place}>{columns.map((column) => <td key={column}>{people.has(column) ? named(row[column], nameOf) : told(row[column])}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

/** Under these names stands somebody. */
const people: ReadonlySet<string> = new Set(['to', 'from', 'by']);

/** A purse keeps its name. */
function named(value: Json | undefined, nameOf: (id: string) => string): string {
  return typeof value === 'string' && !value.includes('/') ? nameOf(value) : told(value);
}

function told(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
