import type { FoundedShown } from '../../../src/views/home-shown.ts';
import { Card } from '../sections/card.tsx';
import { t } from '../messages/t.ts';

type DeviceThereProps = { readonly device: NonNullable<FoundedShown['device']>; readonly page: string };

/** Where a real device reports; its secret is shown this once. */
export function DeviceThere({ device: { id, subject, http, mqtt }, page }: DeviceThereProps): React.JSX.Element {
  const reading = JSON.stringify({ device: id, observations: [{ seq: 1, subject, event: 'level', at: new Date().toISOString(), values: { count: 40 } }] }, undefined, 2);
  return (
    <Card id="device" title={t('found.there.title')}>
      {http.secret === null ? null : <p>{t('found.there.says')}</p>}
      <dl className="facts">
        <dt>{t('found.there.http')}</dt><dd><code>POST {http.url}</code></dd>
        <dt>{t('found.there.secret')}</dt><dd>{http.secret === null ? t('found.there.told') : <code>Authorization: Bearer {http.secret}</code>}</dd>
        <dt>{t('found.there.body')}</dt><dd><pre tabIndex={0}>{reading}</pre></dd>
        {mqtt === null ? null : <><dt>MQTT</dt><dd><code>{mqtt.url}</code>, <code>{mqtt.topic}</code></dd></>}
      </dl>
      <p><a className="act" href={`${page}#/invite`}>{t('found.there.on')}</a></p>
    </Card>
  );
}
