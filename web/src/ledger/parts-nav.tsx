import { t } from '../messages/t.ts';
import { Tabs } from '../sections/tabs.tsx';
import { useChecker } from '../trust/use-checker.ts';

/** The ledger's two parts. */
export function LedgerParts({ at }: { readonly at: 'search' | 'check' }): React.JSX.Element {
  const { report } = useChecker();
  const differs = report?.stands === false;
  return (
    <Tabs label={t('ledger.parts')} tabs={[
      { href: '#/ledger', words: t('ledger.search'), isHere: at === 'search' }, { href: '#/ledger/check', words: t(differs ? 'trust.word.differs' : 'trust.check'), isHere: at === 'check' },
    ]} />
  );
}
