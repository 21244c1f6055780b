import { useState } from 'react';
import type { FoundingShown } from '../../../src/views/charter-shown.ts';
import { commandLine } from '../../../src/vocabulary/command-line.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';
import { reckonFounding } from './founding-hash.ts';

/** Who signed the founding over which hash, and who is missing; a founder signs here once the hash was reckoned here. */
export function FoundingCard({ founding: { hash, missing, founders } }: { readonly founding: FoundingShown; readonly records: number }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  return (
    <Card id="founding" title={t('charter.founding')} aside={missing.length === 0 ? <span className="tag tag-ok">{t('charter.founding.signed')}</span> : <span className="tag tag-wait">{t('charter.founding.missing', { count: missing.length })}</span>}>
      {missing.length === 0 ? null : <p className="banner">{t('charter.founding.waits', { names: missing.map(nameOf).join(', ') })}</p>}
      <p>{t('charter.founding.covers')}</p>
      <p><code className="hash">{hash}</code></p>
      <ul className="plain-list">{founders.map(({ member, name, signed }) => <li key={member}>{signed === null ? t('charter.founding.not_signed', { name }) : <Text id="charter.founding.signed_on" values={{ name, when: dayAndTime(zone, signed.recordedAt), record: () => <RecordLink record={signed.record} /> }} />}</li>)}</ul>
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
  if (!me.ready) return <p><Text id="charter.founding.with_file" values={{ command: commandLine(`sign --as ${me.member}`), code: (words: React.ReactNode) => <code>{words}</code> }} /></p>;
  if (reckoned === 'differs') return <p className="refused" role="alert"><Text id="charter.founding.differs" values={{ command: commandLine('verify'), code: (words: React.ReactNode) => <code>{words}</code> }} /></p>;
  return (
    <>
      <p className="row-of-buttons">
        {reckoned === 'not yet'
          ? <button type="button" className="act" onClick={() => void reckonFounding().then((own) => setReckoned(own === hash ? 'fits' : 'differs'))}>{t('charter.founding.reckon')}</button>
          : <><span>{t('charter.founding.fits')}</span><button type="button" className="act" disabled={busy} onClick={() => void run(() => me.say({ kind: 'sign', body: { founding: hash } }))}>{t('charter.founding.sign')}</button></>}
      </p>
      <RefusedNote refused={refused} />
    </>
  );
}
