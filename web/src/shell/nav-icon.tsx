import type { Section } from './sections.ts';

/** Lines on a ground of 24 by 24. */
const lines: { readonly [section in Section]: string } = {
  today: 'M4 11.5 12 4l8 7.5M6.5 10v9.5h11V10M10 19.5v-5h4v5',
  things: 'M5 8.5 12 5l7 3.5v7L12 19l-7-3.5zM5 8.5l7 3.5 7-3.5M12 12v7',
  decide: 'M5 12.5l4.5 4.5L19 7',
  money: 'M4.5 7.5h15v10h-15zM4.5 11h15M15 14.5h2',
  agreements: 'M7 4.5h7l3.5 3.5v11.5H7zM14 4.5V8h3.5M9.5 12h5.5M9.5 15.5h5.5',
  ledger: 'M5 6h14M5 10h14M5 14h9M5 18h6M16 16.5l1.5 1.5 3-3',
  notices: 'M7 16.5v-6a5 5 0 0 1 10 0v6l1.5 1.5h-13zM10.5 20h3',
  me: 'M12 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5.5 19.5c.8-3.4 3.3-5 6.5-5s5.700 1.600 6.500 5',
};

export function NavIcon({ section }: { readonly section: Section }): React.JSX.Element {
  return <svg className="nav-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round"><path d={lines[section]} /></svg>;
}
