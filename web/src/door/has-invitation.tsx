import { useState } from 'react';
import { readInvitation } from '../../../src/vocabulary/invitation.ts';
import { Card } from '../sections/card.tsx';
import { t } from '../messages/t.ts';

/** For whoever was sent a link as text: it need not be opened by touching it. */
export function HasInvitation(): React.JSX.Element {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const open = (): void => {
    const link = URL.parse(text.trim());
    const isOne = link !== null && /^https?:$/.test(link.protocol) && readInvitation(link.hash.slice(1)) !== undefined;
    setWrong(!isOne);
    if (isOne) location.assign(link);
  };
  return (
    <Card id="invited" title={t('door.invited.title')}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); open(); }}>
        <p>{t('door.invited.says')}</p>
        <label className="field"><span>{t('door.invited.link')}</span><input type="text" inputMode="url" autoComplete="off" value={text} aria-invalid={wrong} onChange={({ target }) => setText(target.value)} /></label>
        <p><button type="submit" className="act" disabled={text.trim() === ''}>{t('door.invited.open')}</button></p>
        {wrong ? <p className="refused" role="alert">{t('door.invited.wrong')}</p> : null}
      </form>
    </Card>
  );
}
