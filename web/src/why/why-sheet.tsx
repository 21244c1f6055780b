import { useEffect, useRef } from 'react';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { useSpeaking } from '../words/context.ts';
import { clockTime, longDay, readable } from '../words/time.ts';
import { Agreed } from './agreed.tsx';
import { Calculation } from './calculation.tsx';
import type { Happening } from './happening.ts';
import { Numbers } from './numbers.tsx';
import { Observed } from './observed.tsx';
import { Rests } from './rests.tsx';

type WhySheetProps = { readonly happening: Happening | null; readonly onClose: () => void };

/** The whole why of one thing, over the page; Escape, the button or a touch beside it closes it. */
export function WhySheet({ happening, onClose }: WhySheetProps): React.JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    if (happening !== null && !element.open) element.showModal();
    element.scrollTop = 0;
    if (happening === null && element.open) element.close();
  }, [happening]);
  return (
    <dialog ref={dialog} className="why" aria-labelledby="why-title" onClose={onClose}
      onClick={(event) => { if (event.target === event.currentTarget) onClose(); }}>
      {happening === null ? null : <Why happening={happening} onClose={onClose} />}
    </dialog>
  );
}

function Why({ happening, onClose }: { readonly happening: Happening; readonly onClose: () => void }): React.JSX.Element {
  const { zone, nameOf, subcontractOf } = useSpeaking();
  const { kind, at, moved, sentence, observation, told } = happening;
  const subcontract = subcontractOf(happening.because);
  return (
    <div className="why-body">
      <button type="button" className="close" onClick={onClose} aria-label={t('why.close')}><svg viewBox="0 0 16 16" aria-hidden="true"><path d="M3 3 L13 13 M13 3 L3 13" /></svg></button>
      <header className="why-head">
        <p className="eyebrow">{t(`why.kind.${kind}`)} · {longDay(zone, at)}, {clockTime(zone, at)}</p>
        <h2 id="why-title" className={sentence.length > 70 ? 'long' : ''}>{readable(sentence.charAt(0).toUpperCase() + sentence.slice(1))}</h2>
        {moved === null ? null : (
          <p className="why-moved">
            <span className="figure"><Amount amount={moved.amount} unit={moved.unit} /></span>
            <span className="why-ends">{nameOf(moved.from)} <span aria-hidden="true">→</span><span className="visually-hidden">{t(kind === 'owed' ? 'why.owes' : 'why.to')}</span> {nameOf(moved.to)}</span>
          </p>
        )}
        {told.length === 0 ? null : <p className="quiet">{t('why.told', { names: told.map(nameOf).join(', ') })}</p>}
      </header>
      {observation === null ? <NotObserved happening={happening} /> : <Observed observation={observation} because={happening.because} decided={kind === 'posting' || kind === 'owed'} />}
      <Agreed happening={happening} />
      <section className="why-part" aria-labelledby="why-numbers">
        <h3 id="why-numbers">{t('why.numbers.title')}</h3>
        <Calculation numbers={happening.numbers} moved={moved} unit={moved?.unit ?? subcontract?.unit ?? ''} />
        <Numbers numbers={happening.numbers} subcontract={subcontract} />
      </section>
      <Rests happening={happening} />
    </div>
  );
}

function NotObserved({ happening }: { readonly happening: Happening }): React.JSX.Element {
  return (
    <section className="why-part" aria-labelledby="why-observed">
      <h3 id="why-observed">{t('why.observed.title')}</h3>
      <p>{t(happening.kind === 'notice' ? 'why.observed.notice' : 'why.observed.none')}</p>
    </section>
  );
}
