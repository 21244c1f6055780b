import { useState } from 'react';

const kept = 'frankpledge-hidden-comments';
/** Those hidden longest ago are shown again. */
const hiddenMax = 500;

/** Whether the reader hid a comment for themselves, in this browser: everyone else goes on seeing it. */
export function useHidden(comment: string): readonly [boolean, (hidden: boolean) => void] {
  const [hidden, setHidden] = useState(() => hiddenHere().includes(comment));
  return [hidden, (next) => {
    const others = hiddenHere().filter((each) => each !== comment);
    keep(next ? [...others, comment].slice(-hiddenMax) : others);
    setHidden(next);
  }];
}

function hiddenHere(): readonly string[] {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(kept) ?? '[]');
    return Array.isArray(read) ? read.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

function keep(hidden: readonly string[]): void {
  try {
    localStorage.setItem(kept, JSON.stringify(hidden));
  } catch {
    // The browser keeps nothing here: it then counts until the page is loaded anew.
  }
}
