import { at } from '../api/base.ts';
import { languageNames, languages } from '../messages/languages.ts';
import { chooseLanguage } from '../messages/load.ts';
import { language, t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';

/** What everything rests on, and the language. */
export function Foot({ records }: { readonly records: number }): React.JSX.Element {
  return (
    <footer className="foot">
      <p>
        <Text id="app.foot" values={{
          count: records, records: (words) => <a href="#/ledger">{words}</a>, head: (words) => <a href={at('/log/checkpoint')}>{words}</a>, check: (words) => <a href="#/ledger/check">{words}</a>,
        }} />
      </p>
      <label className="languages"><span>{t('app.language')}</span>
        <select value={language()} onChange={({ target }) => chooseLanguage(languages.find((each) => each === target.value) ?? 'en')}>
          {languages.map((each) => <option key={each} value={each} lang={each}>{languageNames[each]}</option>)}
        </select>
      </label>
    </footer>
  );
}
