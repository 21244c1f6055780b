/** Holds a data folder or an archive against the rules. */
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createCodeSandbox } from './codes.ts';
import { openLogSource } from './log-source.ts';
import { replay, type Verdict } from '../log/replay.ts';

/**
 * @param progress called after each record with how much has been read, from 0 to 1
 * @throws what `replay` throws, and the source's errors, when it can't be read
 */
export async function verifySource(path: string, progress: (part: number) => void = () => undefined): Promise<Verdict> {
  const hasher = createHasher();
  const sandbox = await createCodeSandbox();
  const source = openLogSource(path, hasher);
  try {
    return replay(source.parts, { hasher, verifier: createSealVerifier(), sandbox }, () => progress(source.progress()));
  } finally {
    source.close();
  }
}
