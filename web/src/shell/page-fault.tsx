import { Component, type ReactNode } from 'react';
import { t } from '../messages/t.ts';
import { loadAnew } from '../offline/missed.ts';

/** Stands where a page couldn't be loaded, or drawn: the rest of the app goes on. */
export class PageFault extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: unknown): void {
    if (isMissedFile(error)) loadAnew();
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="page-narrow" tabIndex={-1}>
        <h2>{t('offline.fault.title')}</h2>
        <p role="alert">{t(navigator.onLine ? 'offline.fault.wrong' : 'offline.fault.away')}</p>
        <p><button type="button" className="act act-small" onClick={() => location.reload()}>{t('offline.fault.again')}</button></p>
      </main>
    );
  }
}

/** Browsers say it in different words, but all name what they were doing. */
function isMissedFile(error: unknown): boolean {
  return error instanceof TypeError && /import|module/i.test(error.message);
}
