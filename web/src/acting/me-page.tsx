import type { PageProps } from '../shell/page-props.ts';
import { YouView } from './you-view.tsx';
import '../style/decide.css';

export function MePage({ overview }: PageProps): React.JSX.Element {
  return <main className="decide" tabIndex={-1}><YouView members={overview.members} /></main>;
}
