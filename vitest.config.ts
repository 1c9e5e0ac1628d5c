// Owns the list of test projects: one a folder, so that each can be run alone.
import { defineConfig } from 'vitest/config'

const project = (name: string, include: string[], extra: object = {}) => ({
  test: { name, include, environment: 'node' as const, testTimeout: 60_000, ...extra },
})

/** Whole hubs with real sockets, real disks and other processes: part of `npm test`, too slow for `npm run check`. */
const WHOLE = [
  'server/log/{kill,session-log,disk-log}.test.ts',
  'server/admin/admin.test.ts',
  'server/import/import-process.test.ts',
  'tools/demo-recordings.test.ts',
]

/** Whole programs on a clock that is moved by hand: they need nothing but the processor, so they run beside the others. */
const STEPPED = ['e2e/{three-ways,recordings}.test.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('shared', ['shared/**/*.test.ts']),
      project('server', ['server/*/**/*.test.ts'], { exclude: WHOLE }),
      project('hub', ['server/*.test.ts', ...WHOLE]),
      project('simulator', ['simulator/**/*.test.ts']),
      project('client', ['client/**/*.test.{ts,tsx}']),
      project('tools', ['tools/**/*.test.ts'], { exclude: WHOLE }),
      project('stepped', STEPPED, { testTimeout: 900_000, hookTimeout: 900_000 }),
      project('e2e', ['e2e/**/*.test.ts'], {
        exclude: STEPPED,
        testTimeout: 240_000,
        hookTimeout: 240_000,
        // What is waited for is exact; how long a busy machine may take to get there is not what is tested.
        expect: { poll: { timeout: 20_000 } },
        maxWorkers: 1,
        // After the others and alone: these watch real time in a real browser.
        sequence: { groupOrder: 1 },
      }),
    ],
  },
})
