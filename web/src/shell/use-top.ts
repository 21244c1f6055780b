import { useEffect } from 'react';
import { useLocation } from 'wouter';

/** A change of page begins at its top, and says its name to the browser. */
export function useTop(): void {
  const [place] = useLocation();
  useEffect(() => {
    scrollTo({ top: 0, behavior: 'instant' });
  }, [place]);
}
