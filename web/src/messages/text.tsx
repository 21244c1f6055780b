import { Fragment, type ReactNode } from 'react';
import type { MessageId } from './areas.ts';
import { formatOf, type Value } from './t.ts';

type Part = Value | ReactNode | ((inner: ReactNode) => ReactNode);

/**
 * A message with elements in it: those that enclose words are tags in the message, and functions here.
 * @example <Text id="app.foot.check" values={{ link: (words) => <a href="#/ledger/check">{words}</a> }} />
 */
export function Text({ id, values = {} }: { readonly id: MessageId; readonly values?: { readonly [name: string]: Part } }): React.JSX.Element {
  const tags = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'function' ? (inner: ReactNode[]) => value(keyed(inner)) : value]));
  return <>{keyed(formatOf(id).format<ReactNode>(tags as never))}</>;
}

/** The parts of a message stand in one order: their place is their key. */
function keyed(parts: ReactNode): ReactNode {
  return Array.isArray(parts) ? parts.map((part: ReactNode, at) => <Fragment key={at}>{part}</Fragment>) : parts;
}
