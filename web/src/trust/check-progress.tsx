import { useEffect, useState } from 'react';
import { t } from '../messages/t.ts';
import { span } from '../words/time.ts';
import type { CheckState } from './checker.ts';
import { steps } from './messages.ts';

/** How far a check is: its steps, and with the records how many, and how long it still takes. */
export function CheckProgress({ progress }: { readonly progress: CheckState['progress'] }): React.JSX.Element {
  const at = progress === null ? 0 : steps.indexOf(progress.step);
  const left = useTimeLeft(progress);
  const part = progress?.step === 'records' && progress.of > 0 ? progress.done / progress.of : undefined;
  return (
    <div className="check-progress">
      <progress aria-label={t('trust.progress')} max={1} value={part ?? at * 0.02} />
      <p>
        {progress?.step !== 'records' ? t('trust.progress.reading', { what: t(`trust.step.${steps[at] ?? 'head'}`) }) : t(left === null ? 'trust.progress.of' : 'trust.progress.of_left', { done: progress.done, of: progress.of, span: left === null ? '' : span(left) })}
      </p>
      <ol className="check-steps">
        {steps.map((step, place) => <li key={step} className={place < at ? 'is-done' : place === at ? 'is-now' : ''} aria-current={place === at ? 'step' : undefined}>{t(`trust.step.${step}`)}</li>)}
      </ol>
    </div>
  );
}

/** In milliseconds, once a second's work tells; null before. */
function useTimeLeft(progress: CheckState['progress']): number | null {
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    const took = progress === null ? 0 : performance.now() - progress.since;
    setLeft(progress?.step === 'records' && took > 1000 && progress.done > 0 ? Math.max(1000, took * (progress.of - progress.done) / progress.done) : null);
  }, [progress]);
  return left;
}
