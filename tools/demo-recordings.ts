/// <reference lib="esnext.temporal" />
// Owns what the demo has to replay from its first hour on: three made sessions, brought in as files like any other.
// Never delays or fails the demo, and never brings one in a second time.
import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
/** In the demo's folder: one name a line, of what is in. */
const MARKER = 'recordings-brought-in.txt'

/** Ended by a person: the code shells use for Ctrl-C. */
const EXIT_INTERRUPTED = 130

type DemoRecording = {
  readonly name: string
  readonly scenario: string
  readonly patient: string
  readonly minutes: number
  readonly seed: number
  /** Opened so many days ago, at this time of the clinic's. */
  readonly daysAgo: number
  readonly hour: number
  readonly minute: number
}
export const DEMO_RECORDINGS: readonly DemoRecording[] = [
  {
    name: 'demo-surge',
    scenario: 'hypertensive-surge',
    patient: 'SIM-201',
    minutes: 116,
    seed: 11,
    daysAgo: 2,
    hour: 9,
    minute: 40,
  },
  {
    name: 'demo-calm',
    scenario: 'calm',
    patient: 'SIM-202',
    minutes: 112,
    seed: 12,
    daysAgo: 2,
    hour: 14,
    minute: 5,
  },
  {
    name: 'demo-desaturation',
    scenario: 'desaturation',
    patient: 'SIM-203',
    minutes: 114,
    seed: 13,
    daysAgo: 1,
    hour: 10,
    minute: 15,
  },
]

/** @returns when it opened, as an instant in UTC, such as 2026-03-01T08:40:00Z */
export function opensAt(
  { daysAgo, hour, minute }: Pick<DemoRecording, 'daysAgo' | 'hour' | 'minute'>,
  now: Temporal.Instant,
  zone: string,
): string {
  const day = now.toZonedDateTimeISO(zone).toPlainDate().subtract({ days: daysAgo })
  return day.toZonedDateTime({ timeZone: zone, plainTime: { hour, minute } }).toInstant().toString()
}

export type DemoRecordingsOptions = {
  /** The demo's own folder, on which its hub runs. */
  readonly dataDir: string
  readonly env: NodeJS.ProcessEnv
  readonly say: (sentence: string) => void
  /** Before the first one, milliseconds: the monitors and the first screens come first. */
  readonly waitMs?: number
}
export type DemoRecordings = {
  /** Resolves when they are in, or not; never rejects. */
  readonly done: Promise<void>
  /** Ends what is under way; a recording that is not whole is thrown away by the hub. */
  stop(): void
}

/** Brings in what is not in yet. */
export function bringInDemoRecordings(options: DemoRecordingsOptions): DemoRecordings {
  const { say } = options
  // As the hub reads it, which runs in the project's folder.
  const dataDir = resolve(ROOT, options.dataDir)
  const env = { ...options.env, DATA_DIR: dataDir }
  const marker = join(dataDir, MARKER)
  const stopping = new AbortController()
  let child: ChildProcess | undefined

  /** Runs one of our programs. @throws with what it said last, when it did not do it */
  const run = (file: string, args: readonly string[]): Promise<void> =>
    new Promise((done, reject) => {
      stopping.signal.throwIfAborted()
      const own = spawn(process.execPath, [join(ROOT, file), ...args], {
        cwd: ROOT,
        env,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      child = own
      let said = ''
      own.stderr.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
      own.once('error', reject)
      own.once('close', (code, signal) => {
        // Ctrl-C reaches it too, and may do so first.
        if (signal !== null || code === EXIT_INTERRUPTED) stopping.abort()
        if (code === 0) done()
        else reject(new Error(said.trim().split('\n')[0] || `${file} ended with exit code ${code}`))
      })
      try {
        // What a person sees live comes first.
        if (own.pid !== undefined) setPriority(own.pid, constants.priority.PRIORITY_BELOW_NORMAL)
      } catch {
        // It runs at the usual priority then, or has ended already.
      }
    })

  const bringAll = async (): Promise<void> => {
    const there = existsSync(marker) ? readFileSync(marker, 'utf8').split('\n') : []
    const missing = DEMO_RECORDINGS.filter(({ name }) => !there.includes(name))
    if (missing.length === 0) return
    await after(options.waitMs ?? 3_000, undefined, { signal: stopping.signal })
    const zone = options.env['CLINIC_ZONE']?.trim() || Temporal.Now.timeZoneId()
    const dir = mkdtempSync(join(tmpdir(), 'chairside-demo-'))
    const clean = (): void => rmSync(dir, { recursive: true, force: true })
    process.once('exit', clean)
    try {
      for (const one of missing) {
        const file = join(dir, `${one.name}.ndjson`)
        const said = { scenario: one.scenario, patient: one.patient, minutes: one.minutes, seed: one.seed }
        const starts = opensAt(one, Temporal.Now.instant(), zone)
        const words = Object.entries({ record: file, ...said, starts }).flatMap(([key, value]) => [
          `--${key}`,
          String(value),
        ])
        await run('simulator/simulate.ts', words)
        await run('server/import.ts', [file])
        appendFileSync(marker, `${one.name}\n`)
      }
    } finally {
      process.off('exit', clean)
      clean()
    }
    const codes = missing.map(({ patient }) => patient).join(', ')
    say(`Under Sessions there is something to replay: ${codes} (made by the simulator, and imported).`)
  }

  const done = bringAll().catch((error: unknown) => {
    if (stopping.signal.aborted) return
    const why = error instanceof Error ? error.message : String(error)
    say(`The demo's recordings could not be brought in; the demo goes on without them. ${why}`)
  })
  return {
    done,
    stop() {
      stopping.abort()
      child?.kill('SIGTERM')
    },
  }
}
