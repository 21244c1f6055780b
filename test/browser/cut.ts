/** Texts that don't fit where they stand. Runs in the page. */

/** What is cut or sticks out, one line each. */
export function findCut(): string[] {
  const found: string[] = [];
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) found.push(`the page is ${wide} wide, the window ${innerWidth}`);
  const isMeant = (element: Element): boolean => element.closest('.visually-hidden, [aria-hidden="true"], svg, dialog:not([open]), .skip') !== null;
  const scrolls = (element: Element | null): boolean => {
    for (let each = element; each !== null; each = each.parentElement) if (/auto|scroll/.test(getComputedStyle(each).overflowX)) return true;
    return false;
  };
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    // What is clipped away is for those who listen.
    if (!own || isMeant(element) || element.offsetParent === null || clipPath !== 'none') continue;
    const short = `${element.tagName.toLowerCase()}.${element.className} “${element.textContent?.trim().slice(0, 60)}”`;
    if (/hidden|clip/.test(overflowX) && element.scrollWidth > element.clientWidth + 1) found.push(`cut at its side: ${short}`);
    if (/hidden|clip/.test(overflowY) && element.scrollHeight > element.clientHeight + 2) found.push(`cut below: ${short}`);
    const range = document.createRange();
    const boxes = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '').map((node) => {
      range.selectNodeContents(node);
      return range.getBoundingClientRect();
    });
    const [left, right] = [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
    const width = right - left;
    if (width > 0 && (right > innerWidth + 1 || left < -1) && !scrolls(element)) found.push(`out of the window: ${short}`);
    const button = element.closest('button, .act, .small-button, .tag, .pages a, option');
    if (button !== null && button.tagName !== 'OPTION') {
      const box = button.getBoundingClientRect();
      if (right > box.right + 1 || left < box.left - 1) found.push(`wider than its button: ${short}`);
    }
  }
  return found;
}
