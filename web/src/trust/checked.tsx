import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime, span } from '../words/time.ts';
import type { Continuity, Report } from './messages.ts';

/** What was checked, in figures that another browser, or the command `verify`, must come to as well. */
export function Checked({ report }: { readonly report: Report & { readonly stands: true } }): React.JSX.Element {
  const { zone } = useSpeaking();
  const { origin, records, observations, root, digest, tookMs, at, continuity, native } = report;
  return (
    <Card id="checked" title={t('trust.checked')} aside={<span className="quiet">{dayAndTime(zone, at)}</span>}>
      <dl className="pairs">
        <div><dt>{t('trust.checked.log')}</dt><dd><code>{origin}</code></dd></div>
        <div><dt>{t('trust.checked.records')}</dt><dd>{t('trust.checked.records_says', { records, observations, rate: Math.round(records * 1000 / Math.max(1, tookMs)) })}</dd></div>
        <div><dt>{t('trust.checked.root')}</dt><dd><code data-figure="root">{root}</code></dd></div>
        <div><dt>{t('trust.checked.state')}</dt><dd><code data-figure="digest">{digest}</code></dd></div>
        <div><dt>{t('trust.checked.time')}</dt><dd>{t(native ? 'trust.checked.native' : 'trust.checked.plain', { span: span(Math.max(1000, tookMs)) })}</dd></div>
        <div><dt>{t('trust.checked.before')}</dt><dd><Before continuity={continuity} /></dd></div>
      </dl>
      <p className="quiet">{t('trust.checked.compare')}</p>
    </Card>
  );
}

function Before({ continuity }: { readonly continuity: Continuity }): React.JSX.Element {
  const { zone } = useSpeaking();
  if (continuity.since === 'seen') return <>{t('trust.checked.goes_on', { count: continuity.size, day: dayAndTime(zone, continuity.at) })}</>;
  const [other] = [...continuity.others].sort((a, b) => b.at - a.at);
  return (
    <>
      {t('trust.checked.first')}
      {other === undefined ? null : <> <Text id="trust.checked.other" values={{ day: dayAndTime(zone, other.at), log: <code key="log">{other.origin}</code> }} /></>}
    </>
  );
}
