import type { AdoptedKitShown, KitShown } from '../../../src/views/kits-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { Asked } from '../decide/asking.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { AdoptForm } from './adopt-form.tsx';
import { isNewer } from './typed.ts';
import { useKits } from './use-kits.ts';
import '../style/adopt.css';

type AdoptViewProps = { readonly kit: string | null; readonly subcontract: string | null; readonly overview: Overview };

/** What can be agreed on, and one of it as a form; or another version of what is agreed on. */
export function AdoptView({ kit, subcontract, overview }: AdoptViewProps): React.JSX.Element {
  const live = useKits(overview);
  return (
    <>
      <p className="back">{kit === null ? <a href="#/agreements">{t('adopt.back.agreements')}</a> : <a href="#/agreements/adopt">{t('adopt.back.kits')}</a>}</p>
      <Asked live={live}>{(kits) => {
        if (kit === null) return <Kits kits={kits} />;
        const found = kits.find(({ name }) => name === kit);
        if (found === undefined) return <Card id="adopt" title={t('adopt.new')}><p className="empty">{t('adopt.no_kit')}</p></Card>;
        const before = found.adopted.find((each) => each.subcontract === subcontract);
        return <AdoptForm key={`${kit} ${before?.subcontract ?? ''}`} kit={found} before={before} overview={overview} />;
      }}</Asked>
    </>
  );
}

function Kits({ kits }: { readonly kits: readonly KitShown[] }): React.JSX.Element {
  return (
    <>
      <div className="decide-head"><h2>{t('adopt.title')}</h2></div>
      <div className="kits">{kits.map((kit) => <Kit key={kit.name} kit={kit} />)}</div>
    </>
  );
}

function Kit({ kit: { name, version, title, about, adopted } }: { readonly kit: KitShown }): React.JSX.Element {
  const { subcontractOf } = useSpeaking();
  return (
    <Card id={`kit-${name}`} title={phrase(title)}>
      {about === null ? null : <p>{phrase(about)}</p>}
      <p className="quiet"><code>{name} {version}</code>{adopted.length === 0 ? null : <>; {t('adopt.in_force', { names: adopted.map(({ subcontract }) => subcontractOf(subcontract)?.id ?? subcontract).join(', ') })}</>}</p>
      {adopted.map((each) => <OtherVersion key={each.subcontract} kit={name} version={version} adopted={each} />)}
      <p className="row-of-buttons"><a className="act act-small" href={`#/agreements/adopt/${name}`}><Text id={adopted.length === 0 ? 'adopt.agree' : 'adopt.agree_another'} values={{ kit: name, hidden: (words: React.ReactNode) => <span className="visually-hidden">{words}</span> }} /></a></p>
    </Card>
  );
}

/** Where the kit at hand isn't word for word the one that is in force. */
export function OtherVersion({ kit, version, adopted: { subcontract, version: now, current } }: { readonly kit: string; readonly version: string; readonly adopted: AdoptedKitShown }): React.JSX.Element | null {
  if (current) return null;
  return <p className="banner"><Text id={isNewer(version, now) ? 'adopt.newer' : 'adopt.other'} values={{ name: subcontract, version, now, link: (words: React.ReactNode) => <a href={`#/agreements/adopt/${kit}:${subcontract}`}>{words}</a> }} /></p>;
}

/** Of an agreement by itself: whether another version of its kit lies at hand. */
export function OtherVersionOf({ subcontract, kits }: { readonly subcontract: string; readonly kits: readonly KitShown[] }): React.JSX.Element | null {
  const found = kits.flatMap((kit) => kit.adopted.map((adopted) => ({ kit, adopted }))).find(({ adopted }) => adopted.subcontract === subcontract);
  return found === undefined ? null : <OtherVersion kit={found.kit.name} version={found.kit.version} adopted={found.adopted} />;
}
