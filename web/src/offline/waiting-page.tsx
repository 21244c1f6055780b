import { useState } from 'react';
import type { EntryBody } from '../../../src/vocabulary/entries.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { refusal } from '../api/refusal.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';
import { actAbout, actWords } from './act-words.ts';
import { idOf, type WaitingAct } from './outbox.ts';
import { withdrawAct } from './send.ts';
import { ownActs, useWaiting } from './use-waiting.ts';
import '../style/offline.css';

/** What a member did without a connection: each can be read, and withdrawn until it is sent. */
export function WaitingPage(): React.JSX.Element {
  const { key } = useMe();
  const own = ownActs(useWaiting(), key);
  const [said, setSaid] = useState('');
  const waits = own.filter(({ refused }) => refused === null);
  const refused = own.filter((act) => act.refused !== null);
  const withdraw = (act: WaitingAct): void => void withdrawAct(idOf(act)).then((came) => {
    if (act.refused === null || came === 'kept') setSaid(t(came === 'withdrawn' ? 'offline.waiting.withdrawn' : came === 'maybe_sent' ? 'offline.waiting.withdrawn_sent' : came === 'gone' ? 'offline.waiting.gone' : 'me.passkey.store'));
  });
  return (
    <main className="page-narrow" tabIndex={-1}>
      <h2>{t('offline.waiting.title')}</h2>
      <p role="status" className={said === '' ? 'visually-hidden' : ''}>{said}</p>
      {key === undefined ? null : key === null ? <p>{t('offline.waiting.needs_key')}</p> : own.length === 0 ? <p>{t('offline.waiting.none')}</p> : null}
      {waits.length === 0 ? null : <><p>{t('offline.waiting.says')}</p><p className="quiet">{t('offline.waiting.when')}</p></>}
      <Acts title={t('offline.waiting.list')} id="waits" acts={waits} put={t('offline.waiting.withdraw')} onPut={withdraw} />
      <Acts title={t('offline.waiting.refused')} id="refused" acts={refused} put={t('offline.waiting.put_away')} onPut={withdraw} />
    </main>
  );
}

type ActsProps = { readonly title: string; readonly id: string; readonly acts: readonly WaitingAct[]; readonly put: string; readonly onPut: (act: WaitingAct) => void };

function Acts({ title, id, acts, put, onPut }: ActsProps): React.JSX.Element | null {
  const speaking = useSpeaking();
  if (acts.length === 0) return null;
  return (
    <Card id={id} title={title}>
      <ol className="waiting-acts">
        {acts.map((act) => {
          const { body: { entry }, refused } = act;
          const words = actWords(act, speaking);
          const about = actAbout(act, speaking);
          return (
            <li key={idOf(act)}>
              <p><strong>{words}</strong></p>
              {about === null ? null : <p>{about.href === null ? about.title : <a href={about.href}>{about.title}</a>}</p>}
              <p className="quiet">{t('offline.waiting.signed', { when: dayAndTime(speaking.zone, entry.at) })}</p>
              {refused === null ? null : <RefusedNote refused={refusal(refused.code, refused.detail)} />}
              <details><summary>{t('offline.waiting.all')}</summary><pre>{JSON.stringify({ kind: entry.kind, ...entry.body }, null, 2)}</pre></details>
              <p className="waiting-ways">
                {refused === null ? null : <Again act={act} words={words} onDone={() => onPut(act)} />}
                <button type="button" className="small-button" aria-label={`${put}: ${words}`} onClick={() => onPut(act)}>{put}</button>
              </p>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

type AgainProps = { readonly act: WaitingAct; readonly words: string; readonly onDone: () => void };

/** The same once more, sealed anew: with the collective's time as it is now, and by the passkey where it takes one. */
function Again({ act: { body: { entry, words: written } }, words, onDone }: AgainProps): React.JSX.Element {
  const { say, comment } = useMe();
  const { busy, refused, run } = useActing();
  const sayAgain = async (): ReturnType<typeof say> => {
    const { kind, body } = entry;
    if (kind !== 'comment' || written === undefined) return await say({ kind, body } as EntryBody);
    const { commitment: _, ...on } = body;
    return await comment(on, written.text);
  };
  const again = t('offline.waiting.again');
  return (
    <>
      <button type="button" className="small-button" disabled={busy} aria-label={`${again}: ${words}`} onClick={() => void run(sayAgain).then((done) => { if (done) onDone(); })}>{again}</button>
      <RefusedNote refused={refused} />
    </>
  );
}
