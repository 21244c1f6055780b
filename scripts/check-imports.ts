// Which folder may import which, and the check that it's so.
// Run by `npm run lint`; prints each import that goes against the table and fails.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob, normalize, relative, sep } from 'node:path';

interface Rule {
  /** Folders (or files) whose modules may be imported, beside the room's own. */
  from: readonly string[];
  /** npm packages and `node:`; 'any' where the room is an edge. */
  packages: readonly string[] | 'any';
}

const pure = ['src/vocabulary', 'src/contract', 'src/decisions', 'src/kernel', 'src/sensing', 'src/log', 'src/journal', 'src/views'];

const rules: Readonly<Record<string, Rule>> = {
  'src/vocabulary': { from: [], packages: [] },
  'src/contract': { from: ['src/vocabulary'], packages: [] },
  'src/compiler': { from: ['src/contract', 'src/vocabulary'], packages: ['acorn'] },
  'src/decisions': { from: ['src/vocabulary'], packages: [] },
  'src/kernel': { from: ['src/vocabulary', 'src/decisions'], packages: [] },
  'src/sensing': { from: ['src/vocabulary'], packages: [] },
  'src/log': { from: ['src/vocabulary', 'src/kernel'], packages: [] },
  'src/journal': { from: ['src/vocabulary'], packages: [] },
  'src/views': { from: ['src/vocabulary', 'src/decisions'], packages: [] },
  'src/bank': { from: ['src/vocabulary'], packages: [] },
  'src/backtest': { from: ['src/vocabulary', 'src/kernel', 'src/log', 'src/views'], packages: [] },
  'src/forecast': { from: ['src/vocabulary', 'src/kernel', 'src/views', 'src/backtest'], packages: [] },
  'src/notices': { from: ['src/vocabulary', 'src/views'], packages: [] },
  'src/ledger': { from: ['src/vocabulary', 'src/views'], packages: [] },
  'src/zones': { from: ['src/vocabulary'], packages: [] },
  'src/scenario': { from: ['src/vocabulary'], packages: ['yaml'] },
  'src/turn.ts': { from: [...pure, 'src/compiler'], packages: [] },
  'src/sandbox': {
    from: ['src/contract', 'src/vocabulary'],
    packages: ['quickjs-emscripten-core', '@jitl/quickjs-wasmfile-release-sync', 'ses'],
  },
  // These run in a browser too.
  'src/adapters/keys/web.ts': { from: ['src/vocabulary', 'src/adapters/keys/forms.ts', 'src/adapters/keys/passkey.ts'], packages: ['@noble/curves', '@noble/hashes'] },
  'src/adapters/keys/web-hasher.ts': { from: ['src/vocabulary', 'src/adapters/keys/forms.ts'], packages: ['@noble/hashes'] },
  'src/adapters/keys/web-ahead.ts': { from: ['src/vocabulary', 'src/adapters/keys/forms.ts', 'src/adapters/keys/findings.ts', 'src/adapters/keys/web.ts', 'src/adapters/keys/web-hasher.ts', 'src/adapters/keys/passkey.ts'], packages: [] },
  'src/adapters/keys/passkey.ts': { from: ['src/vocabulary', 'src/adapters/keys/forms.ts'], packages: [] },
  'src/adapters/keys/der.ts': { from: ['src/adapters/keys/passkey.ts'], packages: [] },
  'src/adapters/keys/findings.ts': { from: ['src/vocabulary'], packages: [] },
  'src/adapters/keys/forms.ts': { from: [], packages: [] },
  'src/host/log-client.ts': { from: ['src/log', 'src/vocabulary'], packages: [] },
  'src/host/log-records.ts': { from: ['src/log', 'src/vocabulary', 'src/host/log-client.ts'], packages: [] },
  // Settings, errors and checksums of SQLite are the same for all databases of a data folder.
  'src/adapters/readings-sqlite': { from: ['src/vocabulary', 'src/sensing', 'src/journal', 'src/adapters/journal-sqlite'], packages: 'any' },
  'src/adapters/bank': { from: ['src/vocabulary', 'src/bank'], packages: ['papaparse', 'saxes'] },
  'src/adapters/ledger-sqlite': { from: ['src/vocabulary', 'src/ledger', 'src/journal', 'src/adapters/journal-sqlite'], packages: 'any' },
  'src/adapters/survey-sqlite': { from: ['src/vocabulary', 'src/journal', 'src/adapters/journal-sqlite'], packages: 'any' },
  'src/adapters/notify': { from: ['src/vocabulary', 'src/notices', 'src/journal', 'src/adapters/journal-sqlite'], packages: 'any' },
  'src/adapters/http': { from: ['messages', 'src/vocabulary', 'src/sensing', 'src/log', 'src/journal', 'src/compiler', 'src/sandbox'], packages: 'any' },
  // Each adapter is a room of its own, so that none leans on another.
  'src/adapters/*': { from: ['src/vocabulary', 'src/sensing', 'src/log', 'src/journal', 'src/compiler', 'src/sandbox'], packages: 'any' },
  'src/host': { from: [...pure, 'messages', 'src/backtest', 'src/bank', 'src/forecast', 'src/notices', 'src/ledger', 'src/compiler', 'src/turn.ts', 'src/sandbox', 'src/adapters', 'src/testing', 'src/zones', 'src/scenario'], packages: 'any' },
  'src/cli': { from: ['src/host', 'src/bank', 'src/sensing', 'src/log', 'src/views', 'src/decisions', 'src/vocabulary'], packages: 'any' },
  'src/testing': { from: [...pure, 'src/bank', 'src/turn.ts', 'src/compiler', 'src/sandbox', 'src/adapters'], packages: ['fast-check', 'mqtt', 'smtp-server', 'http_ece', 'node:crypto', 'node:events', 'node:http', 'node:net', 'frankpledge/contract'] },
  // A kit lies in one folder and knows nothing of the others.
  'kits/*': { from: [], packages: ['frankpledge/contract'] },
  web: {
    from: [
      'messages', 'src/vocabulary', 'src/decisions', 'src/kernel', 'src/sensing', 'src/log', 'src/views', 'src/notices', 'src/sandbox', 'src/bank', 'src/ledger', 'src/adapters/bank',
      'src/adapters/keys/web.ts', 'src/adapters/keys/web-hasher.ts', 'src/adapters/keys/web-ahead.ts', 'src/host/log-client.ts', 'src/host/log-records.ts', 'src/adapters/keys/findings.ts', 'src/adapters/keys/der.ts',
    ],
    packages: 'any',
  },
};

/** What is wrong with the imports of the file at `path` (from the root, with `/`), one line each. */
export function importViolations(path: string, source: string): string[] {
  if (isTest(path)) return [];
  const room = roomOf(path);
  const rule = room === undefined ? undefined : rules[room.pattern];
  if (room === undefined || rule === undefined) {
    return path.startsWith('src/') ? [`${path}: lies in no folder of the table in scripts/check-imports.ts`] : [];
  }
  return specifiersIn(source).flatMap((specifier) => {
    const reason = specifier.startsWith('.')
      ? relativeReason(path, specifier, room.folder, rule)
      : packageReason(specifier, rule);
    return reason === undefined ? [] : [`${path}: '${specifier}' ${reason}`];
  });
}

/** Tests and conformance suites import what they need to put their subject to work. */
function isTest(path: string): boolean {
  return /(\.test\.tsx?|\.conformance\.ts|\/conformance\.ts)$/.test(path);
}

function roomOf(path: string): { pattern: string; folder: string } | undefined {
  for (const pattern of Object.keys(rules)) {
    const folder = path.split('/').slice(0, pattern.split('/').length).join('/');
    if (matchesGlob(folder, pattern)) return { pattern, folder };
  }
  return undefined;
}

function relativeReason(path: string, specifier: string, ownFolder: string, rule: Rule): string | undefined {
  const target = normalize(join(dirname(path), specifier)).split(sep).join('/');
  if (!path.startsWith('web/') && !/\.\w+$/.test(specifier)) return 'has no file extension';
  const allowed = [ownFolder, ...rule.from].some((folder) => target === folder || target.startsWith(`${folder}/`));
  if (allowed) return undefined;
  return `may not be imported here; ${ownFolder} may import ${rule.from.join(', ') || 'no other folder'}`;
}

function packageReason(specifier: string, rule: Rule): string | undefined {
  if (rule.packages === 'any') return undefined;
  const fits = rule.packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return fits ? undefined : `may not be imported here; allowed packages: ${rule.packages.join(', ') || 'none'}`;
}

/** The modules that a source names in `import … from`, `export … from`, `import '…'` and `import('…')`. */
function specifiersIn(source: string): string[] {
  const statement = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])(?<name>[^'"]+)\1/gm;
  const bare = /^\s*import\s*(['"])(?<name>[^'"]+)\1/gm;
  const dynamic = /\bimport\s*\(\s*(['"`])(?<name>[^'"`]+)\1/g;
  return [statement, bare, dynamic].flatMap((form) =>
    [...source.matchAll(form)].map((match) => match.groups?.['name'] ?? ''));
}

function* sourcesBelow(root: string): Generator<string> {
  for (const top of ['src', 'kits', 'web']) {
    let entries;
    try {
      entries = readdirSync(join(root, top), { recursive: true, withFileTypes: true });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
      throw error;
    }
    for (const entry of entries) {
      const path = relative(root, join(entry.parentPath, entry.name)).split(sep).join('/');
      if (entry.isFile() && /\.tsx?$/.test(path) && !/(^|\/)(node_modules|dist)\//.test(path)) yield path;
    }
  }
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const violations = [...sourcesBelow(root)].flatMap((path) => importViolations(path, readFileSync(join(root, path), 'utf8')));
  for (const violation of violations) console.error(violation);
  if (violations.length > 0) process.exitCode = 1;
}
