import type { Json, JsonObject } from '../../../src/vocabulary/json.ts';
import { spaced, titled } from '../words/names.ts';

/** Term → what was typed. */
export type Written = { readonly [term: string]: string };

/** Those that are a number, an amount or a word; lists and tables are for the command line. */
export function simpleTerms(terms: JsonObject): readonly string[] {
  return Object.keys(terms).filter((term) => ['string', 'number'].includes(typeof terms[term]));
}

export function changedIn(terms: JsonObject, written: Written): readonly string[] {
  return Object.keys(written).filter((term) => written[term]?.trim() !== '' && written[term]?.trim() !== String(terms[term]));
}

/** In the form that stands there now: a number stays one, an amount its text. What is no number is sent as it was typed, and refused with its reason. */
export function writtenAs(before: Json | undefined, typed: string): Json {
  const text = typed.trim();
  return typeof before === 'number' && Number.isFinite(Number(text)) ? Number(text) : text;
}

type TermFieldsProps = {
  readonly terms: JsonObject; readonly written: Written; readonly write: (written: Written) => void;
  /** What each is for, in the kit's words. */
  readonly says?: { readonly [term: string]: string | undefined };
  /** Those that stand first. */
  readonly first?: readonly string[];
};

export function TermFields({ terms, written, write, says = {}, first = [] }: TermFieldsProps): React.JSX.Element {
  const simple = simpleTerms(terms);
  const others = Object.keys(terms).filter((term) => !simple.includes(term));
  const inOrder = [...first.filter((term) => simple.includes(term)), ...simple.filter((term) => !first.includes(term))];
  return (
    <fieldset className="term-fields"><legend>The terms; change what should be otherwise</legend>
      {inOrder.map((term) => {
        const now = String(terms[term]);
        const value = written[term] ?? now;
        return (
          <label key={term} className={value.trim() === now ? 'term-field' : 'term-field term-changed'}>
            <span>{titled(term)}{says[term] === undefined ? null : <span className="quiet"> {says[term]}</span>}</span>
            <input type="text" inputMode={/^-?[\d.]+$/.test(now) ? 'decimal' : 'text'} autoComplete="off" value={value} onChange={({ target }) => write({ ...written, [term]: target.value })} />
            {value.trim() === now ? null : <span className="quiet">now {now}</span>}
          </label>
        );
      })}
      {others.length === 0 ? null : <p className="quiet">{others.map(spaced).join(', ')}: lists and tables are changed from the command line, with <code>--terms FILE.yaml</code>.</p>}
    </fieldset>
  );
}
