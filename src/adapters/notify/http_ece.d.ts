/** What is used of `http_ece`, which has no types of its own. */
declare module 'http_ece' {
  import type { ECDH } from 'node:crypto';

  type Params = {
    readonly version: 'aes128gcm';
    /** The sender's keys (or the reader's), with which a secret is agreed. */
    readonly privateKey: ECDH;
    /** The reader's public key, in base64url. */
    readonly dh?: string;
    /** In base64url. */
    readonly authSecret: string;
    readonly salt?: Buffer;
  };

  const ece: { encrypt(text: Buffer, params: Params): Buffer; decrypt(bytes: Buffer, params: Params): Buffer };
  export default ece;
}
