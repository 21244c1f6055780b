/** A catalogue's surroundings for tests: a collective with one device, `scale`, that has a key of its own. */
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import type { Around, Settings } from '../sensing/formats/catalogue.ts';

export const origin = 'frankpledge.example/0123456789abcdef';
/** The key `scale-1`, from a seed that everybody knows. */
export const scaleSealer = createSealer(new Uint8Array(32).fill(7));

export const settings: Settings = { discovery: ['homeassistant'], zigbee2mqtt: ['zigbee2mqtt'], tasmota: ['tasmota/discovery'], homie: ['homie'], senml: ['frankpledge/linden/senml'], origin };

export function around(): Around {
  return {
    hasher: createHasher(), seals: createSealVerifier(),
    keyOf: (key) => (key === 'scale-1' ? { device: 'scale', publicKey: scaleSealer.publicKey } : undefined),
    hasKey: (device) => device === 'scale',
  };
}
