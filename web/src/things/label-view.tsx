import type { SubcontractShown } from '../../../src/views/shown.ts';
import { base } from '../api/base.ts';
import { t } from '../messages/t.ts';
import { QrCode } from '../pictures/qr-code.tsx';
import { address } from '../shell/address.ts';
import type { SensingProps } from './pages.tsx';
import { useDetail } from './use-detail.ts';
import { watchedBy } from './watched.ts';
import { titleOf } from './watching.ts';

/** A sheet to print and to put up where the thing is. */
export function LabelView({ id, overview }: SensingProps & { readonly id: string }): React.JSX.Element {
  const subcontract = overview.subcontracts.find((each) => each.id === id);
  if (subcontract === undefined) return <><h2>{t('things.take.gone')}</h2><p><a href="#/things">{t('things.take.all')}</a></p></>;
  return <Sheet subcontract={subcontract} overview={overview} />;
}

function Sheet({ subcontract, overview }: { readonly subcontract: SubcontractShown; readonly overview: SensingProps['overview'] }): React.JSX.Element {
  const { id } = subcontract;
  const { got } = useDetail(subcontract);
  const title = titleOf(got?.ok === true ? got.value : undefined, subcontract, watchedBy(subcontract, overview.things));
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
