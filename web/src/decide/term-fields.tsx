import type { JsonObject } from '../../../src/vocabulary/json.ts';
import type { TermLabels } from '../../../src/views/shown.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { useSpeaking } from '../words/context.ts';
import { NumberInput } from '../sections/number-input.tsx';
import { written as asWritten } from '../words/amounts.ts';
import { labelOf, nameOfUnit } from '../words/labels.ts';
import { isDecimal, simpleTerms, type Written } from './terms.ts';

type TermFieldsProps = {
  readonly terms: JsonObject; readonly labels: TermLabels; readonly written: Written; readonly write: (written: Written) => void;
  /** What each is for, in the kit's words. */
  readonly says?: { readonly [term: string]: string | undefined };
  /** Those that stand first. */
  readonly first?: readonly string[];
};

export function TermFields({ terms, labels, written, write, says = {}, first = [] }: TermFieldsProps): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const simple = simpleTerms(terms);
  const others = Object.keys(terms).filter((term) => !simple.includes(term));
  const inOrder = [...first.filter((term) => simple.includes(term)), ...simple.filter((term) => !first.includes(term))];
  return (
    <fieldset className="term-fields"><legend>{t('decide.fields.terms')}</legend>
      {inOrder.map((term) => {
        const now = String(terms[term]);
        const value = written[term] ?? now;
        const { label, unit } = labelOf(labels, term);
        return (
          <label key={term} className={value.trim() === now ? 'term-field' : 'term-field term-changed'}>
            <span>{label}{says[term] === undefined ? null : <span className="quiet"> {phrase(says[term])}</span>}</span>
            <span className="term-value">
              <TermInput now={now} value={value} put={(next) => write({ ...written, [term]: next })} />
              {unit === null ? null : <span className="unit">{nameOfUnit(value, unit, unitOf)}</span>}
            </span>
            {value.trim() === now ? null : <span className="quiet">{t('decide.fields.now', { value: asWritten(now) })}</span>}
          </label>
        );
      })}
      {others.length === 0 ? null : <p className="quiet"><Text id="decide.fields.tables" values={{ labels: others.map((term) => labelOf(labels, term).label).join('; '), code: (words: React.ReactNode) => <code>{words}</code> }} /></p>}
    </fieldset>
  );
}

/** A term that is a number stays one. @param now what stands there, as the log has it */
export function TermInput({ now, value, put }: { readonly now: string; readonly value: string; readonly put: (value: string) => void }): React.JSX.Element {
  return isDecimal(now) ? <NumberInput value={value} put={put} /> : <input type="text" autoComplete="off" value={value} onChange={({ target }) => put(target.value)} />;
}
