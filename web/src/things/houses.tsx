import { memo } from 'react';
import type { ThingShown } from '../../../src/views/shown.ts';
import { locale, t } from '../messages/t.ts';
import { HousePicture } from '../pictures/house-picture.tsx';
import { Sparkline } from '../pictures/sparkline.tsx';
import { Card } from '../sections/card.tsx';
import { numeric } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { clockTime, span } from '../words/time.ts';
import type { Warmth } from './watching.ts';

/** Without a reading for so long, nobody knows: the agreement calls a day without one unknown. */
const unknownAfterMs = 24 * 3_600_000;

export type HouseState = 'ok' | 'cold' | 'unknown';

type HousesProps = { readonly id: string; readonly warmth: Warmth; readonly things: readonly ThingShown[]; readonly now: number; readonly children?: React.ReactNode };

export function Houses({ id, warmth: { homes, event, low }, things, now, children }: HousesProps): React.JSX.Element {
  return (
    <Card id={`houses-${id}`} title={t('things.houses.title')} aside={low === null ? undefined : <span className="quiet">{t('things.houses.below', { degrees: degrees(low) })}</span>} className="area-houses">
      {homes.length === 0 ? <p className="empty">{t('things.houses.none')}</p> : (
        <ul className="houses">
          {homes.map(([subject, member]) => {
            const thing = things.find((each) => each.subject === subject && each.event === event);
            const celsius = numeric(thing?.latest.values['celsius']);
            const ageMs = thing === undefined ? Infinity : now - thing.latest.at;
            const state: HouseState = celsius === undefined || ageMs > unknownAfterMs ? 'unknown' : low !== null && celsius < low ? 'cold' : 'ok';
            return <House key={subject} subject={subject} member={member} thing={thing} celsius={celsius} low={low} state={state} age={ageText(ageMs)} />;
          })}
        </ul>
      )}
      {children}
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
  readonly subject: string; readonly member: string; readonly thing: ThingShown | undefined; readonly celsius: number | undefined; readonly low: number | null;
  readonly state: HouseState; readonly age: string;
};

const House = memo(function House({ subject, member, thing, celsius, low, state, age }: HouseProps) {
  const { zone, nameOf } = useSpeaking();
  const when = thing === undefined ? t('things.houses.waiting') : age === '' ? t('things.houses.read', { at: clockTime(zone, thing.latest.at) }) : t('things.houses.silent', { span: age });
  return (
    <li className={`house house-${state}`}>
      <HousePicture warmth={state} />
      <div className="house-words">
        <h3>{titled(subject)} <span className="quiet">{nameOf(member)}</span></h3>
        <p className="house-now">
          <span className="figure-small">{celsius === undefined ? '–' : degrees(Math.round(celsius * 10) / 10)}</span>
          <span className={`tag tag-${state}`}>{t(`things.houses.warmth.${state}`)}</span>
        </p>
      </div>
      <Sparkline series={thing?.series['celsius'] ?? []} threshold={low} label={t('things.houses.series', { house: titled(subject) })} />
      <p className="quiet house-when">{when}</p>
    </li>
  );
});
