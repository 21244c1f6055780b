import type { ProposalsShown } from '../../../src/views/deciding-shown.ts';
import type { EntryBody } from '../../../src/vocabulary/entries.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { getJson } from '../api/get.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';

/** As the rules have them. */
const titleCharsMax = 200;
const reasonCharsMax = 2000;

export type Words = { readonly title: string; readonly reason: string; readonly text: string; readonly topic: string };
export const noWords: Words = { title: '', reason: '', text: '', topic: '' };

export function WordFields({ words, write, reasonLabel }: { readonly words: Words; readonly write: (words: Words) => void; readonly reasonLabel: string }): React.JSX.Element {
  return (
    <>
      <label className="field"><span>{t('decide.put.title')}</span><input type="text" maxLength={titleCharsMax} value={words.title} onChange={({ target }) => write({ ...words, title: target.value })} /></label>
      <label className="field"><span>{reasonLabel}</span><textarea rows={2} maxLength={reasonCharsMax} value={words.reason} onChange={({ target }) => write({ ...words, reason: target.value })} /></label>
      <label className="field"><span>{t('decide.put.text')} <span className="quiet">{t('decide.put.text_hint')}</span></span><textarea rows={6} value={words.text} onChange={({ target }) => write({ ...words, text: target.value })} /></label>
      <label className="field"><span>{t('decide.put.topic')} <span className="quiet">{t('decide.put.topic_hint')}</span></span><input type="text" maxLength={64} value={words.topic} onChange={({ target }) => write({ ...words, topic: target.value })} /></label>
    </>
  );
}

/** What every proposal says besides its change. */
export function said({ title, reason, text, topic }: Words): Omit<Extract<EntryBody, { kind: 'propose' }>['body'], 'change'> {
  const paragraphs = text.split(/\n\s*\n/).map((each) => each.trim()).filter((each) => each !== '');
  return {
    reason: reason.trim(), ...(title.trim() === '' ? {} : { title: title.trim() }), ...(topic.trim() === '' ? {} : { topic: topic.trim() }),
    ...(paragraphs.length === 0 ? {} : { text: paragraphs.map((words, place) => ({ id: `p${place + 1}`, text: words })) }),
  };
}

type PuttingProps = {
  readonly body: Extract<EntryBody, { kind: 'propose' }>['body']; readonly whole: boolean; readonly lacking?: string; readonly children: React.ReactNode;
  /** Where one is once it is proposed: at the list where it then stands, or at the proposal itself. */
  readonly arrives?: 'list' | 'proposal';
};

/** Puts it to the vote, and goes to where it then stands. */
export function Putting({ body, whole, lacking = t('decide.put.lacking'), arrives = 'list', children }: PuttingProps): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const put = async (): Promise<void> => {
    let record: number | null = null;
    const isDone = await run(async () => {
      const told = await me.say({ kind: 'propose', body });
      if (told.ok) record = told.record;
      return told;
    });
    if (isDone) location.hash = arrives === 'list' ? '#/decide' : await placeOf(record);
  };
  return (
    <form className="stack" onSubmit={(event) => {
      event.preventDefault();
      void put();
    }}>
      {children}
      {me.ready ? <p className="row-of-buttons"><button type="submit" className="act" disabled={busy || !whole}>{t('decide.put.put')}</button><span className="quiet">{whole ? t('decide.put.charter') : lacking}</span></p>
        : <p><Text id="decide.make_key.propose" values={{ link: (words: React.ReactNode) => <a href="#/me">{words}</a> }} /></p>}
      <RefusedNote refused={refused} />
    </form>
  );
}

/** Of the proposal that a record made, open or carried at once; else the list. */
async function placeOf(record: number | null): Promise<string> {
  const got = await getJson<ProposalsShown>('/api/proposals', AbortSignal.timeout(30_000));
  const found = got.ok ? [...got.value.open, ...got.value.decided].find((each) => each.record === record) : undefined;
  return found === undefined ? '#/decide' : `#/decide/${found.id}`;
}
