import { unitName, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';

export function Amount({ amount, unit, sign = '' }: { readonly amount: string; readonly unit: string; readonly sign?: string }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  return (
    <span className="amount">
      {sign}{written(amount)} <span className="unit">{unitName(unitOf(unit), amount)}</span>
    </span>
  );
}
