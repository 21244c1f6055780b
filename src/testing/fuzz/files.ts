/** Fuzzes the files that a person writes: scenarios and settings. */
import type { Random } from '../random.ts';
import { fuzz, hasStack, must, type FuzzReport } from './fuzz.ts';
import { mutateText } from './mutate.ts';

export type FileAnswer = {
  /** Exit status. */
  readonly status: number;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  /** What a person would have read. */
  readonly said: string;
};

export type FileGround = {
  /** Files that are right. */
  readonly corpus: readonly string[];
  /** Takes the file as the command would. */
  readonly take: (file: string | Uint8Array) => Promise<FileAnswer> | FileAnswer;
};

/** Whatever the file holds: exit status 0, 1 or 2; with 2, problems with their lines. Never an exception. */
export function fuzzFiles(ground: FileGround, seed: number, goOn: (cases: number) => boolean): Promise<FuzzReport> {
  return fuzz(seed, goOn, async (random) => {
    const file = someFile(random, ground.corpus);
    let answer: FileAnswer;
    try {
      answer = await ground.take(file);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n${shown(file)}`, { cause: error });
    }
    const { status, problems, said } = answer;
    must([0, 1, 2].includes(status), () => `exit status ${status}\n${shown(file)}`);
    must(!hasStack(said), () => `a stack trace: ${said}\n${shown(file)}`);
    if (status !== 2) return `exit status ${status}`;
    must(problems.length > 0, () => `exit status 2 without a problem\n${shown(file)}`);
    for (const { line, message } of problems) {
      must(line >= 1 && message !== '', () => `a problem without its line or words: ${line}: ${message}\n${shown(file)}`);
      must(!message.includes('fault of the program'), () => `${line}: ${message}\n${shown(file)}`);
    }
    return 'exit status 2';
  });
}

function someFile(random: Random, corpus: readonly string[]): string | Uint8Array {
  const text = mutateText(random, corpus[random.int(0, corpus.length - 1)] ?? '', corpus, random.int(1, random.chance(0.8) ? 3 : 12));
  if (!random.chance(0.03)) return text;
  const bytes = Buffer.from(text);
  for (let edits = random.int(1, 4); edits > 0; edits--) bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
  return bytes;
}

function shown(file: string | Uint8Array): string {
  return typeof file === 'string' ? file : `bytes: ${Buffer.from(file).toString('base64')}`;
}
