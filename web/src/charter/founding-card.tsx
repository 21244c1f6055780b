import { useState } from 'react';
import type { FoundingShown } from '../../../src/views/charter-shown.ts';
import { commandLine } from '../../../src/vocabulary/command-line.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';
import { reckonFounding } from './founding-hash.ts';

/** Who signed the founding over which hash, and who is missing; a founder signs here once the hash was reckoned here. */
export function FoundingCard({ founding: { hash, missing, founders } }: { readonly founding: FoundingShown; readonly records: number }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  return (
    <Card id="founding" title="The founding" aside={missing.length === 0 ? <span className="tag tag-ok">signed by all founders</span> : <span className="tag tag-wait">{missing.length} missing</span>}>
      {missing.length === 0 ? null : <p className="banner">It isn’t founded until every founder has signed the same hash. Missing: {missing.map(nameOf).join(', ')}. Until then nothing else happens.</p>}
      <p>What founders sign covers the charter, the members, and the agreements in force from the beginning. Its hash:</p>
      <p><code className="hash">{hash}</code></p>
      <ul className="plain-list">{founders.map(({ member, name, signed }) => <li key={member}>{name}: {signed === null ? 'hasn’t signed' : <>signed on {dayAndTime(zone, signed.recordedAt)} (<RecordLink record={signed.record} />)</>}</li>)}</ul>
      {missing.length === 0 ? null : <Sign hash={hash} missing={missing} />}
    </Card>
  );
}

type Reckoned = 'not yet' | 'fits' | 'differs';

function Sign({ hash, missing }: { readonly hash: string; readonly missing: readonly string[] }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [reckoned, setReckoned] = useState<Reckoned>('not yet');
  if (me.member === null || !missing.includes(me.member)) return null;
  if (!me.ready) return <p>You haven’t signed. With your key’s file: <code>{commandLine(`sign --as ${me.member}`)}</code></p>;
  if (reckoned === 'differs') return <p className="refused" role="alert">The records give another hash than the server shows. Sign nothing, and have somebody check the log: <code>{commandLine('verify')}</code></p>;
  return (
    <>
      <p className="row-of-buttons">
        {reckoned === 'not yet'
          ? <button type="button" className="act" onClick={() => void reckonFounding().then((own) => setReckoned(own === hash ? 'fits' : 'differs'))}>Reckon the hash here</button>
          : <><span>This browser comes to the same hash from the records.</span><button type="button" className="act" disabled={busy} onClick={() => void run(() => me.say({ kind: 'sign', body: { founding: hash } }))}>Sign it</button></>}
      </p>
      <RefusedNote refused={refused} />
    </>
  );
}
