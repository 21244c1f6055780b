import { useState } from 'react';
import type { BookingShown, PayoutShown } from '../../../src/views/outside-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { getJson } from '../api/get.ts';
import { t } from '../messages/t.ts';
import type { BankFile } from './bank-file.ts';
import { BankPreview } from './bank-preview.tsx';
import { UnitChoice } from './unit-choice.tsx';

type BankImportProps = { readonly overview: Overview; readonly payouts: readonly PayoutShown[] };
type Read = BankFile | { readonly ok: null; readonly message: string };

/** A statement of the bank as a file: held against the books here, and shown, before anything is recorded. */
export function BankImport({ overview, payouts }: BankImportProps): React.JSX.Element {
  const [unit, setUnit] = useState(overview.units[0]?.id ?? '');
  const [decimal, setDecimal] = useState<'' | 'comma' | 'point'>('');
  const [file, setFile] = useState<File | null>(null);
  const [read, setRead] = useState<Read | null>(null);
  const [busy, setBusy] = useState(false);
  const look = async (chosen: File): Promise<void> => {
    setBusy(true);
    setRead(await looked(chosen, overview, payouts, unit, decimal === '' ? undefined : decimal));
    setBusy(false);
  };
  return (
    <div className="stack">
      <p>{t('money.bank.says')}</p>
      <UnitChoice units={overview.units} unit={unit} choose={(next) => { setUnit(next); setRead(null); }} />
      <label className="field"><span>{t('money.bank.file')}</span><input type="file" accept=".csv,.xml,.txt,text/csv,application/xml" onChange={({ target }) => { setFile(target.files?.[0] ?? null); setRead(null); }} /></label>
      <label className="field field-short"><span>{t('money.bank.decimal')}</span>
        <select value={decimal} onChange={({ target }) => { setDecimal(target.value === 'comma' || target.value === 'point' ? target.value : ''); setRead(null); }}>
          <option value="">{t('money.bank.decimal_seen')}</option><option value="comma">{t('money.bank.decimal_comma')}</option><option value="point">{t('money.bank.decimal_point')}</option>
        </select>
      </label>
      <p><button type="button" className="act act-small" disabled={file === null || busy} onClick={() => { if (file !== null) void look(file); }}>{t('money.bank.look')}</button></p>
      {read === null ? null : read.ok === true ? <BankPreview key={`${file?.name} ${file?.lastModified} ${unit}`} read={read} unit={unit} members={overview.members} again={() => { if (file !== null) void look(file); }} />
        : <div className="refused" role="alert">{read.ok === null ? <p>{read.message}</p> : read.problems.map(({ line, message }) => <p key={`${line} ${message}`}>{line === 0 ? t('money.bank.wrong', { message }) : t('money.bank.wrong_line', { line, message })}</p>)}</div>}
    </div>
  );
}

async function looked(file: File, { units, members }: Overview, payouts: readonly PayoutShown[], unit: string, decimal: 'comma' | 'point' | undefined): Promise<Read> {
  const booked = await getJson<readonly BookingShown[]>(`/api/outside/bookings?unit=${encodeURIComponent(unit)}`, AbortSignal.timeout(30_000));
  if (!booked.ok) return { ok: null, message: booked.message };
  const { readBankFile } = await import('./bank-file.ts');
  const books = {
    unit, decimals: units.find(({ id }) => id === unit)?.decimals ?? 0, members, payouts: payouts.filter((payout) => payout.unit === unit),
    booked: new Map(booked.value.map((booking) => [booking.reference, booking])),
  };
  return readBankFile(new Uint8Array(await file.arrayBuffer()), books, decimal);
}
