/** The door's routes: which collectives are behind it for whoever asks, and founding another one. */
import { z } from '@hono/zod-openapi';
import type { HttpError } from './errors.ts';
import { read } from './entry.ts';
import { foundedSchema, foundingBodySchema, foundingKitsSchema, homeSchema, type FoundedWire, type FoundingAsked, type FoundingKitsWire, type HomeWire } from './home-schemas.ts';
import { base, type Given, type Route } from './route.ts';

/** @param given what the request brought along, for the home and for each collective */
export type HomePorts = {
  readonly home: (given: Pick<Given, 'secret' | 'secretOf'>) => HomeWire;
  /** What can be founded with; resolves once they are compiled. */
  readonly kits: () => Promise<FoundingKitsWire>;
  /** Resolves when it is there, whole, and answers below its address. */
  readonly found: (secret: string | undefined, asked: FoundingAsked) => Promise<{ readonly ok: true; readonly value: FoundedWire } | { readonly ok: false; readonly refusal: HttpError }>;
};

export const homeRoutes: readonly Route<HomePorts>[] = [
  { ...base('/api/collectives', 'The collectives that what the request brings along opens, and what waits for one in each', homeSchema), run: (ports, given) => ({ ok: true, value: ports.home(given) }) },
  {
    ...base('/api/collectives', 'Founds a collective; the same request again is answered as before', foundedSchema), method: 'post', body: foundingBodySchema,
    run: async (ports, { secret, body }) => {
      const asked = read(foundingBodySchema, body);
      return asked.ok ? await ports.found(secret, asked.value) : asked;
    },
  },
  { ...base('/api/kits', 'The kits at hand that a collective can be founded with', foundingKitsSchema), run: async (ports) => ({ ok: true, value: await ports.kits() }) },
  { ...base('/api/health', 'Whether the server answers', z.object({ status: z.literal('ok') })), run: () => ({ ok: true, value: { status: 'ok' } }) },
];
