import type { Overview } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useMembers } from '../sections/use-members.ts';
import { AskedKey } from './asked-key.tsx';
import { ComeInCard } from './come-in-card.tsx';
import { DevicesView } from './devices-view.tsx';
import { HeldKey } from './held-key.tsx';
import { useMe } from './me.ts';
import { NoKey } from './no-key.tsx';

type YouProps = { readonly overview: Overview; readonly records: number };

/** Who one is, the key by which one acts from this browser, one's other devices, and who would let one back in. */
export function YouView({ overview, records }: YouProps): React.JSX.Element {
  const { key } = useMe();
  const members = useMembers(overview);
  if (key === undefined) return <Card id="you" title={t('me.title')}><p className="empty">{t('me.looking')}</p></Card>;
  if (key === null) return <><ComeInCard /><NoKey members={members} /></>;
  if (key.state === 'asked') return <AskedKey held={key} />;
  return <><DevicesView held={key} overview={overview} records={records} /><HeldKey held={key} /></>;
}
