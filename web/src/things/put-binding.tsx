import { useState } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import { sayBinding } from '../../../src/views/sensing-words.ts';
import type { Result } from '../../../src/vocabulary/result.ts';
import type { Binding } from '../../../src/vocabulary/sensing.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import type { Draft, Readied } from './binding-draft.ts';
import type { MayBind } from './may-bind.ts';
import { plainly } from './method-names.ts';
import { useMayBind } from './use-may-bind.ts';

type PutBindingProps = { readonly result: Result<Readied>; readonly draft: Draft; readonly overview: Overview };

/** What is written in one sentence, or what is missing; and then it is bound, or proposed, as the charter has it. */
export function PutBinding({ result, draft }: PutBindingProps): React.JSX.Element {
  const may = useMayBind();
  if (!result.ok) return <p className="quiet" role="status">{draft.streams.length === 0 && draft.method !== '' ? t('things.bind.choose_above') : `${sentence(plainly(phrase(result.refusal.detail)))}.`}</p>;
  const { binding } = result.value;
  return (
    <>
      <div className="preview" role="status">
        <p>{phrase(sayBinding(binding))}.</p>
        <Unpermitted binding={binding} />
      </div>
      {may === undefined ? null : may.how === 'alone' ? <Alone binding={binding} /> : <Together binding={binding} may={may} />}
    </>
  );
}

function Unpermitted({ binding: { streams } }: { readonly binding: Binding }): React.JSX.Element | null {
  const { nameOf } = useSpeaking();
  const people = [...new Set(streams.flatMap(({ of = [] }) => of))];
  return people.length === 0 ? null : <p className="quiet">{t('things.bind.unpermitted', { names: people.map(nameOf).join(', '), count: people.length })}</p>;
}

function Alone({ binding }: { readonly binding: Binding }): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  return (
    <>
      <p className="row-of-buttons">
        <button type="button" className="act" disabled={busy || !me.ready} onClick={() => void run(() => me.say({ kind: 'bind', body: { binding } })).then((isDone) => { if (isDone) location.hash = '#/things/devices'; })}>{t('things.bind.bind')}</button>
        <span className="quiet">{t(me.ready ? 'things.bind.alone' : 'things.bind.alone_key')}</span>
      </p>
      <RefusedNote refused={refused} />
    </>
  );
}

function Together({ binding, may: { others } }: { readonly binding: Binding; readonly may: Extract<MayBind, { how: 'together' }> }): React.JSX.Element {
  const me = useMe();
  const { nameOf } = useSpeaking();
  const { busy, refused, run } = useActing();
  const [reason, setReason] = useState('');
  const who = others === 'operator' ? t('things.bind.by_operator') : others.length === 0 ? t('things.bind.together') : t('things.bind.by_others', { names: others.map(nameOf).join(', ') });
  return (
    <form className="stack" onSubmit={(event) => {
      event.preventDefault();
      const body = { change: { change: 'sensing', bind: [binding], unbind: [] }, title: `${titled(binding.subject)}: ${binding.id}`, reason: reason.trim() } as const;
      void run(() => me.say({ kind: 'propose', body })).then((isDone) => { if (isDone) location.hash = '#/decide'; });
    }}>
      <p>{who}</p>
      <label className="field"><span>{t('things.bind.why')}</span><textarea rows={2} maxLength={2000} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
      <p className="row-of-buttons"><button type="submit" className="act" disabled={busy || !me.ready || reason.trim() === ''}>{t('things.bind.propose')}</button><span className="quiet">{me.ready ? '' : t('things.with_key')}</span></p>
      <RefusedNote refused={refused} />
    </form>
  );
}
