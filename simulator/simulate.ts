// Owns `npm run simulate`: simulated patients for the rooms whose device tokens it is given, until it is stopped.
// With --record a file instead, without a hub. Never touches a hub but over the wire.
import { createPerson, type Person, signIn } from './adapters/person.ts'
import {
  DEFAULT_URL,
  type DeviceToken,
  type Environment,
  FailedError,
  hubUrl,
  readArguments,
  readPassword,
  readTokens,
  runMain,
  UsageError,
  wholeNumber,
} from './command-line.ts'
import { RECORD_OPTIONS, RECORD_USAGE, recordSession } from './made/record-command.ts'
import { goRound, type Rounds } from './nurse.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { MIXED, SCENARIO_NAMES, SCENARIOS, scenarioNamed } from './scenarios/table.ts'
import { createSimulatedRoom, devicesNeeded, type SimulatedRoom } from './simulated-room.ts'

const USAGE =
  'Usage: npm run simulate -- [--rooms N] [--scenario NAME] [--seed N] [--url URL] [--tokens FILE] [--as NAME [--infuse]]\n' +
  `${RECORD_USAGE}\n` +
  `Scenarios: mixed, ${SCENARIO_NAMES.join(', ')}`

const OPTIONS = {
  rooms: { type: 'string' },
  scenario: { type: 'string' },
  seed: { type: 'string', default: '1' },
  url: { type: 'string' },
  tokens: { type: 'string' },
  as: { type: 'string' },
  infuse: { type: 'boolean', default: false },
  ...RECORD_OPTIONS,
  help: { type: 'boolean', short: 'h', default: false },
} as const

type RoomPlan = {
  readonly roomId: string
  readonly doors: readonly DeviceToken[]
  readonly scenario: Scenario
}

function byRoom(tokens: readonly DeviceToken[]): Map<string, DeviceToken[]> {
  const rooms = new Map<string, DeviceToken[]>()
  for (const token of tokens) rooms.set(token.roomId, [...(rooms.get(token.roomId) ?? []), token])
  return rooms
}

/** Which room plays what: one scenario in all of them, or with `mixed` another one in each. */
export function plan(name: string, tokens: readonly DeviceToken[], rooms: number | undefined): RoomPlan[] {
  const all = [...byRoom(tokens)]
  if (rooms !== undefined && rooms > all.length)
    throw new UsageError(
      `--rooms is ${rooms}, but there are device tokens for ${all.length} (${all.map(([id]) => id).join(', ')}).`,
    )
  return all.slice(0, rooms ?? all.length).map(([roomId, doors], index) => {
    if (name === 'mixed') {
      const dealt = MIXED[index % MIXED.length] ?? 'calm'
      return { roomId, doors, scenario: SCENARIOS[doors.length > 1 ? 'two-devices' : dealt] }
    }
    const scenario = scenarioNamed(name)
    if (scenario === undefined)
      throw new UsageError(`There is no scenario "${name}". There are: mixed, ${SCENARIO_NAMES.join(', ')}.`)
    if (doors.length < devicesNeeded(scenario))
      throw new UsageError(
        `The scenario ${name} needs ${devicesNeeded(scenario)} devices in each room; ${roomId} has ${doors.length}.`,
      )
    return { roomId, doors, scenario }
  })
}

const say = (sentence: string): void => console.log(sentence)

/** Who signs the orders of simulated patients, where the environment names one; else people do it. */
function physicianOf(url: string, env: Environment): (() => Promise<Person>) | undefined {
  const { CHAIRSIDE_PHYSICIAN: name, CHAIRSIDE_PHYSICIAN_PASSWORD: password } = env
  if (name === undefined || name === '' || password === undefined) return undefined
  return async () => {
    const signedIn = await signIn(url, name, password)
    if (!signedIn.ok) throw new FailedError(`${name} is not signed in: ${signedIn.error.message}`)
    return createPerson(signedIn.value)
  }
}

function roomOf({ roomId, doors, scenario }: RoomPlan, url: string, seed: string): SimulatedRoom {
  const [door, second] = doors
  if (door === undefined) throw new UsageError(`${roomId} has no device.`)
  const away = new Set<string>()
  const known = new Set<string>()
  return createSimulatedRoom({
    url,
    token: door.token,
    deviceId: door.deviceId,
    ...(second === undefined ? {} : { second }),
    scenario,
    seed: `${seed}/${roomId}`,
    on: {
      link(deviceId, state, why) {
        if (state === 'lost' && !away.has(deviceId)) {
          const what = known.has(deviceId) ? 'has lost the hub' : `finds no hub at ${url}`
          say(`${roomId}: ${deviceId} ${what}${why === undefined ? '' : ` (${why.message})`}, trying again.`)
        }
        if (state === 'linked') known.add(deviceId)
        if (state === 'cut') say(`${roomId}: the cable of ${deviceId} is out (scenario).`)
        if (state === 'linked') say(`${roomId}: ${deviceId} is linked.`)
        if (state === 'lost') away.add(deviceId)
        if (state === 'linked') away.delete(deviceId)
      },
      refused: (report) =>
        say(
          `${roomId}: report ${report.seq} of ${report.deviceId} was refused: ${report.message} (${report.code})`,
        ),
      refusedForGood: (deviceId, why) =>
        console.error(`${roomId}: the hub refuses ${deviceId}: ${why.message} (${why.code})`),
    },
  })
}

/** Options that mean a hub, and those that mean a file: never both. */
const OF_A_HUB = ['rooms', 'url', 'tokens', 'as', 'infuse'] as const
const OF_A_FILE = ['minutes', 'starts', 'patient'] as const

function checkTogether(values: Readonly<Record<string, unknown>>): void {
  const said = (name: string) => values[name] !== undefined && values[name] !== false
  const foreign = values['record'] === undefined ? OF_A_FILE.find(said) : OF_A_HUB.find(said)
  if (foreign === undefined) return
  throw new UsageError(
    values['record'] === undefined
      ? `--${foreign} says how a file is made: add --record FILE, or leave it out.`
      : `--record makes a file without a hub: leave --${foreign} out.`,
  )
}

/**
 * The program. @returns its exit code; @throws UsageError for wrong input, FailedError where something else stands in
 * the way
 */
export async function simulate(args: readonly string[], env: Environment): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, USAGE)
  if (values.help) {
    say(USAGE)
    for (const name of SCENARIO_NAMES) say(`  ${name}: ${SCENARIOS[name].see}`)
    return 0
  }
  if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not an option.\n${USAGE}`)
  checkTogether(values)
  if (values.infuse && values.as === undefined)
    throw new UsageError('--infuse records an act, and an act needs a person: add --as NAME.')
  const seed = String(wholeNumber(values.seed, 'seed', 0, Number.MAX_SAFE_INTEGER))
  if (values.record !== undefined) {
    const { record: file, scenario, minutes, starts, patient } = values
    for (const sentence of recordSession({ file, scenario, seed, minutes, starts, patient }, env))
      say(sentence)
    return 0
  }
  const count = values.rooms === undefined ? undefined : wholeNumber(values.rooms, 'rooms', 1, 1_000)
  const url = hubUrl(values.url ?? DEFAULT_URL)
  const scenario = values.scenario ?? 'calm'
  // Names before tokens: a wrong scenario is worth a sentence even where there is no hub yet.
  if (scenario !== 'mixed' && scenarioNamed(scenario) === undefined)
    plan(scenario, [{ deviceId: 'x' as never, token: 'x', roomId: 'x' }], undefined)
  const plans = plan(scenario, readTokens(values.tokens, env.CHAIRSIDE_DEVICE_TOKENS), count)
  const password = values.as === undefined ? '' : await readPassword(values.as, env.CHAIRSIDE_PASSWORD)

  const stopping = Promise.withResolvers<void>()
  const rooms = plans.map((one) => roomOf(one, url, seed))
  let rounds: Rounds | undefined
  process.once('SIGINT', () => stopping.resolve())
  process.once('SIGTERM', () => stopping.resolve())
  for (const { roomId, scenario } of plans) say(`${roomId}: ${scenario.name}. ${scenario.see}`)

  const run = async (): Promise<void> => {
    const started = await Promise.allSettled(rooms.map((room) => room.start()))
    if (started.every((one) => one.status === 'rejected'))
      throw new FailedError('No room could be started; the hub’s reasons stand above.')
    if (values.as === undefined) return
    const signedIn = await signIn(url, values.as, password)
    if (!signedIn.ok) throw new FailedError(`${values.as} is not signed in: ${signedIn.error.message}`)
    const person = createPerson(signedIn.value)
    const physician = physicianOf(url, env)
    stopping.promise.then(
      () => person.close(),
      () => undefined,
    )
    rounds = await goRound({
      person,
      physician,
      roomIds: plans.map(({ roomId }) => roomId),
      infuse: values.infuse,
      say,
    })
  }
  try {
    await Promise.race([run().then(() => stopping.promise), stopping.promise])
  } finally {
    rounds?.stop()
    await Promise.all(rooms.map((room) => room.stop()))
  }
  say('The simulated monitors are off. Bye.')
  return 0
}

if (import.meta.main)
  await runMain(() => simulate(process.argv.slice(2), process.env)).finally(() => process.exit())
