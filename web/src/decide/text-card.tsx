import { useState } from 'react';
import type { CommentShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { useMe } from '../acting/me.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { AmendParagraph, NewParagraph } from './amend-text.tsx';
import { inOrder, type CommentOrder } from './comment-order.ts';
import { CommentForm, OrderChoice, Thread } from './comments.tsx';

type TextCardProps = { readonly proposal: ProposalDetail; readonly amendable: boolean };
type Doing = { readonly what: 'comment' | 'amend' | 'new'; readonly paragraph: string | null };

/** The text by paragraphs, each with what was said on it. */
export function TextCard({ proposal, amendable }: TextCardProps): React.JSX.Element {
  const { ready } = useMe();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [order, setOrder] = useState<CommentOrder>('oldest');
  const { text, commented, open } = proposal;
  const close = (): void => setDoing(null);
  const known = new Set(text.map(({ id }) => id));
  const onWhole = commented.filter(({ amendment, paragraph, answers }) => amendment === null && answers === null && (paragraph === null || !known.has(paragraph)));
  return (
    <Card id="text" title={t('decide.text.title')} className="text-card" aside={commented.length < 2 ? undefined : <OrderChoice order={order} choose={setOrder} />}>
      {text.length === 0 ? <p className="empty">{t('decide.text.none')}</p> : text.map(({ id, text: words }, place) => {
        const isOn = (what: Doing['what']): boolean => doing?.what === what && doing.paragraph === id;
        return (
          <div key={id} className="paragraph" id={`paragraph-${id}`}>
            <p className="paragraph-words">{words}</p>
            {open === null || !ready ? null : (
              <p className="paragraph-acts">
                <button type="button" className="link-button" aria-expanded={isOn('comment')} onClick={() => setDoing(isOn('comment') ? null : { what: 'comment', paragraph: id })}><Text id="decide.text.comment" values={{ number: place + 1, hidden: hiddenWords }} /></button>
                {amendable ? <button type="button" className="link-button" aria-expanded={isOn('amend')} onClick={() => setDoing(isOn('amend') ? null : { what: 'amend', paragraph: id })}><Text id="decide.text.amend" values={{ number: place + 1, hidden: hiddenWords }} /></button> : null}
              </p>
            )}
            {isOn('comment') ? <CommentForm on={{ proposal: proposal.id, paragraph: id }} label={t('decide.text.comment_label', { number: place + 1 })} close={close} /> : null}
            {isOn('amend') ? <AmendParagraph proposal={proposal} paragraph={{ id, text: words }} close={close} /> : null}
            <Threads of={commented} heads={commented.filter(({ amendment, paragraph, answers }) => amendment === null && paragraph === id && answers === null)} proposal={proposal} order={order} />
          </div>
        );
      })}
      {open === null || !ready ? null : (
        <div className="paragraph-acts paragraph-more">
          {amendable ? <button type="button" className="link-button" aria-expanded={doing?.what === 'new'} onClick={() => setDoing(doing?.what === 'new' ? null : { what: 'new', paragraph: null })}>{t('decide.text.add')}</button> : null}
          <button type="button" className="link-button" aria-expanded={doing?.what === 'comment' && doing.paragraph === null} onClick={() => setDoing(doing?.what === 'comment' && doing.paragraph === null ? null : { what: 'comment', paragraph: null })}>{t('decide.text.comment_whole')}</button>
        </div>
      )}
      {doing?.what === 'new' ? <NewParagraph proposal={proposal} close={close} /> : null}
      {doing?.what === 'comment' && doing.paragraph === null ? <CommentForm on={{ proposal: proposal.id }} label={t('decide.text.comment_whole_label')} close={close} /> : null}
      {onWhole.length === 0 ? null : <div className="on-whole"><h3>{t('decide.text.on_whole')}</h3><Threads of={commented} heads={onWhole} proposal={proposal} order={order} /></div>}
    </Card>
  );
}

function hiddenWords(words: React.ReactNode): React.JSX.Element {
  return <span className="visually-hidden">{words}</span>;
}

function Threads({ heads, of, proposal, order }: { readonly heads: readonly CommentShown[]; readonly of: readonly CommentShown[]; readonly proposal: ProposalDetail; readonly order: CommentOrder }): React.JSX.Element | null {
  return heads.length === 0 ? null : <ul className="threads">{inOrder(heads, of, order).map((each) => <li key={each.id}><Thread head={each} all={of} proposal={proposal} /></li>)}</ul>;
}
