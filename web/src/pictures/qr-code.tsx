import { encode } from 'uqr';

/** Light modules around it, as the standard asks for. */
const quiet = 4;

/** Dark on white in any colour scheme: cameras look for that. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }): React.JSX.Element {
  const { data, size } = encode(text, { ecc: 'M', border: quiet });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg className="qr-code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
