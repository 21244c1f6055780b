import { useLocation } from 'wouter';

const parts = [
  { href: '#/things', says: 'Devices', of: /^\/things($|\/(bind|look|rebind)(\/|$))/ }, { href: '#/things/measures', says: 'What measures me', of: /^\/things\/measures/ }, { href: '#/things/doubts', says: 'Doubts', of: /^\/things\/doubts/ },
  { href: '#/things/cutoff', says: 'What errors cost', of: /^\/things\/cutoff/ }, { href: '#/things/harm', says: 'Where harm is', of: /^\/things\/harm/ },
] as const;

/** The ways between the pages about sensing. */
export function Parts(): React.JSX.Element {
  const [place] = useLocation();
  return (
    <nav className="parts" aria-label="About sensing">
      <ul>{parts.map(({ href, says, of }) => <li key={href}><a href={href} aria-current={of.test(place) ? 'page' : undefined}>{says}</a></li>)}</ul>
    </nav>
  );
}
