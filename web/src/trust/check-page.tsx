import type { PageProps } from '../shell/page-props.ts';
import { CheckView } from './check-view.tsx';

export function CheckPage({ overview }: PageProps): React.JSX.Element {
  return <CheckView records={overview.records} />;
}
