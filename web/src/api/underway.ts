/** What a page must not be loaded anew in the middle of: what a person does, from the tap to the answer, and what they see that nothing else holds. */

let count = 0;

/** Whether somebody would lose something if the page were loaded anew now. */
export function isUnderway(): boolean {
  return count > 0;
}

export async function underway<T>(work: () => Promise<T>): Promise<T> {
  const over = hold();
  try {
    return await work();
  } finally {
    over();
  }
}

/** Until what it gives back is called. */
export function hold(): () => void {
  count += 1;
  return () => { count -= 1; };
}
