import { memo, useState } from 'react';
import { isObject, type JsonObject } from '../../../src/vocabulary/json.ts';
import type { AskedShown, MemberShown, SubcontractShown } from '../../../src/views/shown.ts';
import { useAnswer } from '../api/hooks.ts';
import { Calculation } from '../why/calculation.tsx';
import { times, unitName } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { Card } from './card.tsx';

const pieces = [1, 2, 4, 8] as const;

type PriceProps = { readonly subcontract: SubcontractShown; readonly members: readonly MemberShown[] };

/** What it costs, asked before taking. */
export const Price = memo(function Price({ subcontract, members }: PriceProps) {
  const { unitOf } = useSpeaking();
  const payers = members.filter(({ id }) => !Object.values(subcontract.parties).includes(id));
  const [chosen, setChosen] = useState<string | null>(null);
  const [count, setCount] = useState(1);
  const by = chosen ?? payers[0]?.id ?? null;
  const answer = useAnswer<AskedShown>(by === null ? null : `/api/subcontracts/${encodeURIComponent(subcontract.id)}/ask/price?by=${encodeURIComponent(by)}`);
  const shown: JsonObject = answer?.ok === true && isObject(answer.value.shown) ? answer.value.shown : {};
  const price = typeof shown['price'] === 'string' ? shown['price'] : null;
  const unit = unitOf(subcontract.unit);
  const total = price === null ? null : times(count, price, unit?.decimals ?? 0);
  return (
    <Card id={`price-${subcontract.id}`} title="What would it cost you?" className="area-price">
      <div className="price-ask">
        <label>You are
          <select value={by ?? ''} onChange={(event) => setChosen(event.target.value)}>
            {payers.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </select>
        </label>
        <fieldset className="choices">
          <legend>and take</legend>
          {pieces.map((each) => (
            <label key={each} className="choice"><input type="radio" name={`pieces-${subcontract.id}`} checked={count === each} onChange={() => setCount(each)} /><span>{each}</span></label>
          ))}
          <span aria-hidden="true">{count === 1 ? 'piece' : 'pieces'}</span>
        </fieldset>
      </div>
      <div className="price-answer" aria-live="polite">
        {answer !== null && !answer.ok ? <p className="empty">{answer.message}</p> : null}
        {total === null ? null : (
          <>
            <p><span className="figure">{total}</span> <span className="figure-unit">{unitName(unit, total)}</span></p>
            <Calculation numbers={{ ...shown, count }} moved={null} unit={subcontract.unit} />
          </>
        )}
      </div>
      <Brackets subcontract={subcontract} factor={typeof shown['times'] === 'string' ? shown['times'] : null} />
    </Card>
  );
});

/** The steps that declared means go up, with the one that applies. */
function Brackets({ subcontract, factor }: { readonly subcontract: SubcontractShown; readonly factor: string | null }): React.JSX.Element | null {
  const brackets = subcontract.terms['brackets'];
  if (!Array.isArray(brackets)) return null;
  const steps = brackets.filter(isObject).map((each) => ({ from: String(each['from']), times: String(each['times']) }));
  const most = Math.max(1, ...steps.map((step) => Number(step.times)));
  return (
    <>
      <ol className="brackets">
        {steps.map((step) => (
          <li key={step.from} className={step.times === factor ? 'bracket bracket-here' : 'bracket'} aria-current={step.times === factor ? 'true' : undefined}>
            <span className="bracket-bar" style={{ blockSize: `${12 + (Number(step.times) / most) * 44}px` }} aria-hidden="true" />
            <span className="bracket-times">× {step.times}</span>
            <span className="quiet">from {step.from.replace(/\.0+$/, '')}</span>
          </li>
        ))}
      </ol>
      <p className="quiet">By declared monthly means; whoever declares none pays the lowest. The means themselves aren’t shown to anyone here, only the step.</p>
    </>
  );
}
