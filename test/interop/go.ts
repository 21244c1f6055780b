/** The checker in Go (Debian's golang-go and golang-golang-x-mod-dev), for tests that let other people's code judge a log. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where Debian puts Go packages: nothing is downloaded. */
const gopath = '/usr/share/gocode';
const source = fileURLToPath(new URL('checklog.go', import.meta.url));
const isThere = existsSync(join(gopath, 'src/golang.org/x/mod/sumdb/tlog')) && spawnSync('go', ['version']).status === 0;

/** What to tell `test` as `skip`: false where it is there, and in CI, where it must be. */
export const withoutGo: string | false = isThere || process.env['CI'] !== undefined
  ? false : 'GO IS NOT INSTALLED (Debian: golang-go golang-golang-x-mod-dev): this was not tested';

export type Checklog = {
  /** Writes a log of `size` entries by Go's code alone. */
  readonly write: (dir: string, size: number) => void;
  /** What the checker says of a log and its proofs; the first key is the log's. */
  readonly check: (dir: string, proofs: string, vkeys: readonly string[]) => { readonly ok: boolean; readonly said: string };
};

/** @param room a folder for the program and for Go's cache */
export function buildChecklog(room: string): Checklog {
  const program = join(room, 'checklog');
  const env = { ...process.env, GO111MODULE: 'off', GOPATH: gopath, GOFLAGS: '', GOCACHE: join(room, 'cache') };
  execFileSync('go', ['build', '-o', program, source], { env, stdio: 'pipe' });
  return {
    write(dir, size) {
      execFileSync(program, ['write', dir, String(size)], { stdio: 'pipe' });
    },
    check(dir, proofs, vkeys) {
      const { status, stdout, stderr } = spawnSync(program, ['check', dir, proofs, ...vkeys], { encoding: 'utf8' });
      return { ok: status === 0, said: stdout + stderr };
    },
  };
}
