/** Messages as the projects document them (test/reference/messages), each file through a fresh catalogue. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { formatInstant } from '../../vocabulary/time.ts';
import type { Reading } from '../reading.ts';
import { devicesShown, emptyCatalogue, hear, subscriptions, type DeviceShown } from './catalogue.ts';
import { around, settings } from '../../testing/catalogue.ts';
import { matches } from './topics.ts';

type Recorded = {
  readonly title: string;
  readonly from: string;
  readonly messages: readonly { readonly topic: string; readonly payload: string; readonly retained?: boolean }[];
  readonly devices?: readonly object[];
  readonly listens?: readonly string[];
  readonly readings?: readonly object[];
  readonly refused?: readonly string[];
};

const folder = join(import.meta.dirname, '../../../test/reference/messages');
const now = Date.UTC(2026, 0, 6);

for (const file of readdirSync(folder)) {
  for (const recorded of parse(readFileSync(join(folder, file), 'utf8')) as Recorded[]) {
    test(`${file}: ${recorded.title}`, () => run(recorded));
  }
}

function run({ messages, devices, listens, readings, refused = [] }: Recorded): void {
  const catalogue = emptyCatalogue(settings);
  const heard: Reading[] = [];
  const refusals: string[] = [];
  for (const [count, { topic, payload, retained = false }] of messages.entries()) {
    // A broker sends only what was asked for.
    if (!subscriptions(catalogue).some((filter) => matches(filter, topic))) continue;
    const step = hear(catalogue, around(), topic, payload, { at: now + count, retained, duplicate: false, count });
    heard.push(...step.readings);
    refusals.push(...step.refusals.map(({ refusal }) => refusal.detail));
  }
  if (devices !== undefined) assert.deepEqual(devicesShown(catalogue).map(plain), devices);
  if (listens !== undefined) assert.deepEqual(subscriptions(catalogue).filter((filter) => !/^(zigbee2mqtt|tasmota|homie|frankpledge)\//.test(filter)), listens);
  if (readings !== undefined) assert.deepEqual(heard.map(short), readings);
  assert.deepEqual(refusals, refused);
  assert.equal(new Set(heard.map(({ stream, id }) => `${stream} ${id}`)).size, heard.length, 'no two readings have one name');
}

/** Without what is said nowhere, and what was heard last. */
function plain({ by: _by, conventions: _conventions, streams, others, ...device }: DeviceShown): object {
  return {
    ...device,
    streams: streams.map(({ last: _last, channel: _channel, available, diagnostic, ...stream }) => ({ ...stream, ...(diagnostic ? { diagnostic } : {}), ...(available === undefined ? {} : { available }) })),
    ...(others.length === 0 ? {} : { others }),
  };
}

function short({ stream, value, unit, at, received }: Reading): object {
  return { stream, value, ...(unit === undefined ? {} : { unit }), ...(at === received ? {} : { at: formatInstant(at) }) };
}
