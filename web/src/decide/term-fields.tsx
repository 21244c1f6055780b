import type { JsonObject } from '../../../src/vocabulary/json.ts';
import { spaced, titled } from '../words/names.ts';
import { simpleTerms, type Written } from './terms.ts';

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
