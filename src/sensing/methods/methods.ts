/** The methods by name: a binding names one. */
import { classify } from './classify.ts';
import { event } from './event.ts';
import { level } from './level.ts';
import { loadCell } from './load-cell.ts';
import { presence } from './presence.ts';
import { offered, type Offered } from './running.ts';
import { temperature } from './temperature.ts';

export const methods: ReadonlyMap<string, Offered> = new Map([
  offered(loadCell), offered(level), offered(temperature), offered(event), offered(presence), offered(classify),
].map((method) => [method.name, method]));
