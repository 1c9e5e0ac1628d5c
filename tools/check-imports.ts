// Owns who may import whom, and which words may stand in which file. Every allowance has its reason beside it.
// Never runs the code it reads.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

type Allowance = { readonly from: RegExp; readonly to: RegExp; readonly because: string }

/** Between our own folders. A file may always import from its own folder. */
const ALLOWED: readonly Allowance[] = [
  {
    from: /^(server|simulator|client|bench|e2e|tools)\//,
    to: /^shared\//,
    because: 'shared is what the programs have in common',
  },
  { from: /^shared\//, to: /^shared\//, because: 'shared is one pure program' },
  {
    from: /^server\/(ingest|fanout|http)\//,
    to: /^server\/(session|log|store|doors)\//,
    because: 'doors stand before sessions, sessions before the log',
  },
  {
    from: /^server\/suite\//,
    to: /^server\/(session|store\/directory)/,
    because: 'the suite knows the sessions that are open, and the people by the port',
  },
  {
    from: /^server\/fanout\//,
    to: /^server\/suite\//,
    because: 'the screen door tells the suite of its pages, and the pages of the suite',
  },
  {
    from: /^server\/http\//,
    to: /^server\/config\.ts$/,
    because: 'cookies and headers depend on how the hub is reached',
  },
  {
    from: /^server\/session\//,
    to: /^server\/(log|store\/directory)/,
    because: 'a session writes the log and lists itself in the index (the port only)',
  },
  {
    from: /^server\/import\//,
    to: /^server\/(ingest|session|log|store\/directory)/,
    because: 'an import is a session fed by a file: the same door, the same actor, the same log',
  },
  {
    from: /^server\/(http|admin)\//,
    to: /^server\/import\//,
    because: 'a file comes in by the page or by the console; both ask the import desk',
  },
  {
    from: /^server\/http\//,
    to: /^server\/report\//,
    because: 'a summary is asked for by the page',
  },
  {
    from: /^server\/report\//,
    to: /^server\/(session|log|store\/session-figures)/,
    because: 'a summary is read from the log as a session is',
  },
  { from: /^server\/admin\//, to: /^server\/(store|config)/, because: 'administration acts on the store' },
  {
    from: /^server\/alarms\//,
    to: /^server\/(import|log|store\/rule-set-hash)/,
    because: 'the alarms tool reads a file as an import does, and a session from the sealed log',
  },
  {
    from: /^server\/verify\//,
    to: /^server\/log\/segments\.ts$/,
    because: 'a file is checked by the hash that the log made',
  },
  { from: /^server\/[^/]+\.ts$/, to: /^server\//, because: 'composition roots put the rooms together' },
  { from: /^server\/testing\//, to: /^server\//, because: 'the hub of the tests is the real one' },
  { from: /^simulator\//, to: /^simulator\//, because: 'the simulator is one small program' },
  {
    from: /^client\/features\/([^/]+)\//,
    to: /^client\/(session|ui|net|sound)\//,
    because: 'features show sessions with the common parts, and ask the hub',
  },
  { from: /^client\/ui\//, to: /^client\/session\//, because: 'parts show what the session core says' },
  {
    from: /^client\/sound\//,
    to: /^client\/(session|ui)\//,
    because: 'what sounds is told by the session core, and its question looks like every other',
  },
  {
    from: /^client\/net\//,
    to: /^client\/session\//,
    because: 'the socket implements the port the session core states',
  },
  { from: /^client\/app\//, to: /^client\//, because: 'the app puts the screens together' },
  { from: /^client\/testing\//, to: /^client\//, because: 'scripted sources for tests' },
  {
    from: /^client\/.*\.(test|fixture)\.tsx?$/,
    to: /^client\/testing\//,
    because: 'scripted sources for tests',
  },
  {
    from: /^(bench|e2e)\//,
    to: /^(server|simulator|client\/(session|testing)|e2e|bench|tools)\//,
    because: 'measured and driven from outside, whole programs together',
  },
  { from: /^server\/.*\.test\.ts$/, to: /^server\//, because: 'tests put real parts together' },
  { from: /^tools\//, to: /^e2e\/browser\.ts$/, because: 'the test run finds the browser before it starts' },
]

/** Packages from outside, by the files that may name them. */
const PACKAGES: readonly { readonly name: RegExp; readonly only: RegExp; readonly because: string }[] = [
  {
    name: /^recharts$/,
    only: /^(client\/ui\/trend-chart|bench\/pages)\//,
    because: 'one component per lane behind one import',
  },
  {
    name: /^socket\.io-client$/,
    only: /^(client\/net\/hub-socket|simulator\/adapters\/(socket-device|person)|server\/testing\/|.*\.test\.ts$|simulator\/testing\/|bench\/|e2e\/)/,
    because: 'one owner of the socket per program',
  },
  {
    name: /^socket\.io$/,
    only: /^(server\/(hub|ingest\/device-gateway|fanout\/|doors\/)|.*\.test\.ts$|simulator\/adapters\/fake-hub|bench\/)/,
    because: 'only the doors know the library',
  },
  {
    name: /^better-sqlite3$/,
    only: /^server\/(log|store)\/|^(bench|e2e)\//,
    because: 'the disk has two owners',
  },
  { name: /^kysely$/, only: /^server\/store\//, because: 'the store alone is relational' },
]
const SHARED_PACKAGES = /^(zod|vitest|fast-check)$/

/** Words with one owner. */
const WORDS: readonly {
  readonly word: RegExp
  readonly where: RegExp
  readonly except: RegExp
  readonly because: string
}[] = [
  {
    word: /\bDate\.now\b|\bnew Date\(\)/,
    where: /\.tsx?$/,
    except: /-clock\.ts$|^(bench|e2e|tools)\//,
    because: 'time has one reader: *-clock.ts',
  },
  {
    word: /\brequestAnimationFrame\b/,
    where: /^client\//,
    except: /^client\/session\/frame-driver/,
    because: 'one frame driver',
  },
  {
    word: /\bDate\b|\bMath\.random\b|\bIntl\b|\btoLocale/,
    where: /^shared\//,
    except: /\.test\.ts$|^shared\/testing\//,
    because: 'shared is pure',
  },
  {
    word: /\bMath\.random\b/,
    where: /^(server|simulator|client)\//,
    except: /^$/,
    because: 'chance is seeded or from node:crypto',
  },
]

const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.tsx'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /^(shared|server|simulator|client|bench|e2e|tools)\//.test(file))

const problems: string[] = []
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1')

for (const file of files) {
  let text: string
  try {
    text = withoutComments(readFileSync(join(ROOT, file), 'utf8'))
  } catch {
    continue
  }
  for (const { word, where, except, because } of WORDS) {
    if (file === 'tools/check-imports.ts' || !where.test(file) || except.test(file)) continue
    const found = word.exec(text)
    if (found !== null) problems.push(`${file}: "${found[0]}" (${because})`)
  }
  for (const [, name = ''] of text.matchAll(/\b(?:from\s+|import\s+|import\s*\(\s*)['"]([^'"]+)['"]/g)) {
    if (name.startsWith('node:')) {
      if (/^(shared|client)\//.test(file) && !/\.test\.tsx?$/.test(file) && !file.includes('/testing/'))
        problems.push(`${file}: imports ${name}`)
      continue
    }
    const own = name.startsWith('.')
      ? normalize(join(dirname(file), name))
      : name.startsWith('@chairside/')
        ? name.slice('@chairside/'.length)
        : undefined
    if (own === undefined) {
      const bare = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name)
      if (file.startsWith('shared/') && !SHARED_PACKAGES.test(bare))
        problems.push(`${file}: shared may import zod only, not ${name}`)
      for (const { name: pattern, only, because } of PACKAGES)
        if (pattern.test(bare) && !only.test(file)) problems.push(`${file}: imports ${name} (${because})`)
      continue
    }
    const folder = (path: string): string =>
      path.startsWith('client/features/')
        ? path.split('/').slice(0, 3).join('/')
        : dirname(path).split('/').slice(0, 2).join('/')
    if (folder(own) === folder(file) || own === relative(ROOT, ROOT)) continue
    if (!ALLOWED.some(({ from, to }) => from.test(file) && to.test(own)))
      problems.push(`${file}: may not import ${own}`)
  }
}

if (problems.length > 0) {
  console.error(
    `${problems.join('\n')}\n\n${problems.length} imports or words stand where they may not (tools/check-imports.ts says why).`,
  )
  process.exit(1)
}
console.log(`imports: ${files.length} files, each where it may be`)
