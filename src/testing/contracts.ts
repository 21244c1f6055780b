/** For tests and benchmarks: a contract like the firewood kit's, and a sandbox over compiled sources. */
import { compile } from '../compiler/compile.ts';
import { readLibrary } from '../adapters/installation/library.ts';
import { formatProblems } from '../compiler/problems.ts';
import type { Batch, Call } from '../vocabulary/runner.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { readEngine } from '../adapters/installation/engine.ts';

export const firewood = `
import { charge, contract, min, mulDiv, notice, refuse } from 'frankpledge/contract';

const sure = 1_000_000_000;

function priceOf(terms, place, count) {
  const tier = terms.tiers[place] ?? terms.tiers[0];
  return mulDiv(terms.price * count, tier.times, 1);
}

export default contract({
  observed: {
    taken({ event, state, terms, parties, view }) {
      const who = event.by;
      if (who === null || !view.agents.by.member) return { effects: [] };
      if (event.count <= 0) refuse('invalid_value', \`\${event.count} pieces\`);
      if (event.p.event < terms.event_cutoff || event.p.person < terms.person_cutoff) return { effects: [] };
      const day = state.day ?? { pieces: 0, grams: 0, by: {} };
      const before = day.by[who] ?? 0;
      const free = min(event.count, terms.free_per_day > before ? terms.free_per_day - before : 0);
      const place = view.agents.by.attested.price ?? 0;
      const amount = priceOf(terms, place, event.count - free);
      const pieces = day.pieces + event.count;
      const grams = day.grams + event.mass_g;
      const why = { code: 'taken', count: event.count, price: terms.price, times: terms.tiers[place].times, free };
      return {
        state: { day: { pieces, grams, by: { ...day.by, [who]: before + event.count } } },
        effects: [
          charge({ from: who, to: parties.provider, unit: terms.unit, amount, ref: event.id, why }),
          notice(parties.provider, 'taken', { by: who, count: event.count, mass_g: event.mass_g, amount, at: event.at }),
        ],
      };
    },
  },
});
`;

export const firewoodSetup = {
  setup: 'wood:1',
  terms: {
    unit: 'crown', price: 150, free_per_day: 1, event_cutoff: 900_000_000, person_cutoff: 900_000_000,
    tiers: [{ from: 0, times: 1 }, { from: 100_000, times: 2 }, { from: 500_000, times: 5 }],
  },
  parties: { provider: 'bunyan' },
  state: { 'day:2026-01-05': { pieces: 4, grams: 8400, by: { bob: 4 } } },
};

export function firewoodCall(i: number): Call {
  return {
    group: 'observed', name: 'taken',
    event: {
      id: `scale:${i}`, subject: 'woodpile', at: 1_767_654_000_000 + i, day: '2026-01-05', dayStart: 1_767_589_200_000, now: 1_767_654_000_900 + i,
      today: '2026-01-05', by: i % 2 === 0 ? 'ana' : 'bob', count: 1 + (i % 4), mass_g: 2100 * (1 + (i % 4)), p: { event: 990_000_000, person: 980_000_000 },
    },
    view: { agents: { by: { member: true, attested: { price: i % 3 } } } },
    cells: { day: 'day:2026-01-05' },
  };
}

/** Compiles; throws with the problems. */
export function compiled(source: string): { readonly code: string; readonly hash: string } {
  const result = compile(source, readLibraryOnce());
  if (!result.ok) throw new Error(formatProblems('contract.ts', result.problems));
  return result;
}

let library: ReturnType<typeof readLibrary> | undefined;
export function readLibraryOnce(): ReturnType<typeof readLibrary> {
  library ??= readLibrary();
  return library;
}

export async function sandboxOver(...codes: { readonly code: string; readonly hash: string }[]): Promise<Sandbox> {
  return createSandbox((hash) => codes.find((one) => one.hash === hash)?.code, readEngine());
}

/** A batch of one call without terms, cells or views. */
export function plainBatch(code: string, calls: readonly Partial<Call>[], state: Batch['state'] = {}): Batch {
  return {
    code, setup: 'plain', terms: {}, parties: {}, state,
    calls: calls.map((one) => ({ group: 'observed', name: 'it', event: {}, view: {}, cells: {}, ...one })),
  };
}
