import type { SubcontractShown } from '../../../src/views/shown.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { Calculation } from '../why/calculation.tsx';
import { unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { useMyPrice, type MyPrice } from './my-price.ts';
import { useDetail } from './use-detail.ts';
import { stepsOf } from './watching.ts';

/** Of so many it is told what they cost together. */
const several = 4;

type PriceProps = { readonly subcontract: SubcontractShown; readonly member: string | null; readonly records: number };

/** What a piece costs the reader, before taking it. */
export function Price({ subcontract, member, records }: PriceProps): React.JSX.Element {
  if (member === null) return <p className="price-mine quiet"><Text id="things.price.nobody" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>;
  return Object.values(subcontract.parties).includes(member) ? <p className="price-mine quiet">{t('things.price.party')}</p> : <Own subcontract={subcontract} member={member} records={records} />;
}

function Own({ subcontract, member, records }: PriceProps & { readonly member: string }): React.JSX.Element | null {
  const { unitOf } = useSpeaking();
  const price = useMyPrice(subcontract, member, records);
  if (price.problem !== null) return <p className="price-mine quiet">{price.problem}</p>;
  const together = price.total(several);
  if (price.each === null || together === null) return null;
  const unit = unitOf(subcontract.unit);
  return (
    <div className="price-mine">
      <p><Text id="things.price.each" values={{ price: written(price.each), unit: unitName(unit, price.each), strong: (words) => <strong>{words}</strong> }} /> <span className="quiet">{t('things.price.several', { count: several, price: written(together), unit: unitName(unit, together) })}</span></p>
      <WhyPrice subcontract={subcontract} price={price} count={1} />
    </div>
  );
}

/** The sum, and the steps that declared means go up: the step is shown, and never the means. */
export function WhyPrice({ subcontract, price: { numbers }, count }: { readonly subcontract: SubcontractShown; readonly price: MyPrice; readonly count: number }): React.JSX.Element {
  return (
    <details className="each why-price">
      <summary>{t('things.price.why')}</summary>
      <Calculation numbers={{ ...numbers, count }} moved={null} unit={subcontract.unit} />
      <Brackets subcontract={subcontract} numbers={numbers} />
    </details>
  );
}

function Brackets({ subcontract, numbers }: { readonly subcontract: SubcontractShown; readonly numbers: MyPrice['numbers'] }): React.JSX.Element | null {
  const { got } = useDetail(subcontract);
  const told = got?.ok === true ? stepsOf(got.value) : null;
  if (told === null) return null;
  const { steps } = told;
  const factor = numbers[told.factor];
  const most = Math.max(1, ...steps.map((step) => Number(step.times)));
  return (
    <>
      <ol className="brackets">
        {steps.map((step) => (
          <li key={step.from} className={step.times === factor ? 'bracket bracket-here' : 'bracket'} aria-current={step.times === factor ? 'true' : undefined}>
            <span className="bracket-bar" style={{ blockSize: `${12 + (Number(step.times) / most) * 44}px` }} aria-hidden="true" />
            <span className="bracket-times">× {written(step.times)}</span>
            <span className="quiet">{t('things.price.from', { from: written(step.from.replace(/\.0+$/, '')) })}</span>
          </li>
        ))}
      </ol>
      <p className="quiet">{t('things.price.means')}</p>
    </>
  );
}
