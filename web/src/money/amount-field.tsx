import type { UnitShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { size, unitName, written as asWritten } from '../words/amounts.ts';
import { asTyped } from '../words/numbers-in.ts';
import { amountWrong } from './amount-wrong.ts';
import { amountIn, isMore } from './amounts-in.ts';

type AmountFieldProps = { readonly written: string; readonly write: (written: string) => void; readonly unit: UnitShown; readonly available: string };

/** An amount of a unit; more than there is isn't asked for: the largest that would go is offered instead. */
export function AmountField({ written, write, unit, available }: AmountFieldProps): React.JSX.Element {
  const read = amountIn(written, unit.decimals);
  const tooMuch = read.ok && isMore(read.amount, available, unit.decimals);
  const wrong = amountWrong(written, unit.decimals);
  return (
    <>
      <label className="field field-short">
        <span>{t('money.how_much')} <span className="quiet">{t('money.at_most', { amount: asWritten(available), unit: unitName(unit, available) })}</span></span>
        <input type="text" inputMode="decimal" autoComplete="off" value={written} aria-invalid={wrong !== null || tooMuch} onChange={({ target }) => write(target.value)} />
      </label>
      {wrong === null ? null : <p className="refused" role="status">{wrong}</p>}
      {!tooMuch ? null : (
        <p className="refused row-of-buttons" role="status">
          <span>{t(size(available) === 0 ? 'money.amount.none' : 'money.amount.too_much', { amount: asWritten(available), unit: unitName(unit, available) })}</span>
          {size(available) === 0 ? null : <button type="button" className="small-button" onClick={() => write(asTyped(available))}>{t('money.amount.largest', { amount: asWritten(available) })}</button>}
        </p>
      )}
    </>
  );
}
