type Tab = { readonly href: string; readonly words: string; readonly isHere: boolean };

/** The ways between the pages of one part of the app. @param label of what they are the parts */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }): React.JSX.Element {
  return (
    <nav className="tabs" aria-label={label}>
      <ul>{tabs.map(({ href, words, isHere }) => <li key={href}><a href={href} aria-current={isHere ? 'page' : undefined}>{words}</a></li>)}</ul>
    </nav>
  );
}
