// Owns the list of test projects: one a folder, so that each can be run alone; and in which order they are run.
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const project = (name: string, include: string[], extra: object = {}) => ({
  test: { name, include, environment: 'node' as const, testTimeout: 60_000, ...extra },
})

/** Nothing there is kept between two tests, so a file need not wait for a process of its own, which is 1.5 s each. */
const PURE = { isolate: false }

/** Whole hubs with real sockets, real disks and other processes: part of `npm test`, too slow for `npm run check`. */
const WHOLE = [
  'server/log/{kill,session-log,disk-log}.test.ts',
  'server/admin/admin.test.ts',
  'server/import/import-process.test.ts',
  'tools/demo-recordings.test.ts',
]

/** Whole programs on a clock that is moved by hand, without a browser. */
const STEPPED = ['e2e/{three-ways,recordings,demo-visit}.test.ts']

/** Real time in a real browser, with limits in seconds of the wall: no more than two of them at a time. */
const TIMED = [
  'e2e/{cut,kill,sound-render,station-glass,visit-lost,alarms-at-once}.test.ts',
  'e2e/browser-{chairside,demo,disk,look-back,sound}.test.ts',
]
const IN_A_BROWSER = {
  testTimeout: 240_000,
  hookTimeout: 240_000,
  // What is waited for is exact; how long a busy machine may take to get there is not what is tested.
  expect: { poll: { timeout: 20_000 } },
  // One build, before two files ask for it at once.
  globalSetup: ['e2e/support/built.ts'],
}

/** What takes longest, the longest first: begun last, one of them would run alone at the end. Figures: docs/TESTING.md. */
const LONGEST = [
  'shared/alarm/whole.test.ts',
  'e2e/three-ways.test.ts',
  'e2e/alarms-together.test.ts',
  'e2e/visit.test.ts',
  'e2e/kill.test.ts',
  'e2e/alarms-screens.test.ts',
  'e2e/visit-dialogs.test.ts',
  'e2e/demo-visit.test.ts',
  'e2e/alarms-signals.test.ts',
  'e2e/browser-files.test.ts',
  'tools/demo-recordings.test.ts',
  'server/alarms/alarms.test.ts',
  'server/imports.test.ts',
  'shared/alarm/properties.test.ts',
  'shared/alarm/time.test.ts',
]
/** Then these, which wait most, and those with the smallest files at the very end. */
const SLOW_FIRST = ['stepped', 'e2e', 'hub', 'server', 'tools', 'simulator', 'client', 'shared']
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project: { name } }: TestSpecification): number => {
      const at = LONGEST.findIndex((file) => moduleId.replaceAll('\\', '/').endsWith(`/${file}`))
      return at === -1 ? LONGEST.length + SLOW_FIRST.indexOf(name) : at
    }
    const sorted = await super.sort(files)
    return sorted
      .map((file, index) => ({ file, index }))
      .sort((a, b) => place(a.file) - place(b.file) || a.index - b.index)
      .map(({ file }) => file)
  }
}

export default defineConfig({
  test: {
    // One more than the cores of a small machine: each second or third of them waits for a disk, a socket or a page.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    projects: [
      project('shared', ['shared/**/*.test.ts'], PURE),
      project('server', ['server/*/**/*.test.ts'], { exclude: WHOLE }),
      project('hub', ['server/*.test.ts', ...WHOLE]),
      project('simulator', ['simulator/**/*.test.ts']),
      project('client', ['client/**/*.test.{ts,tsx}'], PURE),
      project('tools', ['tools/**/*.test.ts'], { exclude: WHOLE }),
      project('stepped', STEPPED, { testTimeout: 900_000, hookTimeout: 900_000 }),
      project('e2e', ['e2e/**/*.test.ts'], { ...IN_A_BROWSER, exclude: [...STEPPED, ...TIMED] }),
      // When the others are done: less runs beside them.
      project('timed', TIMED, { ...IN_A_BROWSER, maxWorkers: 2, sequence: { groupOrder: 1 } }),
    ],
  },
})
