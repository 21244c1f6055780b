/** Every page's address, with one of each kind where the collective decides which there are. */
import type { Page } from 'playwright-core';

type Named = { readonly id: string };

const plain = [
  '/', '/books', '/things', '/things/devices', '/things/measures', '/things/doubts', '/things/harm', '/things/bind', '/decide', '/decide/delegate', '/decide/new',
  '/money', '/money/pay', '/money/payout', '/money/statement', '/money/months', '/money/books', '/money/bank', '/agreements', '/agreements/adopt', '/charter', '/ledger', '/ledger/check',
  '/notices', '/notices/settings', '/invite', '/waiting', '/me', '/nowhere',
];

/** Asked of the API as the page itself asks. */
export async function addressesOf(page: Page): Promise<readonly string[]> {
  const found = await page.evaluate(async () => {
    const get = async (address: string): Promise<unknown> => await (await fetch(address)).json();
    return { proposals: await get('/api/proposals'), overview: await get('/api/overview'), sensing: await get('/api/sensing'), kits: await get('/api/kits') };
  }) as {
    readonly proposals: { readonly open: readonly Named[]; readonly decided: readonly Named[] }; readonly overview: { readonly subcontracts: readonly Named[] };
    readonly sensing: { readonly bindings: readonly { readonly id: string; readonly binding: { readonly stream?: string } | null }[] }; readonly kits: readonly { readonly name: string }[];
  };
  const { proposals, overview, sensing, kits } = found;
  const [agreement] = overview.subcontracts;
  const [binding] = sensing.bindings;
  return [
    ...plain, ...proposals.open.map(({ id }) => `/decide/${id}`), ...proposals.decided.slice(0, 1).map(({ id }) => `/decide/${id}`),
    ...overview.subcontracts.map(({ id }) => `/agreements/${id}`), ...(agreement === undefined ? [] : [`/decide/new/${agreement.id}`, `/things/cutoff/${agreement.id}`, `/things/take/${agreement.id}`, `/things/label/${agreement.id}`]),
    ...(binding === undefined ? [] : [`/things/rebind/${encodeURIComponent(binding.id)}`]), ...kits.slice(0, 2).map(({ name }) => `/agreements/adopt/${name}`),
  ];
}
