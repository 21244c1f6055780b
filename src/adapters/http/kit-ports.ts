/** What the routes of kits at hand need from whoever runs them. */
import type { Result } from '../../vocabulary/result.ts';
import type { DraftAsked, DraftWire, KitsWire } from './kit-schemas.ts';

export type KitPorts = {
  /** Resolves once they are compiled, which takes a while the first time. */
  readonly list: () => Promise<KitsWire>;
  /** What an agreement with a kit would be. Touches nothing; refused when it couldn't be adopted so. */
  readonly draft: (kit: string, asked: DraftAsked) => Promise<Result<DraftWire>>;
};
