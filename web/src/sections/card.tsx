import type { ReactNode } from 'react';

type CardProps = { readonly id: string; readonly title: string; readonly aside?: ReactNode; readonly className?: string; readonly children: ReactNode };

/** A part of the page with its heading. */
export function Card({ id, title, aside, className = '', children }: CardProps): React.JSX.Element {
  return (
    <section className={`card ${className}`} aria-labelledby={id}>
      <header className="card-head">
        <h2 id={id}>{title}</h2>
        {aside === undefined ? null : <div className="card-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}
