import { useState } from 'react';
import { t } from '../messages/t.ts';
import { asTyped, handedOn, numberIn, readings } from '../words/numbers-in.ts';

type NumberInputProps = {
  /** As everything behind the page reads it, with a point before decimals. */
  readonly value: string;
  readonly put: (value: string) => void;
  readonly placeholder?: string; readonly size?: number; readonly label?: string;
};

/** A number as its reader types and writes it; what isn't one, or may be two, is told at once. */
export function NumberInput({ value, put, placeholder, size, label }: NumberInputProps): React.JSX.Element {
  const [typed, type] = useState(() => asTyped(value));
  // Another value than what was typed comes from elsewhere, as from a button that fills it in.
  const shown = handedOn(typed) === value ? typed : asTyped(value);
  const read = numberIn(shown);
  const wrong = read.ok || read.why === 'empty' ? null : wrongWords(shown, read.why);
  return (
    <>
      <input type="text" inputMode="decimal" autoComplete="off" value={shown} placeholder={placeholder} size={size} aria-label={label} aria-invalid={wrong !== null} onChange={({ target }) => {
        type(target.value);
        put(handedOn(target.value));
      }} />
      {wrong === null ? null : <span className="refused" role="status">{wrong}</span>}
    </>
  );
}

function wrongWords(typed: string, why: 'no_number' | 'either'): string {
  if (why === 'no_number') return t('words.number.no_number', { example: asTyped('12.50') });
  const [whole, part] = readings(typed);
  return t('words.number.either', { typed: typed.trim(), whole, part });
}
