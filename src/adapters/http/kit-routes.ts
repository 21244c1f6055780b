/** The routes of kits at hand: what there is to agree on, and what it would be. */
import { ok } from '../../vocabulary/result.ts';
import { read } from './entry.ts';
import { draftBodySchema, draftSchema, kitsSchema } from './kit-schemas.ts';
import { base, type Route } from './route.ts';

export const kitRoutes: readonly Route[] = [
  { ...base('/api/kits', 'The kits at hand, and which agreements are made of them', kitsSchema), run: async (ports) => ok(await ports.kits.list()) },
  {
    ...base('/api/kits/{name}/draft', 'What an agreement with a kit, or another version of one, would be and could take, before anyone proposes it; nothing of it stays', draftSchema),
    method: 'post', body: draftBodySchema,
    run: async (ports, { params, body }) => {
      const asked = read(draftBodySchema, body);
      return asked.ok ? await ports.kits.draft(params['name'] ?? '', asked.value) : asked;
    },
  },
];
