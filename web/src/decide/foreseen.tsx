import { useState } from 'react';
import type { LineShown } from '../../../src/views/backtest-shown.ts';
import type { ForeseenShown } from '../../../src/views/foreseen-shown.ts';
import type { Asking } from '../../../src/vocabulary/changes.ts';
import { RefusedNote } from '../acting/refused.tsx';
import { postJson, type Posted } from '../api/post.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';

/** What can be foreseen: an open proposal, or what is being written. */
type ForeseenAsk = { readonly proposal: string } | Asking;

/** Asks what it would do if it were asked now. What was answered stays until it is asked again. */
export function ForeseenPanel({ ask }: { readonly ask: ForeseenAsk }): React.JSX.Element {
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Posted<ForeseenShown> | null>(null);
  const run = async (): Promise<void> => {
    setBusy(true);
    setAnswer(await postJson<ForeseenShown>('/api/foreseen', ask));
    setBusy(false);
  };
  return (
    <div className="foreseen">
      <p>{t('decide.foreseen.says')}</p>
      <p className="row-of-buttons"><button type="button" className="act act-small" disabled={busy} onClick={() => void run()}>{t(answer === null ? 'decide.foreseen.see' : 'decide.foreseen.again')}</button></p>
      {answer === null ? null : answer.ok ? <Foreseen foreseen={answer.value} /> : <RefusedNote refused={answer.refused} />}
    </div>
  );
}

function Foreseen({ foreseen: { refused, lines } }: { readonly foreseen: ForeseenShown }): React.JSX.Element {
  if (refused !== null) return <p className="refused" role="status">{t('decide.foreseen.refused', { detail: phrase(refused.detail) })}</p>;
  if (lines.count === 0) return <p role="status">{t('decide.foreseen.nothing')}</p>;
  return (
    <div role="status">
      <ul className="plain-list" aria-label={t('decide.foreseen.list')}>{lines.shown.map((line, place) => <li key={place}><Line line={line} /></li>)}</ul>
      {lines.count > lines.shown.length ? <p className="quiet">{t('decide.and_more', { count: lines.count - lines.shown.length })}</p> : null}
    </div>
  );
}

function Line({ line: { what, words, from, to, amounts } }: { readonly line: LineShown }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  if (from === undefined || to === undefined || amounts === undefined) return <>{what === 'notice' && to !== undefined ? t('decide.foreseen.told', { name: nameOf(to), words: sentence(phrase(words)) }) : sentence(phrase(words))}</>;
  return <><strong>{what === 'owed' ? t('decide.foreseen.owes', { debtor: nameOf(from), creditor: nameOf(to) }) : `${nameOf(from)} → ${nameOf(to)}`}</strong> {Object.entries(amounts).map(([unit, amount]) => <Amount key={unit} unit={unit} amount={amount} />)} <span className="quiet">{phrase(words)}</span></>;
}
