/**
 * What every version of the hashing and signature ports must do: cases that throw when it doesn't. They need no test runner, so that
 * a browser can run them too. Written from RFC 8032, FIPS 180-4 and the ports' own promises.
 */
import type { Hasher, Sealer, SealVerifier } from '../../vocabulary/ports.ts';

export type KeyPorts = {
  readonly hasher: Hasher;
  readonly verifier: SealVerifier;
  createSealer(seed: Uint8Array): Sealer;
};

export type KeyCase = { readonly name: string; run(ports: KeyPorts): void };

/** RFC 8032 s7.1, TEST 1 to 3, TEST 1024 and TEST SHA(abc): seed, public key. */
const keyPairs: readonly (readonly [string, string])[] = [
  ['9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'],
  ['4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'],
  ['c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7', 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025'],
  ['f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5', '278117fc144c72340f67d0f2316e8386ceffbf2b2428c9c51fef7c597f1d426e'],
  ['833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42', 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf'],
];

/** RFC 8032 s7.1, TEST 1 and TEST 2, whose messages (nothing, and the byte 0x72) are UTF-8: key pair, message, signature. */
const signatures: readonly (readonly [number, string, string])[] = [
  [0, '', 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'],
  [1, 'r', '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00'],
];

/** FIPS 180-4's published examples for SHA-256, and the empty message. */
const digests: readonly (readonly [string, string])[] = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
];

/** Encodings of points of small order (1, 2, 4, 8), with both signs, and of y that isn't below p = 2^255 - 19. */
const weakKeys: readonly string[] = [
  `01${'00'.repeat(31)}`, `01${'00'.repeat(30)}80`, `ec${'ff'.repeat(30)}7f`, `ec${'ff'.repeat(31)}`, '00'.repeat(32), `${'00'.repeat(31)}80`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05', '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a', 'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  `ed${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(31)}`, `ee${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(31)}`, 'ff'.repeat(32),
];

/** The order of the base point, L = 2^252 + 27742317777372353535851937790883648493 (RFC 8032 s5.1). */
const groupOrder = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

export const keyCases: readonly KeyCase[] = [
  {
    name: 'SHA-256 gives the published digests, of text and of bytes alike',
    run({ hasher }) {
      for (const [text, digest] of digests) {
        equal(hex(hasher.sha256(text)), digest, `of ${text.length} characters`);
        equal(hex(hasher.sha256(ascii(text))), digest, `of ${text.length} bytes`);
      }
    },
  },
  {
    name: 'SHA-256 takes text as UTF-8, and refuses what has no UTF-8 form',
    run({ hasher }) {
      equal(hex(hasher.sha256('ä€😀\u0000')), hex(hasher.sha256(bytes('c3a4e282acf09f988000'))), 'non-ASCII text');
      throws(() => hasher.sha256('\ud800'), 'a lone surrogate');
    },
  },
  {
    name: 'a hash is a value of its own: 32 bytes that a later call leaves alone',
    run({ hasher }) {
      const first = hasher.sha256('abc');
      hasher.sha256('other');
      equal(first.length, 32, 'length');
      equal(hex(first), digests[1]?.[1], 'after another call');
    },
  },
  {
    name: 'a seed has the public key of RFC 8032',
    run({ createSealer }) {
      for (const [seed, publicKey] of keyPairs) equal(createSealer(bytes(seed)).publicKey, base64(bytes(publicKey)), seed);
    },
  },
  {
    name: 'signatures are those of RFC 8032, and are accepted',
    run({ createSealer, verifier }) {
      for (const [pair, message, signature] of signatures) {
        const sealer = createSealer(bytes(keyPairs[pair]?.[0] ?? ''));
        equal(sealer.sign(message), base64(bytes(signature)), `of "${message}"`);
        equal(verifier.verify(sealer.publicKey, message, base64(bytes(signature))), true, `check of "${message}"`);
      }
    },
  },
  {
    name: 'a message is signed as UTF-8; one without such a form is not signed and never accepted',
    run({ createSealer, verifier }) {
      const sealer = createSealer(bytes(keyPairs[0]?.[0] ?? ''));
      equal(verifier.verify(sealer.publicKey, 'dřevo 😀', sealer.sign('dřevo 😀')), true, 'non-ASCII text');
      throws(() => sealer.sign('\udc00'), 'a lone surrogate');
      equal(verifier.verify(sealer.publicKey, '\ud800', sealer.sign('\ufffd')), false, 'the replacement character');
    },
  },
  {
    name: 'another message, key or signature is not accepted',
    run({ createSealer, verifier }) {
      const [ana, ben] = [createSealer(bytes(keyPairs[0]?.[0] ?? '')), createSealer(bytes(keyPairs[1]?.[0] ?? ''))];
      const signature = ana.sign('pay');
      equal(verifier.verify(ana.publicKey, 'pay', signature), true, 'the right one');
      equal(verifier.verify(ana.publicKey, 'pay ', signature), false, 'another message');
      equal(verifier.verify(ben.publicKey, 'pay', signature), false, 'another key');
      equal(verifier.verify(ana.publicKey, 'pay', ana.sign('pray')), false, 'another signature');
    },
  },
  {
    name: 'each changed bit of a signature is noticed',
    run({ createSealer, verifier }) {
      const sealer = createSealer(bytes(keyPairs[2]?.[0] ?? ''));
      const signature = unbase64(sealer.sign('pay'));
      for (let bit = 0; bit < 512; bit++) {
        const changed = signature.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        equal(verifier.verify(sealer.publicKey, 'pay', base64(changed)), false, `bit ${bit}`);
      }
    },
  },
  {
    name: 'RFC 8032 s5.1.7: S is below the group order, so that a signature has no second form',
    run({ createSealer, verifier }) {
      const sealer = createSealer(bytes(keyPairs[2]?.[0] ?? ''));
      const signature = unbase64(sealer.sign('pay'));
      const second = new Uint8Array([...signature.slice(0, 32), ...littleEndian(numberOf(signature.slice(32)) + groupOrder)]);
      equal(verifier.verify(sealer.publicKey, 'pay', base64(second)), false, 'S + L');
    },
  },
  {
    name: 'keys of small order, and keys with a second spelling, verify nothing',
    run({ verifier }) {
      // R = identity and S = 0 fit any message under a key of small order, one in eight at the least.
      const universal = base64(bytes(`01${'00'.repeat(63)}`));
      for (const key of weakKeys) {
        for (let i = 0; i < 16; i++) equal(verifier.verify(base64(bytes(key)), `message ${i}`, universal), false, `${key}, message ${i}`);
      }
    },
  },
  {
    name: 'what is malformed is false, never an exception',
    run({ createSealer, verifier }) {
      const sealer = createSealer(bytes(keyPairs[0]?.[0] ?? ''));
      const signature = sealer.sign('pay');
      const spellings = (text: string): string[] => [
        '', ' ', 'x', text.slice(0, -1), text.slice(1), text.slice(0, -4), `${text}=`, ` ${text}`, `${text}\n`, text.replaceAll('=', ''),
        `${text}AAAA`, `\u0000${text.slice(1)}`, 'ä'.repeat(44), `*${text.slice(1)}`, nextLastDigit(text),
        text.replace(/^./, '-'), text.replace(/^./, '_'), 'A'.repeat(1_000_000),
      ];
      for (const text of spellings(sealer.publicKey)) equal(verifier.verify(text, 'pay', signature), false, `key ${text.slice(0, 60)}`);
      for (const text of spellings(signature)) equal(verifier.verify(sealer.publicKey, 'pay', text), false, `signature ${text.slice(0, 100)}`);
      equal(verifier.verify(base64(bytes(`02${'00'.repeat(31)}`)), 'pay', signature), false, 'no point of the curve');
    },
  },
  {
    name: 'a seed of another length is refused',
    run({ createSealer }) {
      for (const length of [0, 31, 33, 64]) throws(() => createSealer(new Uint8Array(length)), `${length} bytes`);
    },
  },
];

/** The same bytes, but for bits that base64 leaves unused. */
function nextLastDigit(text: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return text.replace(/[^=](?==*$)/, (last) => digits.charAt(digits.indexOf(last) + 1));
}

function equal(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: got ${String(actual)}, expected ${String(expected)}`);
}

function throws(action: () => unknown, what: string): void {
  try {
    action();
  } catch {
    return;
  }
  throw new Error(`${what}: accepted`);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

function hex(data: Uint8Array): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function base64(data: Uint8Array): string {
  return btoa(String.fromCharCode(...data));
}

function unbase64(text: string): Uint8Array {
  return ascii(atob(text));
}

function numberOf(data: Uint8Array): bigint {
  return data.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function littleEndian(value: bigint): number[] {
  return Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}
