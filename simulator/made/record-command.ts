// Owns `npm run simulate -- --record`: its options in words, and the file they make. No hub is asked.
// Never writes over a file.
import { writeFileSync } from 'node:fs'
import { clockText, type Environment, FailedError, UsageError, wholeNumber } from '../command-line.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { SCENARIO_NAMES, SCENARIOS, scenarioNamed } from '../scenarios/table.ts'
import { exportMade } from './made-export.ts'
import { canBeMade, makeSession } from './made-session.ts'

export const RECORD_USAGE =
  '       npm run simulate -- --record FILE --scenario NAME [--minutes 115] [--seed N] [--starts 2026-03-01T09:00:00+01:00]\n' +
  '                           [--patient SIM-CODE]   (a whole session as a file, without a hub)'

export const RECORD_OPTIONS = {
  record: { type: 'string' },
  minutes: { type: 'string' },
  starts: { type: 'string' },
  patient: { type: 'string' },
} as const

/** A fixed day, so that the same words make the same file whenever they are said. */
const STARTS = '2026-01-05T09:00:00Z'
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/
const PATIENT_CODE = /^SIM-[A-Za-z0-9-]{1,20}$/

export type RecordAsked = {
  readonly file: string
  readonly scenario: string | undefined
  readonly seed: string
  readonly minutes?: string | undefined
  readonly starts?: string | undefined
  readonly patient?: string | undefined
}

function scenarioToMake(name: string | undefined): Scenario {
  const canBe = SCENARIO_NAMES.filter((one) => canBeMade(SCENARIOS[one]))
  const scenario = name === undefined ? undefined : scenarioNamed(name)
  if (scenario !== undefined && canBeMade(scenario)) return scenario
  const why =
    name === undefined
      ? '--record makes one session: name its scenario with --scenario NAME.'
      : scenario === undefined
        ? `There is no scenario "${name}" for a recording.`
        : `${name} happens between a monitor and a hub, so it cannot be made without one.`
  throw new UsageError(`${why} There are: ${canBe.join(', ')}.`)
}

function startOf(text: string): number {
  const atMs = WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN
  if (atMs >= 0) return atMs
  throw new UsageError(
    `--starts is "${text}"; write date, time and zone, such as 2026-03-01T09:00:00+01:00 or 2026-03-01T08:00:00Z.`,
  )
}

/** The zone of the sessions: the clinic's, as the hub reads it. */
function zoneOf(env: Environment): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const zone = env.CLINIC_ZONE?.trim() || timeZone
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    throw new UsageError(`CLINIC_ZONE is "${zone}"; it must be an IANA time zone such as Europe/Berlin.`)
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw new UsageError(`${file} is there already; name another file.`)
    if (code === 'ENOENT') throw new UsageError(`${file}: There is no such folder.`)
    throw new FailedError(`${file} could not be written (${code ?? String(error)}).`)
  }
}

/** Makes the file. @returns sentences for the person; @throws UsageError, FailedError */
export function recordSession(asked: RecordAsked, env: Environment): string[] {
  const { file, seed, starts = STARTS, patient = 'SIM-200' } = asked
  if (file.trim() === '') throw new UsageError('--record needs the name of the file to write.')
  const scenario = scenarioToMake(asked.scenario)
  const minutes = wholeNumber(asked.minutes ?? '115', 'minutes', 5, 480)
  const startsAtMs = startOf(starts)
  if (!PATIENT_CODE.test(patient))
    throw new UsageError(
      `--patient is "${patient}"; a simulated patient's code begins with SIM-, such as SIM-200.`,
    )
  const made = makeSession({ scenario, seed, minutes, startsAtMs, patientCode: patient, zone: zoneOf(env) })
  write(file, exportMade(made))
  return [
    `${file}: ${scenario.name}, ${clockText(minutes * 60_000)} long, ${made.records.length} records, simulated. ${scenario.see}`,
    `Look at it: npm run replay -- ${file}   Bring it in: npm run import -- ${file}`,
  ]
}
