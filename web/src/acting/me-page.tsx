import type { PageProps } from '../shell/page-props.ts';
import { YouView } from './you-view.tsx';
import '../style/decide.css';
import '../style/me.css';

export function MePage({ overview, records }: PageProps): React.JSX.Element {
  return <main className="decide you" tabIndex={-1}><YouView overview={overview} records={records} /></main>;
}
