import type { JsonObject } from '../../../src/vocabulary/json.ts';
import { t } from '../messages/t.ts';
import { subtract, times, unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import type { Moved } from './happening.ts';

type Factor = { readonly value: string; readonly says: string };
type CalculationProps = { readonly numbers: JsonObject; readonly moved: Moved | null; readonly unit: string };

/** The numbers as one would work them out on paper; null where nothing is multiplied. */
export function Calculation({ numbers, moved, unit }: CalculationProps): React.JSX.Element | null {
  const { unitOf, nameOf } = useSpeaking();
  const known = unitOf(unit);
  const decimals = known?.decimals ?? 0;
  const worked = factorsOf(numbers, decimals);
  if (worked === null) return null;
  const { factors, result } = worked;
  const rest = moved === null || moved.amount === result ? null : subtract(result, moved.amount, decimals);
  return (
    <div className="calculation">
      <p className="sum">
        {factors.map(({ value, says }, at) => (
          <span key={says} className="term">
            {at === 0 ? null : <span className="sign">×</span>}
            <span className="factor"><b>{written(value)}</b><small>{says}</small></span>
          </span>
        ))}
        <span className="term"><span className="sign">=</span><span className="factor factor-result"><b>{written(result)}</b><small>{unitName(known, result)}</small></span></span>
      </p>
      {rest === null || moved === null ? null : (
        <p className="quiet">{Number(rest) > 0 ? t('why.sum.rest', { amount: written(moved.amount), rest: written(rest), name: nameOf(moved.from) }) : t('why.sum.in_all', { amount: written(moved.amount) })}</p>
      )}
    </div>
  );
}

function factorsOf(numbers: JsonObject, decimals: number): { factors: Factor[]; result: string } | null {
  const { count, price, base_price: base, times: means, compensation } = numbers;
  if (typeof compensation === 'string') return { factors: [{ value: '1', says: t('why.sum.cold_day') }, { value: compensation, says: t('why.sum.agreed') }], result: compensation };
  if (typeof count !== 'number' || typeof price !== 'string') return null;
  const pieces = { value: String(count), says: t('why.sum.pieces', { count }) };
  const factors = typeof base === 'string' && typeof means === 'string'
    ? [pieces, { value: base, says: t('why.sum.base') }, { value: means, says: t('why.sum.means') }]
    : [pieces, { value: price, says: t('why.sum.each') }];
  return { factors, result: times(count, price, decimals) };
}
