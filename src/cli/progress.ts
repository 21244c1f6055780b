/** How far a long command is, on standard error: a bar on a terminal, a line now and then elsewhere. Nothing for what is quick. */

/** How long nothing is shown, and how often it is shown anew. */
const patienceMs = 2000;
const redrawMs = 200;
const lineMs = 10_000;
const width = 30;

export type Progress = { readonly at: (part: number) => void; readonly end: () => void };

export function createProgress(what: string, out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr, now: () => number = () => performance.now()): Progress {
  const began = now();
  const every = out.isTTY ? redrawMs : lineMs;
  let shown = 0;
  return {
    at(part) {
      const at = now();
      if (at - began < patienceMs || (shown > 0 && at - shown < every)) return;
      shown = at;
      const done = Math.min(1, Math.max(0, part));
      const left = done > 0.01 ? `, about ${Math.ceil((at - began) * (1 / done - 1) / 1000)} s left` : '';
      const filled = Math.round(done * width);
      const bar = `${what} [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.floor(done * 100)}%${left}`;
      out.write(out.isTTY ? `\r\u001B[K${bar}` : `${bar}\n`);
    },
    end() {
      if (shown > 0 && out.isTTY) out.write('\r\u001B[K');
      shown = 0;
    },
  };
}

/** One bar for each of the steps. */
export function createSteps(): { readonly at: (part: number, what: string) => void; readonly end: () => void } {
  let bar: { readonly what: string; readonly progress: Progress } | undefined;
  return {
    at(part, what) {
      if (bar?.what !== what) {
        bar?.progress.end();
        bar = { what, progress: createProgress(what) };
      }
      bar.progress.at(part);
    },
    end: () => bar?.progress.end(),
  };
}
