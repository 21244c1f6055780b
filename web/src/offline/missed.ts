/** A tab that was open while the server was renewed asks for files that are no more: it is loaded anew, once, instead of standing white. */

const mark = 'frankpledge-loaded-anew';

export function loadAnewWhenMissed(): void {
  addEventListener('vite:preloadError', (event) => {
    if (loadAnew()) event.preventDefault();
  });
}

/** Whether the page is being loaded anew: not twice for the same files, and not without a connection. */
export function loadAnew(): boolean {
  const files = document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? '';
  try {
    if (!navigator.onLine || sessionStorage.getItem(mark) === files) return false;
    sessionStorage.setItem(mark, files);
  } catch {
    return false;
  }
  location.reload();
  return true;
}
