// Owns `npm test`: everything, on a bare machine. Builds the client, finds a browser, runs every project, and ends with
// the line "N passed, N failed". Never skips a part in silence: what cannot run has failed.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBrowser } from '../e2e/browser.ts'
import { buildClient } from './client-build.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const OUT = join(ROOT, '.tmp', 'tests.json')

const failures: string[] = []
/** What it says is shown when it is over: two run at a time. */
const step = async (name: string, command: string, args: readonly string[]): Promise<void> => {
  const said: Buffer[] = []
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => said.push(part))
  const status = await new Promise((resolve) => {
    child.once('error', (error) => {
      said.push(Buffer.from(`${error.message}\n`))
      resolve(undefined)
    })
    child.once('close', resolve)
  })
  process.stdout.write(Buffer.concat(said))
  if (status !== 0) failures.push(name)
}
const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', name)

mkdirSync(dirname(OUT), { recursive: true })
rmSync(OUT, { force: true })

const types = async (): Promise<void> => {
  for (const project of ['shared', 'server', 'simulator', 'client', 'tools'])
    await step(`types of ${project}`, bin('tsc'), ['-p', project])
}
const style = async (): Promise<void> => {
  await step('format and lint', bin('biome'), ['check', '.'])
  await step('imports', process.execPath, ['tools/check-imports.ts'])
}
await Promise.all([types(), style()])
if (!buildClient()) failures.push('build of the client')

const browser = ensureBrowser()
if ('problem' in browser) {
  failures.push('a browser for the end-to-end tests')
  console.error(browser.problem)
}
// The same histories for the same tree: whether it passes must not be a matter of luck. New ones: `CHAIRSIDE_SEED=0`, as
// `npm run check` does, which is where they are found.
const { CHAIRSIDE_RUNS = '10000', CHAIRSIDE_SEED = '4711' } = process.env
console.log(`properties: ${CHAIRSIDE_RUNS} histories each, seed ${CHAIRSIDE_SEED}`)
const env: NodeJS.ProcessEnv = { ...process.env, CHAIRSIDE_RUNS, CHAIRSIDE_SEED }
if ('path' in browser) env['CHROMIUM'] = browser.path
try {
  execFileSync(bin('vitest'), ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${OUT}`], {
    cwd: ROOT,
    stdio: 'inherit',
    env,
  })
} catch {
  // Counted below, from the report itself.
}

type Report = {
  numPassedTests: number
  numFailedTests: number
  numFailedTestSuites: number
  numPendingTests: number
  success: boolean
}
let passed = 0
let failed = failures.length
try {
  const report = JSON.parse(readFileSync(OUT, 'utf8')) as Report
  passed = report.numPassedTests
  failed += report.numFailedTests
  // A file that could not be loaded holds no failed test but is no success.
  if (!report.success && report.numFailedTests === 0) failed += Math.max(1, report.numFailedTestSuites)
} catch {
  failures.push('the test run itself')
  failed += 1
}
for (const failure of failures) console.error(`failed: ${failure}`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
