import { Text } from '../messages/text.tsx';

/** To act from here, this browser must be able to speak for somebody. */
export function NeedsKey(): React.JSX.Element {
  return <p className="quiet"><Text id="money.needs_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>;
}
