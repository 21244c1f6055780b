import { Route, Switch } from 'wouter';
import { t } from '../messages/t.ts';
import { NoPage } from '../shell/no-page.tsx';
import type { PageProps } from '../shell/page-props.ts';
import { InboxView } from './inbox-view.tsx';
import { SettingsView } from './settings-view.tsx';
import { Tabs } from '../sections/tabs.tsx';
import '../style/decide.css';
import '../style/notices.css';

/** What one was told, and how one wants to be told. */
export function NoticePages({ records, now }: PageProps): React.JSX.Element {
  return (
    <Switch>
      <Route path="/notices"><main className="decide notices" tabIndex={-1}><Head here="inbox" /><InboxView records={records} now={now} /></main></Route>
      <Route path="/notices/settings"><main className="decide notices" tabIndex={-1}><Head here="settings" /><SettingsView /></main></Route>
      <Route><NoPage /></Route>
    </Switch>
  );
}

function Head({ here }: { readonly here: 'inbox' | 'settings' }): React.JSX.Element {
  return (
    <div className="decide-head">
      <h2>{t('notices.title')}</h2>
      <Tabs label={t('notices.title')} tabs={[
        { href: '#/notices', words: t('notices.tab.inbox'), isHere: here === 'inbox' }, { href: '#/notices/settings', words: t('notices.tab.settings'), isHere: here === 'settings' },
      ]} />
    </div>
  );
}
