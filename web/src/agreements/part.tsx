import { useState } from 'react';
import type { SubcontractDetail } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { phrase } from '../messages/phrase.ts';
import { Became, type Said } from '../months/became.tsx';
import { t } from '../messages/t.ts';
import { labelOf, withUnit } from '../words/labels.ts';
import { useSpeaking } from '../words/context.ts';
import { calledAlone, sentence } from '../words/names.ts';

type PartProps = { readonly subcontract: string; readonly part: string; readonly says: string; readonly taken: boolean };

/** A part that one takes up by a word, and gives back after one has read what follows; then what came of it. */
export function Part({ subcontract, part, says, taken }: PartProps): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [asked, ask] = useState(false);
  const [said, setSaid] = useState<Said | null>(null);
  const consent = async (): Promise<void> => {
    const isDone = await run(async () => {
      const told = await me.say({ kind: 'consent', body: { subcontract, part, given: !taken } });
      if (told.ok) setSaid(told);
      return told;
    });
    if (isDone) ask(false);
  };
  return (
    <div>
      <p className="row-of-buttons">
        <span><strong>{calledAlone(part)}</strong>: {phrase(says)}</span>
        {taken ? <button type="button" className="small-button" aria-expanded={asked} onClick={() => ask(!asked)}>{t('agreements.part.take_back')}</button>
          : <button type="button" className="small-button" disabled={busy} onClick={() => void consent()}>{t('agreements.part.take_up')}</button>}
      </p>
      {asked && taken ? (
        <div className="inset" role="group" aria-label={t('agreements.part.taking_back', { part: calledAlone(part) })}>
          <Follows subcontract={subcontract} part={part} />
          <p className="row-of-buttons"><button type="button" className="act act-small" disabled={busy} onClick={() => void consent()}>{t('agreements.part.take_back_now')}</button><button type="button" className="small-button" onClick={() => ask(false)}>{t('agreements.part.leave')}</button></p>
        </div>
      ) : null}
      <RefusedNote refused={refused} />
      {said === null || me.member === null ? null : <Became said={said} member={me.member} />}
    </div>
  );
}

/** What holds of every part, and what this agreement says of the end of it and of its notice. */
function Follows({ subcontract, part }: { readonly subcontract: string; readonly part: string }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const live = useLive<SubcontractDetail>(`/api/subcontracts/${subcontract}`, 0);
  return (
    <Asked live={live}>{({ manifest, terms, labels }) => {
      const told = Object.values(manifest.wakes?.consented ?? {}).flatMap((rule) => (rule.part === part && !rule.given && rule.says !== undefined ? [rule.says] : []));
      const notices = Object.entries(manifest.terms).filter(([term]) => term.startsWith('notice'));
      return (
        <ul className="plain-list">
          <li>{t('agreements.part.follows')}</li>
          {told.map((each) => <li key={each}>{sentence(phrase(each))}.</li>)}
          {notices.map(([term, { says }]) => <li key={term}>{labelOf(labels, term).label}: {withUnit(String(terms[term]), labelOf(labels, term), unitOf)}{says === undefined ? '' : `, ${phrase(says)}`}.</li>)}
        </ul>
      );
    }}</Asked>
  );
}
