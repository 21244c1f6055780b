import { base } from '../api/base.ts';
import { t } from '../messages/t.ts';
import { QrCode } from '../pictures/qr-code.tsx';
import { address } from '../shell/address.ts';
import { pileTitle } from './pile.tsx';
import type { SensingProps } from './pages.tsx';
import { thingTitle, watchedBy } from './watched.ts';

/** A sheet to print and to put up where the thing is. */
export function LabelView({ id, overview }: SensingProps & { readonly id: string }): React.JSX.Element {
  const subcontract = overview.subcontracts.find((each) => each.id === id);
  if (subcontract === undefined) return <><h2>{t('things.take.gone')}</h2><p><a href="#/things">{t('things.take.all')}</a></p></>;
  const title = subcontract.kit === 'firewood' ? pileTitle(subcontract) : thingTitle(subcontract, watchedBy(subcontract, overview.things));
  const opens = `${location.origin}${base}/${address('things', 'take', id)}`;
  return (
    <>
      <p className="back no-print"><a href="#/things">{t('things.label.back')}</a></p>
      <section className="label-sheet">
        <p className="eyebrow">{overview.name}</p>
        <h2>{title}</h2>
        <QrCode text={opens} label={t('things.label.code', { title })} />
        <p>{t('things.label.says')}</p>
        <p className="quiet label-address">{opens}</p>
      </section>
      <p className="row-of-buttons no-print"><button type="button" className="act" onClick={() => print()}>{t('things.label.print')}</button></p>
      {isLocal(location.hostname) ? <p className="quiet no-print">{t('things.label.local')}</p> : null}
    </>
  );
}

/** An address that only this machine has. */
function isLocal(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.') || host === '[::1]';
}
