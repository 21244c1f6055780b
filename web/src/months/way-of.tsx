import type { PostingShown, SubcontractDetail } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';
import { QuestionAnswer } from './question-answer.tsx';

type WayOfProps = { readonly moved: readonly PostingShown[]; readonly member: string };

/** What an agreement answers about the request that moved something, where it can be asked about a single one: as the way of a gift, with every hop and fee. */
export function WayOf({ moved: [first], member }: WayOfProps): React.JSX.Element | null {
  return first === undefined || first.because === null ? null : <Way subcontract={first.because} about={first.ref} member={member} />;
}

function Way({ subcontract, about, member }: { readonly subcontract: string; readonly about: string; readonly member: string }): React.JSX.Element | null {
  const { got } = useLive<SubcontractDetail>(`/api/subcontracts/${subcontract}`, 0);
  const questions = got?.ok === true ? Object.entries(got.value.manifest.questions ?? {}).filter(([, { fields }]) => Object.keys(fields).join(' ') === 'observation') : [];
  return <>{questions.map(([name, rule]) => <QuestionAnswer key={name} subcontract={subcontract} question={name} rule={rule} by={member} records={0} values={{ observation: about }} />)}</>;
}
