import type { PageProps } from '../shell/page-props.ts';
import { CharterView } from './charter-view.tsx';
import '../style/decide.css';

export function CharterPage({ overview, ...followed }: PageProps): React.JSX.Element {
  return <main className="decide" tabIndex={-1}><CharterView overview={overview} followed={followed} /></main>;
}
