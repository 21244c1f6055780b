import { useLocation } from 'wouter';
import { t } from '../messages/t.ts';
import { Tabs } from '../sections/tabs.tsx';

const parts = [
  { href: '#/things', says: 'here', of: /^\/things$/ }, { href: '#/things/devices', says: 'devices', of: /^\/things\/(devices|bind|look|rebind)(\/|$)/ },
  { href: '#/things/measures', says: 'measures', of: /^\/things\/measures/ }, { href: '#/things/doubts', says: 'doubts', of: /^\/things\/doubts/ },
  { href: '#/things/cutoff', says: 'cutoff', of: /^\/things\/cutoff/ }, { href: '#/things/harm', says: 'harm', of: /^\/things\/harm/ },
] as const;

/** The ways between the pages about things and what measures them. */
export function Parts(): React.JSX.Element {
  const [place] = useLocation();
  return <Tabs label={t('things.parts.label')} tabs={parts.map(({ href, says, of }) => ({ href, words: t(`things.parts.${says}`), isHere: of.test(place) }))} />;
}
