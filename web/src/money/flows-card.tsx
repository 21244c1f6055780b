import { useMemo, useState } from 'react';
import type { FlowsShown } from '../../../src/ledger/shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { dayKey } from '../words/time.ts';
import { drawn, type FlowNode } from './flows.ts';
import { FlowsPicture } from './flows-picture.tsx';
import { PeriodChoice } from './period-choice.tsx';
import { periodOf, type Period } from './periods.ts';
import { accountName } from './use-accounts.ts';

type FlowsCardProps = { readonly overview: Overview; readonly unit: string; readonly records: number; readonly now: number };

/** Who paid whom within days, and by which agreement: as a picture, and as the table that it is drawn from. */
export function FlowsCard({ overview, unit, records, now }: FlowsCardProps): React.JSX.Element {
  const today = dayKey(overview.zone, now);
  const [period, choose] = useState<Period>(() => periodOf('month', today, 0));
  const live = useLive<FlowsShown>(`/api/flows?${new URLSearchParams({ unit, ...period })}`, records);
  return (
    <Card id="flows" title={t('books.flows')}>
      <PeriodChoice today={today} since="1970-01-01" period={period} choose={choose} />
      <Asked live={live}>{(flows) => (flows.flows.length === 0 ? <p className="empty">{t('books.flows.none')}</p> : <Flows flows={flows} />)}</Asked>
    </Card>
  );
}

function Flows({ flows: { flows, others, unit } }: { readonly flows: FlowsShown }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const agreement = (id: string | null): string => (id === null || id === '' ? t('books.flows.by_hand') : titled(id));
  const picture = useMemo(() => drawn(flows), [flows]);
  const nodeName = ({ side, of }: FlowNode): string => (of === null ? t('books.flows.others') : side === 'by' ? agreement(of) : nameOf(of));
  return (
    <>
      {picture.nodes.length === 0 ? null : <FlowsPicture drawn={picture} nameOf={nodeName} />}
      <details className="each">
        <summary>{t('books.flows.table', { count: flows.length })}</summary>
        <div className="wide">
          <table className="figures flows-table">
            <caption className="visually-hidden">{t('books.flows')}</caption>
            <thead><tr><th scope="col">{t('books.flows.from')}</th><th scope="col">{t('books.flows.to')}</th><th scope="col">{t('books.flows.by')}</th><th scope="col">{t('books.flows.times')}</th><th scope="col">{t('money.amount')}</th></tr></thead>
            <tbody>{flows.map(({ from, to, subcontract, amount, count }) => <tr key={`${from} ${to} ${subcontract}`}><th scope="row">{accountName(from, nameOf)}</th><td>{accountName(to, nameOf)}</td><td>{agreement(subcontract)}</td><td>{count}</td><td><Amount amount={amount} unit={unit} /></td></tr>)}{others.count === 0 ? null : <tr><th scope="row">{t('books.flows.others')}</th><td /><td /><td>{others.count}</td><td><Amount amount={others.amount} unit={unit} /></td></tr>}</tbody>
          </table>
        </div>
      </details>
    </>
  );
}
