/** Whether a page is read in the order in which it stands (WCAG 1.3.2, 2.4.3). Runs in the page. */

/** What is read after something that stands below it, or to its right in one line; one line each. */
export function findMisordered(): string[] {
  const found: string[] = [];
  const short = (element: Element): string => `${element.tagName.toLowerCase()}.${element.className} “${element.textContent?.trim().slice(0, 40)}”`;
  const isPlaced = (element: Element): boolean => {
    const { position, display, float, clipPath, visibility } = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    return (position === 'static' || position === 'relative') && display !== 'none' && display !== 'contents' && float === 'none' && clipPath === 'none' && visibility === 'visible' && width > 1 && height > 1;
  };
  /** What has no box of its own stands for what is in it. */
  const childrenOf = (parent: Element): Element[] => [...parent.children].flatMap((child) => (getComputedStyle(child).display === 'contents' ? childrenOf(child) : [child]));
  for (const parent of document.querySelectorAll('body, body *')) {
    if (parent.closest('svg, [aria-hidden="true"]') !== null || /^(ruby|table|tr|thead|tbody)$/i.test(parent.tagName) || getComputedStyle(parent).display === 'inline') continue;
    if (getComputedStyle(parent).display === 'contents') continue;
    const children = childrenOf(parent).filter((element) => element.closest('[aria-hidden="true"]') === null && isPlaced(element) && getComputedStyle(element).display !== 'inline');
    for (const [at, after] of children.entries()) {
      const before = children[at - 1];
      if (before === undefined) continue;
      const [a, b] = [before.getBoundingClientRect(), after.getBoundingClientRect()];
      const isAbove = b.bottom <= a.top + 1 && b.left < a.right - 1;
      const inOneLine = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) / 2;
      if (isAbove || (inOneLine && b.right <= a.left + 1)) found.push(`${short(after)} is read after ${short(before)}, and stands before it`);
    }
  }
  for (const element of document.querySelectorAll<HTMLElement>('[tabindex]')) if (element.tabIndex > 0) found.push(`jumps the order: ${short(element)}`);
  return found;
}
