import { memo } from 'react';
import { isObject } from '../../../src/vocabulary/json.ts';
import type { SubcontractShown, ThingShown } from '../../../src/views/shown.ts';
import { locale, t } from '../messages/t.ts';
import { HousePicture } from '../pictures/house-picture.tsx';
import { Sparkline } from '../pictures/sparkline.tsx';
import { Card } from '../sections/card.tsx';
import { numeric } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { clockTime, span } from '../words/time.ts';

/** Without a reading for so long, nobody knows: the agreement calls a day without one unknown. */
const unknownAfterMs = 24 * 3_600_000;

export type Warmth = 'ok' | 'cold' | 'unknown';

type HousesProps = { readonly wood: SubcontractShown; readonly things: readonly ThingShown[]; readonly now: number };

export function Houses({ wood, things, now }: HousesProps): React.JSX.Element | null {
  const houses = isObject(wood.terms['houses']) ? Object.entries(wood.terms['houses']) : [];
  const below = numeric(wood.terms['house_below_celsius']) ?? 0;
  return (
    <Card id={`houses-${wood.id}`} title={t('things.houses.title')} aside={<span className="quiet">{t('things.houses.below', { degrees: degrees(below) })}</span>} className="area-houses">
      {houses.length === 0 ? <p className="empty">{t('things.houses.none')}</p> : (
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

/** @example degrees(16) === '16 °C' */
function degrees(celsius: number): string {
  return `${celsius.toLocaleString(locale(), { maximumFractionDigits: 1 })}\u00a0°C`;
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
  const when = thing === undefined ? t('things.houses.waiting') : age === '' ? t('things.houses.read', { at: clockTime(zone, thing.latest.at) }) : t('things.houses.silent', { span: age });
  return (
    <li className={`house house-${warmth}`}>
      <HousePicture warmth={warmth} />
      <div className="house-words">
        <h3>{titled(subject)} <span className="quiet">{nameOf(member)}</span></h3>
        <p className="house-now">
          <span className="figure-small">{celsius === undefined ? '–' : degrees(Math.round(celsius * 10) / 10)}</span>
          <span className={`tag tag-${warmth}`}>{t(`things.houses.warmth.${warmth}`)}</span>
        </p>
      </div>
      <Sparkline series={thing?.series['celsius'] ?? []} threshold={below} label={t('things.houses.series', { house: titled(subject) })} />
      <p className="quiet house-when">{when}</p>
    </li>
  );
});
