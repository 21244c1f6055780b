/** A bar on standard error for what takes longer than a person waits without one. */

/** How long nothing is shown, and how often it is redrawn. */
const patienceMs = 2000;
const redrawMs = 200;
const width = 30;

export type Progress = { readonly at: (part: number) => void; readonly end: () => void };

export function createProgress(what: string): Progress {
  const began = performance.now();
  let drawn = 0;
  return {
    at(part) {
      const now = performance.now();
      if (now - began < patienceMs || now - drawn < redrawMs) return;
      drawn = now;
      const done = Math.min(1, Math.max(0, part));
      const filled = Math.round(done * width);
      const left = done > 0.01 ? `, ${Math.ceil(((now - began) / done - (now - began)) / 1000)} s left` : '';
      process.stderr.write(`\r${what} [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.floor(done * 100)}%${left}   `);
    },
    end() {
      if (drawn > 0) process.stderr.write('\n');
    },
  };
}
