import { t } from '../messages/t.ts';
import type { Saying } from '../../../src/vocabulary/sensing.ts';
import '../style/evidence.css';

/** So that a single weak saying isn't drawn as if it were strong: e^3 is twenty to one. */
const scaleLeast = 3;

/** What each sensor counted, to the right for it and to the left against it: log-likelihood ratio times weight. */
export function EvidencePicture({ sensors }: { readonly sensors: readonly Saying[] }): React.JSX.Element {
  const [ofEvent, ofPerson] = [sensors.filter(({ about }) => about === undefined), sensors.filter(({ about }) => about === 'person')];
  const most = Math.max(scaleLeast, ...sensors.map((each) => Math.abs(counted(each) ?? 0)));
  return (
    <div className="evidence">
      <Sayings title={t('why.sure.event')} sensors={ofEvent} most={most} />
      {ofPerson.length === 0 ? null : <Sayings title={t('why.sure.person')} sensors={ofPerson} most={most} />}
      <p className="quiet evidence-ends" aria-hidden="true"><span>← {t('why.evidence.against')}</span><span>{t('why.evidence.for')} →</span></p>
    </div>
  );
}

function Sayings({ title, sensors, most }: { readonly title: string; readonly sensors: readonly Saying[]; readonly most: number }): React.JSX.Element {
  return (
    <dl aria-label={title}>
      {[...sensors].sort((a, b) => Math.abs(counted(b) ?? -1) - Math.abs(counted(a) ?? -1)).map((each) => (
        <div key={each.stream} className="saying"><dt>{each.stream}{each.about === 'person' ? <span className="quiet"> {t('why.sure.person')}</span> : null}</dt><dd><Bar saying={each} most={most} /></dd></div>
      ))}
    </dl>
  );
}

function Bar({ saying, most }: { readonly saying: Saying; readonly most: number }): React.JSX.Element {
  const { state, weight = 1, by } = saying;
  const value = counted(saying);
  const share = value === undefined ? 0 : (50 * Math.abs(value)) / most;
  const isFor = (value ?? 0) >= 0;
  return (
    <>
      <span className="saying-bar" aria-hidden="true"><span className={isFor ? 'saying-for' : 'saying-against'} style={{ inlineSize: `${share}%`, insetInlineStart: `${isFor ? 50 : 50 - share}%` }} /></span>
      <span className="saying-words">{state !== 'said' ? t(`why.evidence.out.${state}`) : value === undefined ? t('why.evidence.used') : weight === 0 ? t('why.evidence.out.disagrees') : ratioWords(value)}<span className="quiet">{weight > 0 && weight < wholeFrom ? `, ${t('why.evidence.weight', { weight: Math.round(100 * weight) / 100 })}` : ''}{by === 'signed' ? `, ${t('why.evidence.signed')}` : ''}</span></span>
    </>
  );
}

/** So near to 1 a weight is whole. */
const wholeFrom = 0.995;

/** Undefined: it counted nothing that a number tells. */
function counted({ state, llr, weight = 1 }: Saying): number | undefined {
  return state === 'said' && llr !== undefined ? llr * weight : undefined;
}

/** @example ratioWords(Math.log(4)) === '4 to 1 for it' */
function ratioWords(llr: number): string {
  const ratio = Math.exp(Math.abs(llr));
  if (ratio < evenBelow) return t('why.evidence.even');
  if (ratio >= ratioMax) return t(llr > 0 ? 'why.evidence.much_for' : 'why.evidence.much_against', { ratio: ratioMax });
  return t(llr > 0 ? 'why.evidence.ratio_for' : 'why.evidence.ratio_against', { ratio: ratio >= 10 ? Math.round(ratio) : Math.round(10 * ratio) / 10 });
}

const evenBelow = 1.05;
const ratioMax = 1000;
