// Owns what `npm run alarms` says of files: the real recordings against the plainest profile there is, counted by hand.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
const RECORDINGS = join(ROOT, '..', 'shared', 'data', 'recordings')
const folder = (name: string): string[] =>
  existsSync(join(RECORDINGS, name))
    ? readdirSync(join(RECORDINGS, name))
        .filter((file) => file.endsWith('.csv'))
        .sort()
        .map((file) => join(RECORDINGS, name, file))
    : []
const FILES = [...folder('noneeg_1hz'), ...folder('bidmc')]
if (FILES.length === 0) console.log('The real recordings (../shared/data/recordings) are not here: skipped.')

const DIR = mkdtempSync(join(tmpdir(), 'chairside-alarms-test-'))
afterAll(() => rmSync(DIR, { recursive: true, force: true }))

/** No delay, no hysteresis, no settling. */
const PLAIN = join(DIR, 'plain.json')
writeFileSync(
  PLAIN,
  JSON.stringify({
    name: 'plain',
    settlingMs: 0,
    ladders: [
      { condition: 'spo2Low', levels: [{ level: 'low', priority: 'high', limits: ['SpO2 < 85'] }] },
      {
        condition: 'hrHigh',
        levels: [{ level: 'high', priority: 'high', limits: ['HR > 140'] }],
      },
      {
        condition: 'hrLow',
        levels: [{ level: 'low', priority: 'high', limits: ['HR < 50'] }],
      },
    ],
  }),
)

function run(args: readonly string[]): { status: number; out: string; err: string } {
  try {
    const out = execFileSync(process.execPath, [join(ROOT, 'server', 'alarms.ts'), ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    })
    return { status: 0, out, err: '' }
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string }
    return { status, out: stdout, err: stderr }
  }
}
type Line = {
  type: string
  t_s: number
  condition: string
  value?: number | null
  breach?: boolean
  transition?: string
}
const linesOf = (out: string): Line[] =>
  out
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line)

/** Read apart from the product: name of the column → whole second → the last value in it, if it is one. */
function columnsOf(path: string): {
  of: Map<string, Map<number, number>>
  lastS: number
  gaps: [number, number][]
} {
  const [head = '', ...rows] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const names = head.split(',').map((name) => name.trim().toLowerCase())
  const of = new Map(names.map((name) => [name, new Map<number, number>()]))
  const gaps: [number, number][] = []
  let lastS = 0
  for (const row of rows) {
    const cells = row.split(',').map((cell) => cell.trim())
    const second = Math.abs(Math.floor(Number(cells[0])))
    if (second - lastS >= 15) gaps.push([lastS, second])
    lastS = Math.max(lastS, second)
    names.forEach((name, index) => {
      const number = cells[index] === '' ? Number.NaN : Number(cells[index])
      if (Number.isFinite(number) && number !== 0) of.get(name)?.set(second, number)
    })
  }
  return { of, lastS, gaps }
}
const beyond = (values: Map<number, number> | undefined, is: (value: number) => boolean): number[] =>
  [...(values ?? new Map<number, number>())]
    .filter(([, value]) => is(value))
    .map(([second]) => second)
    .sort((a, b) => a - b)

describe.skipIf(FILES.length === 0)('three plain limits over real recordings', () => {
  test.each(FILES.map((file) => [file.split('/').slice(-2).join('/'), file]))(
    '[AT10] %s: breach in exactly the seconds beyond, never without a value; missing stretches are technical',
    (_name, file) => {
      const { of, gaps } = columnsOf(file)
      // The heart rate; in a second without one the pulse rate stands in.
      const rate = new Map([...(of.get('pulse') ?? []), ...(of.get('hr') ?? [])])
      const { status, out } = run([file, '--profile', PLAIN, '--json', '--seconds'])
      expect(status).toBe(0)
      const lines = linesOf(out)
      const seconds = lines.filter(({ type }) => type === 'second')
      const breaches = (condition: string): number[] =>
        seconds.filter((line) => line.condition === condition && line.breach).map(({ t_s }) => t_s)
      expect(breaches('spo2Low')).toEqual(beyond(of.get('spo2'), (value) => Math.round(value) < 85))
      expect(breaches('hrHigh')).toEqual(beyond(rate, (value) => Math.round(value) > 140))
      expect(breaches('hrLow')).toEqual(beyond(rate, (value) => Math.round(value) < 50))
      for (const line of seconds) {
        if (!['spo2Low', 'hrHigh', 'hrLow'].includes(line.condition)) continue
        const measured = (line.condition === 'spo2Low' ? of.get('spo2') : rate)?.get(line.t_s)
        expect(line.value ?? undefined).toBe(measured === undefined ? undefined : Math.round(measured))
        // Only a measurement ends it: a second without one is still the condition's, and no breach.
        if (measured === undefined) expect(line.breach).toBe(false)
      }
      const silent = lines.filter(
        ({ type, condition, transition }) =>
          type === 'transition' && condition === 'noLiveData' && transition === 'raised',
      )
      expect(silent.map(({ t_s }) => Math.floor(t_s))).toEqual(gaps.map(([from]) => from + 15))
    },
    60_000,
  )
})

describe('what it is asked', () => {
  const CSV = join(DIR, 'a.csv')
  writeFileSync(
    CSV,
    `t_s,hr,spo2,phase\n${Array.from({ length: 40 }, (_one, at) => `${at},72,${at >= 5 && at < 9 ? 84 : 97},Rest`).join('\n')}\n`,
  )

  test('[AT11] in words: when, what, by which limit', () => {
    const { status, out } = run([CSV, '--profile', PLAIN])
    expect(status).toBe(0)
    expect(out).toMatch(/0:05 {2}!!! SpO₂ low: SpO₂ 84 < 85/)
    expect(out).toMatch(/0:09 {2}SpO₂ low ended: SpO₂ 97/)
  })

  test.each([
    ['no file', [], 2, /Name one file/],
    ['two files', ['a', 'b'], 2, /Name one file/],
    ['an unknown option', [CSV, '--why'], 2, /--why/],
    ['a file that is not there', ['./nothing.csv'], 1, /There is no file/],
    ['a profile that is not there', [CSV, '--profile', './nothing.json'], 1, /cannot be read/],
    ['a profile that is not JSON', [CSV, '--profile', CSV], 1, /not JSON/],
  ])('[AT12] %s is said in words', (_what, args, status, words) => {
    const ran = run(args)
    expect(ran.status).toBe(status)
    expect(ran.err).toMatch(words)
    expect(ran.out).toBe('')
  })

  test('[AT12] a profile with a mistake names the field', () => {
    const wrong = join(DIR, 'wrong.json')
    writeFileSync(
      wrong,
      JSON.stringify({
        name: 'w',
        ladders: [
          { condition: 'spo2Low', levels: [{ level: 'low', priority: 'loud', limits: ['SpO2 < 85'] }] },
        ],
      }),
    )
    const { status, err } = run([CSV, '--profile', wrong])
    expect(status).toBe(1)
    expect(err).toMatch(/priority/)
  })
})
