import { useLocation } from 'wouter';
import { t } from '../messages/t.ts';
import { NavIcon } from './nav-icon.tsx';
import { sectionOf, type Section } from './sections.ts';

const sections = [
  { section: 'today', href: '#/' }, { section: 'things', href: '#/things' }, { section: 'decide', href: '#/decide' },
  { section: 'money', href: '#/money' }, { section: 'agreements', href: '#/agreements' }, { section: 'ledger', href: '#/ledger' },
] as const satisfies readonly { readonly section: Section; readonly href: string }[];

/** The ways to the sections: below on a phone, where a thumb is; beside the page elsewhere. */
export function Nav(): React.JSX.Element {
  const [place] = useLocation();
  const current = sectionOf(place);
  return (
    <nav className="pages" aria-label={t('app.nav.label')}>
      <ul>
        {sections.map(({ section, href }) => (
          <li key={section}><a href={href} aria-current={section === current ? 'page' : undefined}><NavIcon section={section} /><span>{t(`app.nav.${section}`)}</span></a></li>
        ))}
      </ul>
    </nav>
  );
}
