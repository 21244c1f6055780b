/** When a person, or the system, wants a running command to end. */

const repeatedSignalMs = 1000;

/** Resolves at the first signal. npm passes a terminal's signal on a second time; one that comes later ends the process at once. */
export function stopSignal(): Promise<void> {
  return new Promise((stop) => {
    let firstAt: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        firstAt ??= performance.now();
        if (performance.now() - firstAt > repeatedSignalMs) process.exit(1);
        stop();
      });
    }
  });
}
