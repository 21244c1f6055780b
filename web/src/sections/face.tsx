/** A member's initial on a wood tone of their own. */
export function Face({ id, name }: { readonly id: string; readonly name: string }): React.JSX.Element {
  const tone = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;
  return <span className={`face face-${tone}`} aria-hidden="true">{name.charAt(0).toUpperCase()}</span>;
}
