/** The methods by name: a binding names one. */
import { event } from './event.ts';
import { loadCell } from './load-cell.ts';
import { presence } from './presence.ts';
import { offered, type Offered } from './running.ts';
import { temperature } from './temperature.ts';

export const methods: ReadonlyMap<string, Offered> = new Map([
  offered(loadCell), offered(temperature), offered(event), offered(presence),
].map((method) => [method.name, method]));
