import type { Place } from '../places.ts';

const pages = [
  { href: '#books', says: 'Books', of: ['books', 'money'] }, { href: '#months', says: 'Months', of: ['months'] }, { href: '#decide', says: 'Decide', of: ['decide', 'proposal', 'propose', 'delegate'] },
  { href: '#things', says: 'Things', of: ['things', 'bind', 'look', 'rebind', 'measures', 'doubts', 'cutoff', 'harm'] }, { href: '#agreements', says: 'Agreements', of: ['agreements', 'adopt'] }, { href: '#charter', says: 'Charter', of: ['charter'] }, { href: '#me', says: 'You', of: ['me'] },
] as const satisfies readonly { readonly href: string; readonly says: string; readonly of: readonly Place['page'][] }[];

export function Nav({ page }: { readonly page: Place['page'] }): React.JSX.Element {
  return (
    <nav className="pages" aria-label="Pages">
      <ul>{pages.map(({ href, says, of }) => <li key={href}><a href={href} aria-current={of.some((each) => each === page) ? 'page' : undefined}>{says}</a></li>)}</ul>
    </nav>
  );
}
