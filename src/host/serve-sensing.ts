/** Sensing put together for a collective that runs: store, pipeline, devices, and the log that they rest on and speak to. */
import { randomBytes } from 'node:crypto';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { topicsOf } from '../adapters/mqtt/messages.ts';
import { openSqliteReadings } from '../adapters/readings-sqlite/readings.ts';
import type { Around } from '../sensing/formats/catalogue.ts';
import { methods } from '../sensing/methods/methods.ts';
import { createMemoryReadings, createReadingMemory, type ReadingStore } from '../sensing/store.ts';
import { caseOf } from '../views/cases.ts';
import type { Shown } from '../views/shown.ts';
import type { View } from '../views/view.ts';
import type { Clock } from './clock.ts';
import { isInForce } from './data-folder.ts';
import { createGateway, type GatewayPorts } from './gateway.ts';
import { openModels } from './models.ts';
import type { Signer } from './sealing.ts';
import { Sensing } from './sensing.ts';
import { createCalibrators, createRules, type Calibrators, type LogRules } from './sensing-rules.ts';
import { createThings, type Things } from './things.ts';

/** Where devices of others are looked for; left out: as these projects have it. */
export type DeviceTopics = { readonly discovery?: readonly string[]; readonly zigbee2mqtt?: readonly string[]; readonly tasmota?: readonly string[]; readonly homie?: readonly string[] };

export type SensingParts = {
  readonly writer: GatewayPorts['writer'];
  readonly view: () => View;
  /** Undefined: readings are in memory alone. */
  readonly folder: string | undefined;
  /** The gateway's that is in force now; without one nothing is put to the log, and waits. */
  readonly signer: () => Signer | undefined;
  readonly topics: DeviceTopics;
  /** False: only what devices sign themselves is heard. */
  readonly vouches: boolean;
  readonly clock: Clock;
  readonly tell: (message: string) => void;
};

export type OpenSensing = {
  readonly sensing: Sensing;
  readonly things: Things;
  readonly rules: LogRules;
  readonly calibrators: Calibrators;
  /** Takes note of a record. */
  readonly note: (shown: Shown) => void;
  /** The log was taken up anew, as after a failure of its store. */
  readonly begin: () => void;
  /** Takes nothing more; resolves when what it has is durable or must be sent again. */
  readonly close: () => Promise<void>;
};

export function openSensing({ writer, view, folder, signer, topics, vouches, clock, tell }: SensingParts): OpenSensing {
  const hasher = createHasher();
  const state = () => writer.collective.state;
  const memory = createReadingMemory();
  const rules = createRules(state, view);
  const calibrators = createCalibrators(view);
  const gateway = createGateway({ writer, clock, get signer() { return required(signer()); } });
  const sensing = new Sensing({
    open: (): ReadingStore => (folder === undefined ? createMemoryReadings(memory) : openSqliteReadings(folder, 'write')),
    pipeline: { hasher, methods }, rules, models: openModels(folder), calibratorOf: (binding, event, of) => calibrators.of(binding, event, of),
    decided: (observation) => caseOf(view(), observation)?.truth ?? undefined,
    salt: () => randomBytes(16).toString('hex'), offer: (observation) => gateway.observed([observation]), clock, tell,
  });
  const { origin, charter } = state();
  const around: Around = {
    hasher, seals: createSealVerifier(), hasKey: (device) => state().keyedDevices.has(device), isBound: (stream) => rules.isBound(stream),
    keyOf(key) {
      const grant = state().keys.get(key)?.grant;
      return grant?.role === 'device' && isInForce(state(), grant) ? { device: grant.owner, publicKey: grant.public_key } : undefined;
    },
  };
  const { discovery = ['homeassistant'], zigbee2mqtt = ['zigbee2mqtt'], tasmota = ['tasmota/discovery'], homie = ['homie'] } = topics;
  const things = createThings({
    settings: { discovery, zigbee2mqtt, tasmota, homie, senml: topicsOf(origin, charter?.name ?? '').names.map((name) => `frankpledge/${name}/senml`), origin },
    around, vouches, store: () => sensing.store, keep: (arrived) => sensing.keep(arrived), clock, tell,
  });
  return {
    sensing, things, rules, calibrators,
    note(shown) {
      calibrators.note(shown);
      if (rules.note(shown)) sensing.rulesChanged();
    },
    begin() {
      rules.begin();
      calibrators.begin();
      sensing.rulesChanged();
    },
    async close() {
      things.close();
      await Promise.all([gateway.close(), sensing.close()]);
    },
  };
}

function required(gateway: Signer | undefined): Signer {
  if (gateway === undefined) throw new Error('there is no gateway\'s key that is in force, which vouches for what is sensed');
  return gateway;
}
