import { useState } from 'react';
import { commentCharsMax } from '../../../src/log/comment-words.ts';
import type { CommentShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { t } from '../messages/t.ts';
import { Face } from '../sections/face.tsx';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';
import { commentOrders, type CommentOrder } from './comment-order.ts';
import { useHidden } from './hidden.ts';

type ThreadProps = { readonly head: CommentShown; readonly all: readonly CommentShown[]; readonly proposal: ProposalDetail };

/** A comment with its answers, and theirs. */
export function Thread({ head, all, proposal }: ThreadProps): React.JSX.Element {
  const [answering, setAnswering] = useState(false);
  const { ready } = useMe();
  const answers = all.filter(({ answers: to }) => to === head.id);
  const on = { proposal: head.amendment ?? proposal.id, ...(head.paragraph === null ? {} : { paragraph: head.paragraph }), answers: head.id };
  const mayAnswer = ready && proposal.open !== null && (head.paragraph === null || proposal.text.some(({ id }) => id === head.paragraph));
  return (
    <>
      <Comment comment={head} answer={mayAnswer ? () => setAnswering(!answering) : null} />
      {answering ? <CommentForm on={on} label={t('decide.comment.answer_label')} close={() => setAnswering(false)} /> : null}
      {answers.length === 0 ? null : <ul className="threads">{answers.map((each) => <li key={each.id}><Thread head={each} all={all} proposal={proposal} /></li>)}</ul>}
    </>
  );
}

function Comment({ comment, answer }: { readonly comment: CommentShown; readonly answer: (() => void) | null }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { id, by, text, recordedAt, place } = comment;
  const [hidden, setHidden] = useHidden(id);
  const when = dayAndTime(zone, recordedAt);
  if (hidden) return <p className="quiet comment-hidden">{t('decide.comment.hidden')} <button type="button" className="link-button" onClick={() => setHidden(false)}>{t('decide.comment.show')}</button></p>;
  return (
    <article className="comment">
      <Face id={by} name={nameOf(by)} />
      <div>
        <p className="comment-head"><strong>{nameOf(by)}</strong> <span className="quiet">{place === 'changed' || place === 'gone' ? t(`decide.comment.${place}`, { when }) : when}</span></p>
        {text === null ? <p className="quiet">{t('decide.comment.erased')}</p> : <p className="comment-words">{text}</p>}
        <p className="paragraph-acts">{text === null ? null : <button type="button" className="link-button" onClick={() => setHidden(true)}>{t('decide.comment.hide')}</button>}{answer === null ? null : <button type="button" className="link-button" onClick={answer}>{t('decide.comment.answer')}</button>}{text === null ? null : <Erase comment={comment} />}</p>
      </div>
    </article>
  );
}

/** In which order the comments on one thing stand. */
export function OrderChoice({ order, choose }: { readonly order: CommentOrder; readonly choose: (order: CommentOrder) => void }): React.JSX.Element {
  return (
    <label className="order-choice"><span>{t('decide.comment.order')}</span> <select value={order} onChange={({ target }) => choose(commentOrders.find((each) => each === target.value) ?? 'oldest')}>
      {commentOrders.map((each) => <option key={each} value={each}>{t(`decide.comment.${each}`)}</option>)}
    </select></label>
  );
}

/** By its author, for good. */
function Erase({ comment: { by, record } }: { readonly comment: CommentShown }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [sure, setSure] = useState(false);
  if (!me.ready || me.member !== by) return null;
  return (
    <>
      {sure ? <button type="button" className="link-button" disabled={busy} onClick={() => void run(() => me.erase(record))}>{t('decide.comment.erase_sure')}</button> : <button type="button" className="link-button" onClick={() => setSure(true)}>{t('decide.comment.erase')}</button>}
      <RefusedNote refused={refused} />
    </>
  );
}

type CommentFormProps = { readonly on: Parameters<ReturnType<typeof useMe>['comment']>[0]; readonly label: string; readonly close: () => void };

export function CommentForm({ on, label, close }: CommentFormProps): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [text, setText] = useState('');
  return (
    <form className="stack inset" onSubmit={(event) => {
      event.preventDefault();
      void run(() => me.comment(on, text.trim())).then((isDone) => { if (isDone) close(); });
    }}>
      <label className="field"><span>{label}</span><textarea rows={3} value={text} maxLength={commentCharsMax} autoFocus onChange={({ target }) => setText(target.value)} /></label>
      <p className="row-of-buttons"><button type="submit" className="act act-small" disabled={busy || text.trim() === ''}>{t('decide.comment.say')}</button><button type="button" className="small-button" onClick={close}>{t('decide.cancel')}</button>
        <span className="quiet">{t('decide.comment.all_see')}</span></p>
      <RefusedNote refused={refused} />
    </form>
  );
}
