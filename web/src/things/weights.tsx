import { useState } from 'react';
import type { StreamShown } from '../../../src/views/things-shown.ts';
import { t } from '../messages/t.ts';
import { NumberInput } from '../sections/number-input.tsx';
import { asTyped } from '../words/numbers-in.ts';
import { gramsBy, knownIn, numberIn, settingText, type KnownWeight } from './scale.ts';
import { valueWords } from './values.ts';

type WeightsProps = {
  /** As it is now: what it says is asked for again every few seconds. */
  readonly stream: StreamShown | undefined;
  readonly written: { readonly [setting: string]: string };
  readonly write: (written: { readonly [setting: string]: string }) => void;
};

const none: KnownWeight = { raw: '', grams: '' };
/** Units of mass that need no known weights, in grams. */
const gramsOfUnit: { readonly [unit: string]: number } = { g: 1, kg: 1000, lb: 453.592_37, oz: 28.349_523_125 };

/** A scale is told what it says with two known weights on it, and how much a piece weighs: each by a touch, with the value live. */
export function Weights({ stream, written, write }: WeightsProps): React.JSX.Element {
  const raw = typeof stream?.last?.value === 'number' ? stream.last.value : undefined;
  const unit = stream?.unit ?? '';
  const known = knownIn(written['known'] ?? '');
  const [first = { ...none, grams: '0' }, second = none] = known;
  const keep = (weights: readonly [KnownWeight, KnownWeight]): void => write({ ...written, known: JSON.stringify(weights) });
  const ownUnit = Object.hasOwn(gramsOfUnit, unit) ? gramsOfUnit[unit] : undefined;
  const isCalibrated = second.raw !== '' || first.raw !== '';
  const grams = raw === undefined ? undefined : (isCalibrated ? gramsBy([first, second], raw) : ownUnit === undefined ? undefined : raw * ownUnit);
  return (
    <div className="weights inset">
      <p className="weights-now">{t('things.weights.now')} <strong className="figure-small">{raw === undefined ? '—' : valueWords({ value: raw, unit: stream?.unit ?? null, deviceClass: null })}</strong>
        {grams === undefined || (ownUnit === 1 && !isCalibrated) ? null : <span className="quiet"> {t('things.weights.grams', { grams: asTyped(settingText(Math.round(grams * 10) / 10)) })}</span>}</p>
      {raw === undefined ? <p className="quiet">{t(stream?.hidden === true ? stream.of.length === 0 ? 'things.weights.members_only' : 'things.weights.hidden' : 'things.weights.nothing')}</p> : null}
      {ownUnit === undefined ? <KnownWeights first={first} second={second} raw={raw} keep={keep} /> : (
        <details className="each" open={isCalibrated}><summary>{t('things.weights.own_mass')}</summary><KnownWeights first={first} second={second} raw={raw} keep={keep} /></details>
      )}
      <Piece grams={grams} written={written} write={write} />
    </div>
  );
}

type KnownWeightsProps = { readonly first: KnownWeight; readonly second: KnownWeight; readonly raw: number | undefined; readonly keep: (weights: readonly [KnownWeight, KnownWeight]) => void };

function KnownWeights({ first, second, raw, keep }: KnownWeightsProps): React.JSX.Element {
  return (
    <ol className="weigh-steps">
      <li><p>{t('things.weights.first')}</p><Weighed label={t('things.weights.first_grams')} weight={first} raw={raw} keep={(weight) => keep([weight, second])} /></li>
      <li><p>{t('things.weights.second')}</p><Weighed label={t('things.weights.second_grams')} weight={second} raw={raw} keep={(weight) => keep([first, weight])} /></li>
    </ol>
  );
}

function Weighed({ label, weight, raw, keep }: { readonly label: string; readonly weight: KnownWeight; readonly raw: number | undefined; readonly keep: (weight: KnownWeight) => void }): React.JSX.Element {
  return (
    <p className="row-of-buttons">
      <label>{label} <NumberInput size={8} value={weight.grams} put={(grams) => keep({ ...weight, grams })} /></label>
      <button type="button" className="small-button" disabled={raw === undefined || weight.grams.trim() === ''} onClick={() => { if (raw !== undefined) keep({ ...weight, raw: settingText(raw) }); }}>{t('things.weights.take')}</button>
      {weight.raw === '' ? <span className="quiet">{t('things.weights.not_taken')}</span> : <span className="tag tag-ok">{asTyped(weight.raw)}</span>}
    </p>
  );
}

/** The mean mass of a piece: typed, or of some that lie on it. */
function Piece({ grams, written, write }: Omit<WeightsProps, 'stream'> & { readonly grams: number | undefined }): React.JSX.Element {
  const [pieces, setPieces] = useState('10');
  const many = numberIn(pieces);
  const mean = grams === undefined || many === undefined || many < 1 || grams <= 0 ? undefined : grams / many;
  return (
    <div>
      <label className="field"><span>{t('things.weights.piece')}</span><NumberInput size={10} value={written['piece_g'] ?? ''} put={(grams) => write({ ...written, piece_g: grams })} /></label>
      <p className="row-of-buttons">
        <label>{t('things.weights.count')} <NumberInput size={4} value={pieces} put={setPieces} /></label>
        <button type="button" className="small-button" disabled={mean === undefined} onClick={() => { if (mean !== undefined) write({ ...written, piece_g: settingText(Math.round(mean * 10) / 10) }); }}>
          {mean === undefined ? t('things.weights.weigh') : t('things.weights.weigh_mean', { count: many ?? 0, grams: Math.round(mean) })}
        </button>
      </p>
    </div>
  );
}
