import { useEffect, useRef, useState } from 'react';
import type { FoundedShown, FoundingKitShown } from '../../../src/views/home-shown.ts';
import { RefusedNote } from '../acting/refused.tsx';
import { getJson } from '../api/get.ts';
import type { Refused } from '../api/post.ts';
import { Card } from '../sections/card.tsx';
import { t } from '../messages/t.ts';
import { CollectiveStep } from './collective-step.tsx';
import { DeviceThere } from './device-there.tsx';
import { emptyDraft, isWhole, keepUnanswered, subjectOf, unanswered, type Draft } from './draft.ts';
import { KitsStep } from './kits-step.tsx';
import { beginSimulation, found, mayBeFounded, newRequest } from './send.ts';
import { YouStep } from './you-step.tsx';

const steps = ['collective', 'you', 'agreements'] as const;

/** Three short steps, each with defaults that one may leave as they are. @param back null: there is nothing to go back to */
export function Founding({ back }: { readonly back: (() => void) | null }): React.JSX.Element {
  const [draft, setDraft] = useState<Draft>(() => unanswered()?.draft ?? emptyDraft());
  const [step, setStep] = useState(() => (unanswered() === null ? 0 : steps.length - 1));
  const [done, setDone] = useState<FoundedShown | null>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const kits = useKits();
  const request = useRequest(draft);
  const heading = useRef<HTMLDivElement>(null);
  const go = (to: number): void => {
    setStep(to);
    setRefused(null);
    heading.current?.focus();
  };
  const send = async (): Promise<void> => {
    setBusy(true);
    const sent = { draft, request: request() };
    keepUnanswered(sent);
    const answer = await found(draft, sent.request, kits ?? []);
    if (!mayBeFounded(answer)) keepUnanswered(null);
    setBusy(false);
    setRefused(answer.ok ? null : answer.refused);
    if (!answer.ok) return;
    if (draft.device === 'simulated' && subjectOf(draft, kits ?? []) !== undefined) await beginSimulation(answer.value);
    if (answer.value.device === null) location.assign(`${answer.value.page}#/invite`);
    else setDone(answer.value);
  };
  if (done !== null && done.device !== null) return <DeviceThere device={done.device} page={done.page} />;
  const isLast = step === steps.length - 1;
  const change = (part: Partial<Draft>): void => setDraft((known) => ({ ...known, ...part }));
  return (
    <div ref={heading} tabIndex={-1} className="founding">
      <p className="quiet">{t('found.step', { step: step + 1, steps: steps.length })}</p>
      <Card id="step" title={t(`found.steps.${steps[step] ?? 'collective'}`)}>
        <form className="stack" onSubmit={(event) => { event.preventDefault(); if (isLast) void send(); else go(step + 1); }}>
          {step === 0 ? <CollectiveStep draft={draft} change={change} /> : step === 1 ? <YouStep draft={draft} change={change} /> : <KitsStep draft={draft} change={change} kits={kits} />}
          <p className="founding-ways">
            {step > 0 ? <button type="button" className="act act-quiet" disabled={busy} onClick={() => go(step - 1)}>{t('found.back')}</button>
              : back === null ? null : <button type="button" className="act act-quiet" onClick={back}>{t('found.back')}</button>}
            <button type="submit" className="act" disabled={busy || !isWhole(draft, step) || (isLast && kits === null)}>{t(busy ? 'found.founding' : isLast ? 'found.do' : 'found.next')}</button>
          </p>
          <RefusedNote refused={refused} />
        </form>
      </Card>
    </div>
  );
}

/** Null until they are known; none when nobody answers: then a collective begins without agreements. */
function useKits(): readonly FoundingKitShown[] | null {
  const [kits, setKits] = useState<readonly FoundingKitShown[] | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    void getJson<readonly FoundingKitShown[]>('/api/kits', asking.signal).then((got) => { if (!asking.signal.aborted) setKits(got.ok ? got.value : []); });
    return () => asking.abort();
  }, []);
  return kits;
}

/** One name for what is asked, as long as it is the same. */
function useRequest(draft: Draft): () => string {
  const known = useRef(unanswered());
  return () => {
    if (known.current === null || JSON.stringify(known.current.draft) !== JSON.stringify(draft)) known.current = { draft, request: newRequest() };
    return known.current.request;
  };
}
