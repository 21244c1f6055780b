/** The shapes of a home's door: which collectives one is in, and how another one is founded. */
import { z } from '@hono/zod-openapi';
import { decimalsMax } from '../../vocabulary/amounts.ts';
import { addressNameMax } from '../../vocabulary/base-path.ts';
import { id, type Wire } from './forms.ts';

const nameMax = 100;
const line = z.string().trim().min(1).max(nameMax).regex(/^\P{Cc}*$/u, 'one line');
const shortName = z.string().min(1).max(64);

const collectiveSchema = z.object({
  address: z.string().describe('its name in addresses: its page lies at /c/ADDRESS/'), name: z.string(), place: z.string(), origin: z.string(),
  open: z.string().describe('where this browser opens it'), records: z.int(), stopped: z.string().nullable().describe('why it takes nothing now'),
  me: z.object({ id, name: z.string(), asked: z.int(), notices: z.int() }).nullable().describe('who one is there, what waits for one, and how many notices one hasn\'t seen; null: one looks on'),
}).openapi('HousedCollective');
export const homeSchema = z.object({
  mayFound: z.boolean().describe('whether what the request brings along lets one found a collective'), empty: z.boolean().describe('there is no collective yet'), collectives: z.array(collectiveSchema),
}).openapi('Home');

export const foundingKitsSchema = z.array(z.object({
  name: z.string(), title: z.string(), about: z.string().nullable(), parties: z.record(z.string(), z.string()).describe('with what each is for'),
  needed: z.array(z.string()).describe('terms without a default: they must be said'), watched: z.array(z.object({ subject: z.string(), events: z.array(z.string()) })).describe('what its sensors watch, by its defaults, and what they report of it'),
}).openapi('FoundingKit'));

export const foundingBodySchema = z.strictObject({
  request: z.string().regex(/^[\w-]{16,64}$/).describe('drawn by whoever asks: the same one again founds nothing again, and is answered as before'),
  address: z.string().max(addressNameMax).describe('its name in addresses: small letters, digits and dashes'), name: line, place: z.string().trim().max(nameMax).regex(/^\P{Cc}*$/u, 'one line').default(''),
  zone: z.string().max(64).describe('its days are counted by this time zone, as Europe/Berlin'),
  unit: z.strictObject({ id: shortName, name: line, decimals: z.int().min(0).max(decimalsMax) }),
  founder: z.strictObject({ id: shortName, name: line, public_key: z.string().max(64).describe('32 bytes in base64 (Ed25519), whose private half stays where it was made'), opening: z.string().max(32).default('0') }),
  kits: z.array(z.strictObject({ kit: z.string().max(64), id: shortName, terms: z.record(z.string(), z.unknown()).default({}) })).max(10).describe('agreements to begin with; their parties are the common account'),
  common: line.default('The house').describe('what the account is called that all hold in common'),
  device: z.enum(['none', 'simulated', 'real']).default('none'),
  subject: shortName.optional().describe('what the device watches'),
}).openapi('FoundingAsked');

export const foundedSchema = z.object({
  address: z.string(), origin: z.string(), member: id, page: z.string().describe('the path of its page'), key: z.string().describe('the name of the founder\'s key in the log'),
  device: z.object({
    id, subject: z.string(), http: z.object({ url: z.string(), secret: z.string().nullable().describe('null: it isn\'t told by this link any more, or the device\'s own was ended') }), mqtt: z.object({ url: z.string(), topic: z.string() }).nullable(),
  }).nullable().describe('where a real device reports, and by which secret: it is told once, and each further telling makes another in its place'),
}).openapi('Founded');

export type HomeWire = Wire<typeof homeSchema>;
export type FoundingKitsWire = Wire<typeof foundingKitsSchema>;
export type FoundingAsked = z.infer<typeof foundingBodySchema>;
export type FoundedWire = Wire<typeof foundedSchema>;
