// Owns the list of test projects: one a folder, so that each can be run alone.
import { defineConfig } from 'vitest/config'

const project = (name: string, include: string[], extra: object = {}) => ({
  test: { name, include, environment: 'node' as const, testTimeout: 20_000, ...extra },
})

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('shared', ['shared/**/*.test.ts']),
      project('server', ['server/**/*.test.ts']),
      project('simulator', ['simulator/**/*.test.ts']),
      project('client', ['client/**/*.test.{ts,tsx}']),
      project('tools', ['tools/**/*.test.ts']),
      project('e2e', ['e2e/**/*.test.ts'], {
        testTimeout: 120_000,
        hookTimeout: 120_000,
        maxWorkers: 1,
        // After the others and alone: these watch real time in a real browser.
        sequence: { groupOrder: 1 },
      }),
    ],
  },
})
