/** How a batch crosses into an engine, as JSON text: what compiled code takes. It gives back a `CallResult` for each call. */
import type { JsonObject } from '../vocabulary/json.ts';
import type { Call } from '../vocabulary/runner.ts';

export type ServeInput = {
  readonly setup: string;
  /** Terms and parties: only where this instance hasn't seen the setup yet. */
  readonly agreed?: { readonly terms: JsonObject; readonly parties: JsonObject };
  /** Drop all setups first. */
  readonly forget?: boolean;
  /** Cells' present values as JSON text, so that each call reads a copy of its own. */
  readonly state: { readonly [key: string]: string };
  /** Which handler with which cells: a batch's calls have few. */
  readonly heads: readonly ServeHead[];
  /** For each call: the place of its head, the event, the view. */
  readonly calls: readonly (readonly [number, JsonObject, JsonObject])[];
};

export type ServeHead = Pick<Call, 'group' | 'name' | 'cells'>;
