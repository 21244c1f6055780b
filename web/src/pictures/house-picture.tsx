/** A house whose window says how it is inside. */
export function HousePicture({ warmth }: { readonly warmth: 'ok' | 'cold' | 'unknown' }): React.JSX.Element {
  return (
    <svg className="house-picture" viewBox="0 0 72 64" aria-hidden="true">
      {warmth === 'ok' ? <path className="smoke" d="M53 12 q-4 -4 0 -7 q4 -3 0 -6" /> : null}
      <path className="chimney" d="M49 12 h8 v16 h-8 z" />
      <path className="walls" d="M13 30 h46 v31 h-46 z" />
      <path className="roof" d="M5 33 L36 7 L67 33 Z" />
      <rect className="window" x="20" y="38" width="15" height="14" rx="1" />
      <path className="window-bars" d="M27.5 38 v14 M20 45 h15" />
      <path className="house-door" d="M42 61 v-20 h11 v20 z" />
      {warmth === 'cold' ? <path className="frost" d="M9 30.500 l3 5 l3 -5 m3 0 l2 7 l2 -7 M50 30.500 l2 6 l2 -6 m3 0 l2.500 5 l2.500 -5" /> : null}
      <path className="ground" d="M2 61 h68" />
    </svg>
  );
}
