import { useState } from 'react';
import type { BookingShown, PayoutShown } from '../../../src/views/outside-shown.ts';
import type { MemberShown, Overview, UnitShown } from '../../../src/views/shown.ts';
import { getJson, type Got } from '../api/get.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { membersAddress } from '../sections/use-members.ts';
import type { BankBooks, BankFile } from './bank-file.ts';
import { BankPreview } from './bank-preview.tsx';

type BankImportProps = { readonly overview: Overview; readonly payouts: readonly PayoutShown[] };
type Decimal = '' | 'comma' | 'point';
/** Each empty: as the file says. */
type Chosen = { readonly unit: string; readonly decimal: Decimal };

/** Longest that the books are waited for. */
const booksMaxMs = 30_000;

/** A statement of the bank as a file: held against the books here, and shown, before anything is recorded. */
export function BankImport({ overview: { units }, payouts }: BankImportProps): React.JSX.Element {
  const [chosen, setChosen] = useState<Chosen>({ unit: '', decimal: '' });
  const [file, setFile] = useState<File | null>(null);
  const [read, setRead] = useState<BankFile<UnitShown> | null>(null);
  const [busy, setBusy] = useState(false);
  const choose = (part: Partial<Chosen>): void => {
    setChosen({ ...chosen, ...part });
    setRead(null);
  };
  const look = async (at: File): Promise<void> => {
    setBusy(true);
    try {
      setRead(await looked(at, units, payouts, chosen));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="stack">
      <p>{t('money.bank.says')}</p>
      <label className="field"><span>{t('money.bank.file')}</span><input type="file" accept=".csv,.xml,.txt,text/csv,application/xml" onChange={({ target }) => { setFile(target.files?.[0] ?? null); setRead(null); }} /></label>
      <label className="field field-short"><span>{t('money.unit')}</span>
        <select value={chosen.unit} onChange={({ target }) => choose({ unit: target.value })}><option value="">{t('money.bank.unit_seen')}</option>{units.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select>
      </label>
      <label className="field field-short"><span>{t('money.bank.decimal')}</span>
        <select value={chosen.decimal} onChange={({ target }) => choose({ decimal: target.value as Decimal })}>
          <option value="">{t('money.bank.decimal_seen')}</option><option value="comma">{t('money.bank.decimal_comma')}</option><option value="point">{t('money.bank.decimal_point')}</option>
        </select>
      </label>
      <p><button type="button" className="act act-small" disabled={file === null || busy} onClick={() => { if (file !== null) void look(file); }}>{t('money.bank.look')}</button></p>
      {read === null ? null : read.ok ? <BankPreview key={`${file?.name} ${file?.lastModified} ${read.unit.id}`} read={read} again={() => { if (file !== null) void look(file); }} />
        : <div className="refused" role="alert">{whyNot(read).map((why) => <p key={why}>{why}</p>)}</div>}
    </div>
  );
}

function whyNot(read: Extract<BankFile<UnitShown>, { readonly ok: false }>): readonly string[] {
  switch (read.is) {
    case 'wrong': return read.problems.map(({ line, message }) => (line === 0 ? t('money.bank.wrong', { message: phrase(message) }) : t('money.bank.wrong_line', { line, message: phrase(message) })));
    case 'unit_unsaid': return [read.currency === null ? t('money.bank.unit_unsaid') : t('money.bank.unit_none', { currency: read.currency })];
    case 'no_books': return [read.message];
  }
}

async function looked(file: File, units: readonly UnitShown[], payouts: readonly PayoutShown[], { unit, decimal }: Chosen): Promise<BankFile<UnitShown>> {
  const { readBankFile } = await import('./bank-file.ts');
  return await readBankFile(new Uint8Array(await file.arrayBuffer()), {
    decimal: decimal === '' ? undefined : decimal, units, named: unit === '' ? undefined : unit, booksOf: (of) => booksOf(of, payouts),
  });
}

/** With everyone, also those whom an overview has no room for: a name that fits one of some may fit two of all. */
async function booksOf({ id: unit, decimals }: UnitShown, payouts: readonly PayoutShown[]): Promise<Got<BankBooks>> {
  const signal = AbortSignal.timeout(booksMaxMs);
  const [booked, members] = await Promise.all([getJson<readonly BookingShown[]>(`/api/outside/bookings?unit=${encodeURIComponent(unit)}`, signal), getJson<readonly MemberShown[]>(membersAddress, signal)]);
  if (!booked.ok) return booked;
  if (!members.ok) return members;
  return { ok: true, value: { unit, decimals, members: members.value, payouts: payouts.filter((payout) => payout.unit === unit), booked: new Map(booked.value.map((booking) => [booking.reference, booking])) } };
}
