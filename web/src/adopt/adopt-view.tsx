import type { AdoptedKitShown, KitShown } from '../../../src/views/kits-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { Asked } from '../decide/asking.tsx';
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
      <p className="back">{kit === null ? <a href="#/agreements">← The agreements</a> : <a href="#/agreements/adopt">← All that can be agreed on</a>}</p>
      <Asked live={live}>{(kits) => {
        if (kit === null) return <Kits kits={kits} />;
        const found = kits.find(({ name }) => name === kit);
        if (found === undefined) return <Card id="adopt" title="A new agreement"><p className="empty">There is no kit of this name at hand.</p></Card>;
        const before = found.adopted.find((each) => each.subcontract === subcontract);
        return <AdoptForm key={`${kit} ${before?.subcontract ?? ''}`} kit={found} before={before} overview={overview} />;
      }}</Asked>
    </>
  );
}

function Kits({ kits }: { readonly kits: readonly KitShown[] }): React.JSX.Element {
  return (
    <>
      <div className="decide-head"><h2>What can be agreed on</h2></div>
      <div className="kits">{kits.map((kit) => <Kit key={kit.name} kit={kit} />)}</div>
    </>
  );
}

function Kit({ kit: { name, version, title, about, adopted } }: { readonly kit: KitShown }): React.JSX.Element {
  const { subcontractOf } = useSpeaking();
  return (
    <Card id={`kit-${name}`} title={title}>
      {about === null ? null : <p>{about}</p>}
      <p className="quiet"><code>{name} {version}</code>{adopted.length === 0 ? '' : `; in force already: ${adopted.map(({ subcontract }) => subcontractOf(subcontract)?.id ?? subcontract).join(', ')}`}</p>
      {adopted.map((each) => <OtherVersion key={each.subcontract} kit={name} version={version} adopted={each} />)}
      <p className="row-of-buttons"><a className="act act-small" href={`#/agreements/adopt/${name}`}>{adopted.length === 0 ? 'Agree on it' : 'Agree on another one'}<span className="visually-hidden">: {name}</span></a></p>
    </Card>
  );
}

/** Where the kit at hand isn't word for word the one that is in force. */
export function OtherVersion({ kit, version, adopted: { subcontract, version: now, current } }: { readonly kit: string; readonly version: string; readonly adopted: AdoptedKitShown }): React.JSX.Element | null {
  if (current) return null;
  return <p className="banner">{isNewer(version, now) ? `There is a newer version of ${subcontract}` : `Another version of ${subcontract} lies at hand`}: {version}; in force is {now}. <a href={`#/agreements/adopt/${kit}:${subcontract}`}>See what differs, and propose it</a></p>;
}

/** Of an agreement by itself: whether another version of its kit lies at hand. */
export function OtherVersionOf({ subcontract, kits }: { readonly subcontract: string; readonly kits: readonly KitShown[] }): React.JSX.Element | null {
  const found = kits.flatMap((kit) => kit.adopted.map((adopted) => ({ kit, adopted }))).find(({ adopted }) => adopted.subcontract === subcontract);
  return found === undefined ? null : <OtherVersion kit={found.kit.name} version={found.kit.version} adopted={found.adopted} />;
}
