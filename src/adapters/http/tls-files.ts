/** A certificate with its key, as PEM files that somebody renews: read, checked, and read again when they have changed. */
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';

export type Pem = { readonly cert: string; readonly key: string };

export type TlsFiles = {
  /** What was read last, and fits together. */
  readonly pem: () => Pem;
  /** Calls back when another pair lies there; what is returned ends that. */
  readonly watch: (renewed: (pem: Pem) => void) => () => void;
};

/** A certificate that can't be used, and what to do. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  readonly code = 'certificate';
  readonly hint: string;
  constructor(message: string, hint: string, cause?: unknown) {
    super(message, { cause });
    this.hint = hint;
  }
}

/** Certificates are renewed weeks before they end: a minute is soon enough. Looking is surer than watching, as such files are often links. */
const lookEveryMs = 60_000;

export type TlsFilesOptions = {
  readonly cert: string; readonly key: string;
  /** For whoever runs it. */
  readonly tell: (message: string) => void;
  readonly everyMs?: number;
  readonly now?: () => number;
};

/** @throws CertificateError */
export function openTlsFiles({ cert, key, tell, everyMs = lookEveryMs, now = Date.now }: TlsFilesOptions): TlsFiles {
  let pem = readPem(cert, key, now());
  /** What was found wrong last: it is told once. */
  let wrong = '';
  const look = (renewed: (pem: Pem) => void): void => {
    try {
      const found = readPem(cert, key, now());
      if (found.cert === pem.cert && found.key === pem.key) return;
      pem = found;
      wrong = '';
      renewed(found);
      tell(`the certificate was renewed: ${aboutCertificate(found)}`);
    } catch (error) {
      // The two files are seldom replaced at the same instant.
      if (!(error instanceof CertificateError)) throw error;
      if (error.message !== wrong) tell(`the certificate that is there now isn't used, the one before is: ${error.message}`);
      wrong = error.message;
    }
  };
  return {
    pem: () => pem,
    watch(renewed) {
      const timer = setInterval(look, everyMs, renewed).unref();
      return () => clearInterval(timer);
    },
  };
}

/** For whom and until when it is. */
export function aboutCertificate({ cert }: Pem): string {
  const { subjectAltName, subject, validTo } = new X509Certificate(cert);
  return `${subjectAltName ?? subject.replaceAll('\n', ', ')}, until ${validTo}`;
}

function readPem(certPath: string, keyPath: string, now: number): Pem {
  const pem = { cert: readText(certPath), key: readText(keyPath) };
  const certificate = parsed(certPath, 'no certificate in PEM form', () => new X509Certificate(pem.cert));
  const key = parsed(keyPath, 'no private key in PEM form, or one with a passphrase', () => createPrivateKey(pem.key));
  if (!certificate.checkPrivateKey(key)) throw new CertificateError(`the key in ${keyPath} isn't that of the certificate in ${certPath}`, 'Give the two files that were made together.');
  if (Date.parse(certificate.validTo) <= now) throw new CertificateError(`the certificate in ${certPath} ended on ${certificate.validTo}`, 'Make a new one: page 23 of the manual says how.');
  parsed(certPath, 'no chain of certificates that can be used', () => createSecureContext(pem));
  return pem;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CertificateError(`can't read ${path}: ${error instanceof Error ? error.message : String(error)}`, 'Check the path, and that this user may read it.', error);
  }
}

function parsed<T>(path: string, problem: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new CertificateError(`${path} holds ${problem}`, 'Page 23 of the manual says how one is made.', error);
  }
}
