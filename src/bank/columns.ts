/** Which column of a bank's table says what: by the names that English, German and Spanish banks give them, or as one is told. */

export const columnKinds = ['day', 'amount', 'debit', 'credit', 'sign', 'party', 'text', 'reference', 'currency', 'balance', 'status'] as const;
export type ColumnKind = (typeof columnKinds)[number];

/** Kind → places of its columns: several for the text, and for the party of money in and out; else one. */
export type Columns = { readonly [kind in ColumnKind]?: readonly number[] };

/** In the order in which they are preferred, where a table has more than one. A bare "reference" is what the payer wrote: it isn't the bank's own. */
const usual: { readonly [kind in ColumnKind]: readonly string[] } = {
  day: ['booking date', 'buchungstag', 'buchungsdatum', 'buchung', 'fecha contable', 'fecha operación', 'fecha operacion', 'fecha de operación', 'fecha de operacion', 'f. operación', 'f. operacion',
    'posting date', 'posted date', 'transaction date', 'completed date', 'date', 'datum', 'fecha', 'value date', 'valuta', 'valutadatum', 'wertstellung', 'fecha valor', 'f. valor'],
  amount: ['amount', 'transaction amount', 'betrag', 'umsatz', 'importe', 'cantidad', 'monto'],
  debit: ['debit', 'debit amount', 'paid out', 'money out', 'withdrawal', 'withdrawals', 'soll', 'lastschrift', 'belastung', 'ausgang', 'cargo', 'cargos', 'debe'],
  credit: ['credit', 'credit amount', 'paid in', 'money in', 'deposit', 'deposits', 'haben', 'gutschrift', 'eingang', 'abono', 'abonos', 'haber'],
  sign: ['debit/credit', 'credit/debit', 'dr/cr', 'cr/dr', 'soll/haben', 's/h', 'debe/haber', 'cargo/abono'],
  party: ['counterparty', 'counterparty name', 'partner name', 'payee', 'payer', 'name', 'beneficiary', 'sender', 'auftraggeber/empfänger', 'begünstigter/zahlungspflichtiger', 'beguenstigter/zahlungspflichtiger',
    'begünstigter/auftraggeber', 'name zahlungsbeteiligter', 'auftraggeber', 'empfänger', 'zahlungspflichtige*r', 'zahlungsempfänger*in', 'zahlungspflichtiger', 'zahlungsempfänger',
    'ordenante', 'beneficiario', 'ordenante/beneficiario', 'remitente'],
  text: ['description', 'transaction description', 'payment reference', 'reference', 'memo', 'details', 'narrative', 'verwendungszweck', 'vorgang/verwendungszweck', 'buchungstext', 'beschreibung',
    'kundenreferenz (end-to-end)', 'concepto', 'descripción', 'descripcion', 'observaciones', 'movimiento', 'más datos', 'mas datos', 'referencia'],
  reference: ['transaction id', 'bank reference', 'transaction reference', 'account servicer reference', 'fitid', 'transaktions-id', 'transaktionsnummer', 'umsatz-id', 'bankreferenz', 'buchungsreferenz',
    'id transacción', 'id transaccion', 'id movimiento', 'número de operación', 'numero de operacion'],
  currency: ['currency', 'ccy', 'währung', 'waehrung', 'divisa', 'moneda'],
  balance: ['balance', 'running balance', 'account balance', 'saldo', 'saldo nach buchung', 'kontostand', 'saldo posterior'],
  status: ['status', 'state', 'estado'],
};

/** Kinds of which several columns are read together. */
const joined: readonly ColumnKind[] = ['party', 'text'];

/** Null: this row doesn't name the columns of a statement. @param given a name for each kind that one has been told */
export function columnsIn(row: readonly string[], given: { readonly [kind in ColumnKind]?: string }): Columns | null {
  const names = row.map(plain);
  const found: { [kind in ColumnKind]?: readonly number[] } = {};
  for (const kind of columnKinds) {
    const places = placesOf(names, given[kind] === undefined ? usual[kind] : given[kind].split('+'), joined.includes(kind) || given[kind] !== undefined);
    if (places.length > 0) found[kind] = places;
    else if (given[kind] !== undefined) return null;
  }
  const hasMoney = found.amount !== undefined || found.debit !== undefined || found.credit !== undefined;
  return found.day !== undefined && hasMoney ? found : null;
}

function placesOf(names: readonly string[], wanted: readonly string[], all: boolean): number[] {
  const places = wanted.map((name) => names.indexOf(plain(name))).filter((place) => place >= 0);
  return all ? places : places.slice(0, 1);
}

/** A name as it counts: `Betrag (EUR)`, `Betrag (€)` and `betrag in EUR` are `betrag`. */
function plain(name: string): string {
  return name.trim().toLowerCase().replace(/^\uFEFF/, '').replace(/\s*(\((?:[a-z]{3}|[€£$])\)|in [a-z]{3}|[€£$])$/, '').replace(/[:.]$/, '').replaceAll(/\s+/g, ' ');
}
