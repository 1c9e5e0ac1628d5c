// Owns `npm run alarms`: the hub's own engine over a recording, by a profile from a file. What it prints is computed, not
// recorded. Never writes into a hub's data.
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readProfile } from '@chairside/shared/alarm/profile/profile-file.ts'
import { ADULT_KETAMINE_INFUSION, type RuleSet } from '@chairside/shared/alarm/rules.ts'
import { createSeconds } from '@chairside/shared/alarm/what-if.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import { factData, factWords, secondData, secondWords } from './alarms/lines.ts'
import { type Recording, readRecording } from './alarms/recording.ts'
import { adminEnvironment } from './config.ts'

const DONE = 0
const REFUSED = 1
const NOT_UNDERSTOOD = 2

const USAGE = `npm run alarms -- FILE|SESSION [--profile P.json] [--json] [--seconds] [--map t_s=time,…]

Runs the hub's own alarm engine over a recording, as if the profile had been in force, and prints what it decides.
  FILE        a CSV, or a recording exported from Chairside
  SESSION     the id of a session in DATA_DIR (its sealed records)
  --profile   a profile as docs/ALARMS.md describes it; without it: adult ketamine infusion, as shipped
  --json      one JSON object a line, instead of words
  --seconds   also one line per second and active condition: that second's value, and whether it breaches the limit
  --map       which columns of an unknown CSV mean what

Computed, not recorded: nothing it prints was shown on a screen.`

type Asked = {
  readonly what: string
  readonly profile: string | undefined
  readonly json: boolean
  readonly seconds: boolean
  readonly map: string | undefined
}

/** @returns what is asked, or why that is not understood; '' for help */
function readArguments(args: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        json: { type: 'boolean', default: false },
        seconds: { type: 'boolean', default: false },
        map: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return ''
    const [what, ...more] = positionals
    if (what === undefined || more.length > 0) return 'Name one file, or one session.'
    return { what, profile: values.profile, json: values.json, seconds: values.seconds, map: values.map }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function profileOf(path: string | undefined): Result<RuleSet> {
  if (path === undefined) return ok(ADULT_KETAMINE_INFUSION)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return refuse(
      'not-found',
      `The profile "${path}" cannot be read: ${error instanceof Error ? error.message : error}`,
      'profile',
    )
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse('profile-invalid', `The profile "${path}" is not JSON.`, 'profile')
  }
  return readProfile(json)
}

function judge(asked: Asked, ruleSet: RuleSet, recording: Recording, print: (line: string) => void): void {
  const seconds = (atMs: number): number => (atMs - recording.startMs) / 1_000
  const engine = createSeconds(ruleSet, recording.startMs)
  const say = ({ facts, lines }: ReturnType<typeof engine.take>): void => {
    // A second is over when the next record comes, and what was decided in it was decided before that.
    if (asked.seconds)
      for (const line of lines) print(asked.json ? JSON.stringify(secondData(line)) : secondWords(line))
    for (const fact of facts) {
      const words = factWords(fact, seconds)
      if (asked.json) print(JSON.stringify(factData(fact, seconds)))
      else if (words !== undefined) print(words)
    }
  }
  for (const record of recording.records) say(engine.take(record))
  say(engine.end(recording.endMs as EpochMs))
}

async function main(): Promise<number> {
  const asked = readArguments(process.argv.slice(2))
  if (typeof asked === 'string') {
    if (asked === '') console.log(USAGE)
    else console.error(`${asked}\n\n${USAGE}`)
    return asked === '' ? DONE : NOT_UNDERSTOOD
  }
  const refused = (error: Refusal): number => {
    const field = error.field === undefined ? '' : ` (${error.field})`
    console.error(`${error.message}${field}`)
    return REFUSED
  }
  const profile = profileOf(asked.profile)
  if (!profile.ok) return refused(profile.error)
  const { dataDir } = adminEnvironment()
  const recording = await readRecording(asked.what, { ruleSet: profile.value, map: asked.map, dataDir })
  if (!recording.ok) return refused(recording.error)
  const { name, version } = profile.value.profile
  console.error(`${recording.value.name} by "${name}" version ${version}, computed:`)
  for (const note of recording.value.notes) console.error(`  ${note}`)
  const out: string[] = []
  const flush = (): void => {
    if (out.length > 0) process.stdout.write(`${out.join('\n')}\n`)
    out.length = 0
  }
  judge(asked, profile.value, recording.value, (line) => {
    out.push(line)
    if (out.length >= 5_000) flush()
  })
  flush()
  return DONE
}

process.exitCode = await main()
