/** What every page owes to people who don't see it, and to those who see it badly. Runs in the page. */

/** What is wrong, one line each. */
export function findFaults(): string[] {
  const faults: string[] = [];
  const short = (element: Element): string => element.outerHTML.slice(0, 90);
  const isHidden = (element: Element): boolean => element.closest('[aria-hidden="true"], dialog:not([open])') !== null;
  const nameOf = (element: Element): string => {
    const labelled = element.getAttribute('aria-labelledby');
    const labels = labelled === null ? '' : labelled.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const own = element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement ? [...(element.labels ?? [])].map((label) => label.textContent).join(' ') : element.textContent;
    return (element.getAttribute('aria-label') ?? (labels === '' ? own : labels) ?? '').trim();
  };
  for (const element of document.querySelectorAll('button, a[href], input, select, textarea, summary, [role="img"], dialog[open]')) {
    if (!isHidden(element) && nameOf(element) === '') faults.push(`without a name: ${short(element)}`);
  }
  for (const image of document.querySelectorAll('img:not([alt])')) faults.push(`without alt: ${short(image)}`);
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    if (isHidden(heading)) continue;
    const own = Number(heading.tagName.slice(1));
    if (own > level + 1) faults.push(`heading of level ${own} after one of level ${level}: ${short(heading)}`);
    level = own;
  }
  if (document.querySelectorAll('h1').length !== 1) faults.push('not exactly one h1');
  if (document.querySelectorAll('main').length !== 1) faults.push('not exactly one main');
  if (document.documentElement.lang === '') faults.push('no language');
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of new Set(ids)) if (ids.filter((each) => each === id).length > 1) faults.push(`id ${id} twice`);
  return faults;
}

/** Pairs of ink and ground that stand on the page with less contrast than WCAG AA asks of text (4.5). */
export function findFaint(): string[] {
  const style = getComputedStyle(document.documentElement);
  const light = (name: string): number => {
    const hex = style.getPropertyValue(`--${name}`).trim();
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const pairs: (readonly [ink: string, ground: string])[] = [
    ...['paper', 'card', 'sunk'].flatMap((ground) => ['ink', 'ink-quiet', 'accent'].map((ink): readonly [string, string] => [ink, ground])),
    ...['ok', 'low', 'cold', 'wait'].map((tone): readonly [string, string] => [tone, `${tone}-ground`]),
    ['low', 'card'], ['cold', 'card'], ['accent-ink', 'accent'],
  ];
  return pairs.flatMap(([ink, ground]) => {
    const [bright, dark] = [light(ink), light(ground)].sort((a, b) => b - a) as [number, number];
    const contrast = (bright + 0.05) / (dark + 0.05);
    return contrast >= 4.5 ? [] : [`${ink} on ${ground}: ${contrast.toFixed(2)}`];
  });
}
