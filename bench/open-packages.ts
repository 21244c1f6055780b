// Packages of public registries that bring openly licensed sets: fetched by exact version through the registry's own client, held against a SHA-256,
// and unpacked into a folder that the caller removes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

export type OpenPackage = {
  readonly name: string;
  readonly version: string;
  readonly registry: keyof typeof clients;
  /** Of the archive as the registry gives it. */
  readonly sha256: string;
};

/** A package that isn't to be had here, or isn't the one that is meant; the message is for people. */
export class PackageMissing extends Error {
  override readonly name = 'PackageMissing';
}

const fetchMsMax = 5 * 60_000;
/** Of what a client prints, its last characters say what went wrong. */
const saidCharactersMax = 300;

type Command = readonly [program: string, ...args: string[]];
type Client = { readonly fetch: (pinned: OpenPackage, into: string) => Command; readonly unpack: (archive: string, into: string) => Command };

const clients = {
  npm: {
    fetch: ({ name, version }, into) => ['npm', 'pack', `${name}@${version}`, '--ignore-scripts', '--loglevel=error', '--pack-destination', into],
    unpack: (archive, into) => ['tar', '-xzf', archive, '-C', into],
  },
  // One wheel whatever the machine: only its files are read, and each platform's has another hash.
  pypi: {
    fetch: ({ name, version }, into) => [
      'python3', '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.11', '--platform', 'manylinux_2_28_x86_64',
      '--dest', into, `${name}==${version}`,
    ],
    unpack: (archive, into) => ['python3', '-m', 'zipfile', '-e', archive, into],
  },
} satisfies { readonly [registry: string]: Client };

/**
 * @param room an empty folder for the archive and its files
 * @returns the folder with the package's files
 * @throws PackageMissing where the client isn't there, fails, or brings another archive
 */
export function fetchPackage(pinned: OpenPackage, room: string): string {
  const [packed, files] = [join(room, 'packed'), join(room, 'files')];
  for (const folder of [packed, files]) mkdirSync(folder, { recursive: true });
  const client: Client = clients[pinned.registry];
  run(client.fetch(pinned, packed));
  const [archive, another] = readdirSync(packed);
  if (archive === undefined || another !== undefined) throw new PackageMissing(`${pinned.registry} brought ${archive === undefined ? 'nothing' : 'several archives'}`);
  checkHash(join(packed, archive), pinned.sha256);
  run(client.unpack(join(packed, archive), files));
  return files;
}

/** @throws PackageMissing where the file's SHA-256 is another one */
export function checkHash(archive: string, sha256: string): void {
  const found = createHash('sha256').update(readFileSync(archive)).digest('hex');
  if (found !== sha256) throw new PackageMissing(`the archive's SHA-256 is ${found}, not ${sha256}`);
}

function run([program, ...args]: Command): void {
  // An npm beside this node needs it on the path.
  const path = [process.env['PATH'] ?? '', dirname(process.execPath)].join(delimiter);
  const { error, status, signal, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: fetchMsMax, env: { ...process.env, PATH: path } });
  if (error !== undefined) throw new PackageMissing(`${program}: ${error.message}`);
  if (status !== 0) throw new PackageMissing(`${program} ended with ${status ?? signal ?? 'a signal'}: ${`${stdout}${stderr}`.replaceAll(/\s+/g, ' ').trim().slice(-saidCharactersMax)}`);
}
