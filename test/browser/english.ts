/** Words that are English and neither German nor Spanish. Runs in the page. */

/** Texts in which they stand, each once; what people wrote themselves is left out. @param own texts that people wrote */
export function findEnglish(own: readonly string[]): string[] {
  const english = /(^|[^\p{L}])(the|of|and|is|are|were|who|whom|what|whoever|from|they|their|them|for|pays?|paid|taken|each|every|most|with|nobody|nothing|not|than|when|which|this|that|by|to|it|its|there|here|your?|have|been|be|at|on)(?=[^\p{L}]|$)/iu;
  const found = new Set<string>();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || parent.closest('script, noscript, style, code, pre, textarea, [lang="en"], dialog:not([open])') !== null) continue;
    let text = (node.textContent ?? '').trim();
    for (const each of own) if (each.length > 3) text = text.replaceAll(each, '…');
    const match = english.exec(text);
    if (match !== null) found.add(`“${match[2] ?? ''}” in: ${text.slice(0, 160)}`);
  }
  return [...found];
}
