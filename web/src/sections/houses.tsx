import { memo } from 'react';
import { isObject } from '../../../src/vocabulary/json.ts';
import type { SubcontractShown, ThingShown } from '../../../src/views/shown.ts';
import { HousePicture } from '../pictures/house-picture.tsx';
import { Sparkline } from '../pictures/sparkline.tsx';
import { numeric } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { clockTime, span } from '../words/time.ts';
import { Card } from './card.tsx';

/** Without a reading for so long, nobody knows: the agreement calls a day without one unknown. */
const unknownAfterMs = 24 * 3_600_000;

export type Warmth = 'ok' | 'cold' | 'unknown';

type HousesProps = { readonly wood: SubcontractShown; readonly things: readonly ThingShown[]; readonly now: number };

export function Houses({ wood, things, now }: HousesProps): React.JSX.Element | null {
  const houses = isObject(wood.terms['houses']) ? Object.entries(wood.terms['houses']) : [];
  const below = numeric(wood.terms['house_below_celsius']) ?? 0;
  return (
    <Card id={`houses-${wood.id}`} title="The houses" aside={<span className="quiet">cold below {below} °C</span>} className="area-houses">
      {houses.length === 0 ? <p className="empty">The agreement names no houses yet.</p> : (
        <ul className="houses">
          {houses.map(([subject, member]) => {
            const thing = things.find((each) => each.subject === subject && each.event === 'temperature');
            const celsius = numeric(thing?.latest.values['celsius']);
            const ageMs = thing === undefined ? Infinity : now - thing.latest.at;
            const warmth: Warmth = celsius === undefined || ageMs > unknownAfterMs ? 'unknown' : celsius < below ? 'cold' : 'ok';
            return <House key={subject} subject={subject} member={String(member)} thing={thing} celsius={celsius} below={below} warmth={warmth} age={ageText(ageMs)} />;
          })}
        </ul>
      )}
    </Card>
  );
}

/** Text that changes seldom, so that a house is drawn again only when it says something else. */
function ageText(ageMs: number): string {
  return ageMs > unknownAfterMs && Number.isFinite(ageMs) ? span(ageMs) : '';
}

type HouseProps = {
  readonly subject: string; readonly member: string; readonly thing: ThingShown | undefined; readonly celsius: number | undefined; readonly below: number;
  readonly warmth: Warmth; readonly age: string;
};

const House = memo(function House({ subject, member, thing, celsius, below, warmth, age }: HouseProps) {
  const { zone, nameOf } = useSpeaking();
  const said = { ok: 'warm enough', cold: 'cold', unknown: 'unknown' }[warmth];
  const when = thing === undefined ? 'waiting for its thermometer' : age === '' ? `read ${clockTime(zone, thing.latest.at)}` : `silent for ${age}, nothing is paid`;
  return (
    <li className={`house house-${warmth}`}>
      <HousePicture warmth={warmth} />
      <div className="house-words">
        <h3>{titled(subject)} <span className="quiet">{nameOf(member)}</span></h3>
        <p className="house-now">
          <span className="figure-small">{celsius === undefined ? '–' : `${celsius.toFixed(1)}°`}</span>
          <span className={`tag tag-${warmth === 'ok' ? 'ok' : warmth}`}>{said}</span>
        </p>
      </div>
      <Sparkline series={thing?.series['celsius'] ?? []} threshold={below} label={`Temperatures of ${titled(subject)}`} />
      <p className="quiet house-when">{when}</p>
    </li>
  );
});
