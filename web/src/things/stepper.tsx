import { t } from '../messages/t.ts';

/** What somebody carries at once, and more. */
const countMax = 1000;

/** How many pieces: two large buttons for a thumb, and the number between them to type. */
export function Stepper({ count, change }: { readonly count: number; readonly change: (count: number) => void }): React.JSX.Element {
  const within = (next: number): void => change(Math.min(countMax, Math.max(1, Number.isSafeInteger(next) ? next : 1)));
  return (
    <div className="stepper" role="group" aria-label={t('things.take.pieces')}>
      <button type="button" onClick={() => within(count - 1)} disabled={count <= 1} aria-label={t('things.take.fewer')}>−</button>
      <input type="text" inputMode="numeric" pattern="[0-9]*" aria-label={t('things.take.pieces')} value={count} onChange={({ target }) => within(Number(target.value.replaceAll(/\D/g, '')))} onFocus={({ target }) => target.select()} />
      <button type="button" onClick={() => within(count + 1)} disabled={count >= countMax} aria-label={t('things.take.more')}>+</button>
    </div>
  );
}
