/** The routes of members' keys: which there are, and how it stands with new ones for who lost theirs. */
import { keysSchema, recoverySchema } from './key-schemas.ts';
import { base, type Route } from './route.ts';
import { proofSchema, readProof } from './session.ts';

export const keyRoutes: readonly Route[] = [
  { ...base('/api/members/{id}/keys', 'A member\'s keys, and who can give them new ones', keysSchema), run: (ports, { params }) => ports.keys.of(params['id'] ?? '') },
  {
    ...base('/api/recovery', 'How it stands with a key that friends are asked for: who holds it seals the statement of a session by it', recoverySchema), method: 'post', body: proofSchema,
    run: (ports, { body }) => {
      const proof = readProof(body);
      return proof.ok ? ports.keys.recovery(proof.value) : proof;
    },
  },
];
