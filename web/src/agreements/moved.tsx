import type { AgreementShown, MovedShown } from '../../../src/views/figures-shown.ts';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { size } from '../words/amounts.ts';

type Line = { readonly name: string; readonly moved: MovedShown; readonly amount: string | null; readonly pieces?: number };

/** What an agreement did this month: for and with who looks, and with all. */
export function MonthFigures({ agreement: { all, mine, bound } }: { readonly agreement: AgreementShown }): React.JSX.Element {
  const own = mine.flatMap((moved): Line[] => [
    ...(size(moved.paid) === 0 ? [] : [{ name: t('agreements.month.you_paid'), moved, amount: moved.paid }]),
    ...(size(moved.received) === 0 ? [] : [{ name: t('agreements.month.you_received'), moved, amount: moved.received }]),
    ...(moved.pieces === 0 ? [] : [{ name: t('agreements.month.you_took'), moved, amount: null, pieces: moved.pieces }]),
  ]);
  const together = all.filter(({ paid }) => size(paid) !== 0).map((moved): Line => ({ name: t('agreements.month.all_paid'), moved, amount: moved.paid }));
  if (together.length + own.length === 0) return <p className="quiet">{t('agreements.month.nothing')}</p>;
  return (
    <>
      {own.length === 0 && bound !== null ? <p className="quiet">{t('agreements.month.nothing_yours')}</p> : null}
      <dl className="figures-list">
        {[...own, ...together].map(({ name, moved, amount, pieces }) => (
          <div key={`${name} ${moved.unit}`}><dt>{name}</dt><dd>{amount === null ? <>{pieces} <span className="unit">{t('agreements.pieces', { count: pieces ?? 0 })}</span></> : <Amount amount={amount} unit={moved.unit} />}</dd></div>
        ))}
      </dl>
    </>
  );
}
