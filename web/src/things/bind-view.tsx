import { useState } from 'react';
import type { SensingShown, ThingsShown } from '../../../src/views/things-shown.ts';
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
      <p className="back"><a href="#/things">← All devices</a></p>
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
  if (binding !== null && (before === undefined || before === null)) return <Card id="bind" title="There is no such binding"><p>It has ended, or never was: <a href="#/things">all devices</a>.</p></Card>;
  const title = binding === null ? (found === undefined ? 'Bind a device' : `What is “${streamTitle(found.device, found.stream)}” for?`) : `Change “${binding}”`;
  return (
    <Card id="bind" title={title}>
      {ready ? null : <p className="quiet">You can fill it in and see what it would say; to bind or propose it from here, <a href="#/me">make a key in this browser</a>.</p>}
      <BindForm draft={draft} write={write} devices={devices} sensing={sensing} overview={overview} isNew={binding === null} />
    </Card>
  );
}
