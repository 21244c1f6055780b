import { useState } from 'react';
import { commentCharsMax } from '../../../src/log/comment-words.ts';
import type { CommentShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { Face } from '../sections/face.tsx';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime } from '../words/time.ts';

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
      {answering ? <CommentForm on={on} label="Your answer" close={() => setAnswering(false)} /> : null}
      {answers.length === 0 ? null : <ul className="threads">{answers.map((each) => <li key={each.id}><Thread head={each} all={all} proposal={proposal} /></li>)}</ul>}
    </>
  );
}

const places = { stands: null, changed: 'on this paragraph as it was before', gone: 'on a paragraph that is gone' } as const;

function Comment({ comment, answer }: { readonly comment: CommentShown; readonly answer: (() => void) | null }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { by, text, recordedAt, place } = comment;
  const where = place === null ? null : places[place];
  return (
    <article className="comment">
      <Face id={by} name={nameOf(by)} />
      <div>
        <p className="comment-head"><strong>{nameOf(by)}</strong> <span className="quiet">{dayAndTime(zone, recordedAt)}{where === null ? '' : `, ${where}`}</span></p>
        {text === null ? <p className="quiet">Its words were erased; that it was said, and when, stays.</p> : <p className="comment-words">{text}</p>}
        <p className="paragraph-acts">{answer === null ? null : <button type="button" className="link-button" onClick={answer}>Answer</button>}{text === null ? null : <Erase comment={comment} />}</p>
      </div>
    </article>
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
      {sure ? <button type="button" className="link-button" disabled={busy} onClick={() => void run(() => me.erase(record))}>Yes, erase my words for good</button> : <button type="button" className="link-button" onClick={() => setSure(true)}>Erase</button>}
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
      <p className="row-of-buttons"><button type="submit" className="act act-small" disabled={busy || text.trim() === ''}>Say it</button><button type="button" className="small-button" onClick={close}>Cancel</button>
        <span className="quiet">Everyone who may read sees it. You can erase its words later.</span></p>
      <RefusedNote refused={refused} />
    </form>
  );
}
