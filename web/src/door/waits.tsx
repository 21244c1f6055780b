import type { HousedShown } from '../../../src/views/home-shown.ts';
import { t } from '../messages/t.ts';

/** What waits in a collective: as words where there is room, else as a number that a reader still hears in words. */
export function Waits({ me: { asked, notices }, words = false }: { readonly me: NonNullable<HousedShown['me']>; readonly words?: boolean }): React.JSX.Element | null {
  const said = [...(asked === 0 ? [] : [t('door.asked', { count: asked })]), ...(notices === 0 ? [] : [t('door.notices', { count: notices })])].join(', ');
  if (words) return <span className={said === '' ? 'quiet' : 'waits-words'}>{said === '' ? t('door.nothing') : said}</span>;
  return said === '' ? null : <span className="waits"><span aria-hidden="true">{asked + notices}</span><span className="visually-hidden">{said}</span></span>;
}
