import { useState } from 'react';
import type { SensingShown, ThingsShown } from '../../../src/views/things-shown.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { Card } from '../sections/card.tsx';
import { draftFrom, draftOf, type Draft } from './binding-draft.ts';
import { BindForm } from './bind-form.tsx';
import type { SensingProps } from './pages.tsx';
import { useThings } from './use-things.ts';
import { streamIn, streamTitle } from './values.ts';

type BindViewProps = SensingProps & { readonly stream: string | null; readonly binding: string | null };

/** What a stream is for: a few choices, from which a binding is made or proposed. */
export function BindView({ stream, binding, overview, records }: BindViewProps): React.JSX.Element {
  const things = useThings(records);
  const sensing = useLive<SensingShown>('/api/sensing', records);
  return (
    <>
      <p className="back"><a href="#/things/devices">{t('things.devices.back')}</a></p>
      <Asked live={things}>{({ devices }) => <Asked live={sensing}>{(shown) => <Begun stream={stream} binding={binding} devices={devices} sensing={shown} overview={overview} />}</Asked>}</Asked>
    </>
  );
}

type BegunProps = { readonly stream: string | null; readonly binding: string | null; readonly devices: ThingsShown['devices']; readonly sensing: SensingShown; readonly overview: SensingProps['overview'] };

function Begun({ stream, binding, devices, sensing, overview }: BegunProps): React.JSX.Element {
  const { ready } = useMe();
  const before = binding === null ? undefined : sensing.bindings.find(({ id }) => id === binding)?.binding;
  const found = stream === null ? undefined : streamIn(devices, stream);
  const [draft, write] = useState<Draft>(() => (before === undefined || before === null ? draftOf(found?.stream) : draftFrom(before)));
  if (binding !== null && (before === undefined || before === null)) return <Card id="bind" title={t('things.bind.none')}><p><Text id="things.bind.none_says" values={{ devices: (words) => <a href="#/things/devices">{words}</a> }} /></p></Card>;
  const title = binding === null ? (found === undefined ? t('things.bind.open') : t('things.bind.for_stream', { stream: streamTitle(found.device, found.stream) })) : t('things.bind.change', { name: binding });
  return (
    <Card id="bind" title={title}>
      {ready ? null : <p className="quiet"><Text id="things.bind.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>}
      <BindForm draft={draft} write={write} devices={devices} sensing={sensing} overview={overview} isNew={binding === null} />
    </Card>
  );
}
