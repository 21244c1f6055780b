/** An element of an XML document, without what the standard lets be left out. */
export type Element = {
  /** Without its prefix. */
  readonly name: string;
  /** Of the root: the namespace that it is in. */
  readonly namespace: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly Element[];
  /** Its own text, without its children's. */
  readonly text: string;
  readonly line: number;
};

/** The first child at the end of a way of names. */
export function at(element: Element | undefined, ...way: readonly string[]): Element | undefined {
  return way.reduce<Element | undefined>((found, name) => found?.children.find((child) => child.name === name), element);
}

export function all(element: Element | undefined, name: string): readonly Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

/** The text there, or an empty one. */
export function textAt(element: Element | undefined, ...way: readonly string[]): string {
  return (at(element, ...way)?.text ?? '').trim().replaceAll(/\s+/g, ' ');
}
