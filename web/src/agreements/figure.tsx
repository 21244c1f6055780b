import { written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { nameOfUnit } from '../words/labels.ts';

/** An amount with its unit, in figures of one width. */
export function Figure({ amount, unit }: { readonly amount: string; readonly unit: string }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  return <>{written(amount)} <span className="unit">{nameOfUnit(amount, unit, unitOf)}</span></>;
}
