/** A device's passkeys in these checks: Chromium's own authenticator without a device (CDP WebAuthn). */
import type { CDPSession, Page } from 'playwright-core';

export type Authenticator = {
  /** Whether the person shows to be the one, as with their finger; at first they do. */
  readonly verify: (isVerified: boolean) => Promise<void>;
  /** Has another device hold the same passkeys, as those that are shared do. */
  readonly shareWith: (other: Authenticator) => Promise<void>;
  readonly take: (credential: object) => Promise<void>;
};

export async function addAuthenticator(page: Page): Promise<Authenticator> {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  const take = async (credential: object): Promise<void> => {
    await session.send('WebAuthn.addCredential', { authenticatorId, credential: credential as never });
  };
  return {
    verify: async (isUserVerified) => { await session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }); },
    shareWith: async (other) => {
      const { credentials } = await session.send('WebAuthn.getCredentials', { authenticatorId });
      for (const credential of credentials) await other.take(credential);
    },
    take,
  };
}
