// Owns the promise that docs/SPEC.md and the titles of tests speak of the same rules. Never checks what a rule says.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const ROOMS = ['bench', 'client', 'e2e', 'server', 'shared', 'simulator', 'tools']
const RULE = /(?<![A-Z])[A-Z]{2}\d+/g

const rules = readFileSync(join(ROOT, 'docs/SPEC.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^- \*\*([A-Z]{2}\d+)\*\*/.exec(line)?.[1] ?? [])
/** "server/log/x.test.ts AL7" of every rule that a title names. */
const named = ROOMS.flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.test\.tsx?$/.test(path) && !path.includes('node_modules'))
    .flatMap((path) => {
      const text = readFileSync(join(ROOT, room, path), 'utf8')
      const titles = text.match(/\b(?:test|it|describe)\b[^'"`\n]*\(\s*['"`]\[[^\]]+\]/g) ?? []
      return titles.flatMap((title) => title.match(RULE) ?? []).map((rule) => ({ room, path, rule }))
    }),
)

test('[DO9] each rule has a number of its own', () => {
  expect(rules.length).toBeGreaterThan(900)
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([])
})

test('[DO9] every rule that a test names is one of SPEC', () => {
  expect(named.length).toBeGreaterThan(1_000)
  const known = new Set(rules)
  expect(
    named.filter(({ rule }) => !known.has(rule)).map(({ room, path, rule }) => `${room}/${path} ${rule}`),
  ).toEqual([])
})
