// Owns `npm run play`: one recorded CSV file into one room, in the file's own time, with a line that says how far.
// Never changes what the file says, and never claims more is recorded than the hub has said.
import { basename } from 'node:path'
import { parseRecordedCsv, type RecordedFile } from '@chairside/shared/record/recorded-csv.ts'
import { createPerson, type Person, signIn } from './adapters/person.ts'
import {
  clockText,
  DEFAULT_URL,
  type Environment,
  FailedError,
  howToMakeToken,
  hubUrl,
  readArguments,
  readPassword,
  readText,
  readTokens,
  roomIdOf,
  runMain,
  UsageError,
} from './command-line.ts'
import { createPlayer, type Player, type PlayerStatus } from './player.ts'

const USAGE =
  'Usage: npm run play -- FILE --room ROOM [--map "t_s=time,hr=heartRate,…"] [--device ID] [--url URL] [--speed N]\n' +
  '                       [--as NAME --patient CODE]\n' +
  'The token comes from CHAIRSIDE_DEVICE_TOKEN (or CHAIRSIDE_DEVICE_TOKENS, or --token).'

const OPTIONS = {
  room: { type: 'string' },
  map: { type: 'string' },
  url: { type: 'string', default: DEFAULT_URL },
  token: { type: 'string' },
  device: { type: 'string' },
  as: { type: 'string' },
  patient: { type: 'string' },
  speed: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

const NOTES_SHOWN = 8
const PROGRESS_MS = { terminal: 500, otherwise: 10_000 } as const
/** Ended by a person before the file was: the code shells use for Ctrl-C. */
const EXIT_INTERRUPTED = 130

/** What the file holds and what is odd about it, for a person to read before it is played. */
export function describeFile(file: RecordedFile): string[] {
  const lines = [`${file.layout} layout, ${file.rows} rows, ${clockText(file.lengthMs)} long`]
  for (const [signal, count] of Object.entries(file.counts)) {
    const every = file.everyMs[signal as keyof typeof file.everyMs]
    const interval = every === undefined ? '' : `, every ${every / 1_000} s`
    lines.push(`  ${signal}: ${count.measured} values, ${count.none} without a reading${interval}`)
  }
  if (file.signals.includes('bloodPressure')) {
    const interval =
      file.cuffEveryMs === undefined ? '' : `, mostly every ${Math.round(file.cuffEveryMs / 1_000)} s`
    lines.push(`  cuff: ${file.cuffMeasurements} measurements${interval}`)
  }
  for (const note of file.notes.slice(0, NOTES_SHOWN)) lines.push(`  line ${note.line}: ${note.text}`)
  const more = file.notes.length - NOTES_SHOWN
  if (more > 0) lines.push(`  and ${more} more like these`)
  if (file.phases.length > 0) {
    const phases = file.phases.map(({ atMs, name }) => `${name} T+${clockText(Math.max(0, atMs))}`)
    lines.push(`  phases: ${phases.join(', ')}`)
  }
  return lines
}

export function progressLine(status: PlayerStatus): string {
  const percent = status.lengthMs === 0 ? 100 : Math.floor((status.playedMs / status.lengthMs) * 100)
  const recorded =
    status.recorded === undefined
      ? ''
      : status.recorded
        ? ' · recorded'
        : ' · NOT RECORDED: no session is open'
  return (
    `T+${clockText(status.playedMs)} of ${clockText(status.lengthMs)} · ${percent} % · ${status.rate}× · ` +
    `${status.made} sent, ${status.acknowledged} acknowledged, ${status.refused} refused, ${status.held} held · ` +
    `${status.link}${recorded}`
  )
}

function showProgress(player: Player): { stop(): void } {
  const terminal = process.stdout.isTTY === true
  const show = () => {
    const line = progressLine(player.status())
    if (terminal) process.stdout.write(`\r\u001b[K${line}`)
    else console.log(line)
  }
  const timer = setInterval(show, terminal ? PROGRESS_MS.terminal : PROGRESS_MS.otherwise)
  return {
    stop() {
      clearInterval(timer)
      show()
      if (terminal) process.stdout.write('\n')
    },
  }
}

function deviceDoor(room: string, device: string | undefined, token: string | undefined, env: Environment) {
  const listed = env.CHAIRSIDE_DEVICE_TOKENS
  const one = token ?? env.CHAIRSIDE_DEVICE_TOKEN
  if (one !== undefined && one !== '')
    return { deviceId: device ?? `player-${room.replace(/^room-/, '')}`, token: one }
  if (listed !== undefined && listed !== '') {
    const found = readTokens(undefined, listed).find(
      (entry) => entry.roomId === room && (device === undefined || entry.deviceId === device),
    )
    if (found !== undefined) return found
  }
  throw new UsageError(
    `There is no device token for ${room}. Set CHAIRSIDE_DEVICE_TOKEN.\n${howToMakeToken('recorded').replace('ROOM', room)}`,
  )
}

/** A patient code for a recording, from its file name. */
export const codeOf = (path: string): string =>
  `REC-${basename(path, '.csv').replace(/[^A-Za-z0-9]+/g, '-')}`.slice(0, 24).replace(/-$/, '')

async function openSession(person: Person, room: string, patient: string): Promise<() => Promise<void>> {
  const found = await person.room(room as never)
  if (!found.ok) throw new FailedError(found.error.message)
  if (found.value.session !== undefined)
    throw new FailedError(
      `A session (${found.value.session.patientCode}) is open in ${room}. Close it first, or play into it without --as.`,
    )
  const opened = await person.openSession(room as never, patient)
  if (!opened.ok) throw new FailedError(`No session was opened: ${opened.error.message}`)
  console.log(`Session ${patient} opened in ${room} by ${person.name}.`)
  return async () => {
    const now = await person.room(room as never)
    const session = now.ok ? now.value.session : undefined
    if (session?.sessionId !== opened.value.sessionId) return
    const closed = await person.command({ type: 'session.close', sessionId: session.sessionId }, session.head)
    console.log(closed.ok ? 'Session closed.' : `The session is still open: ${closed.error.message}`)
  }
}

/**
 * The program. @returns its exit code; @throws UsageError for wrong input, FailedError where something else stands in
 * the way
 */
export async function play(args: readonly string[], env: Environment): Promise<number> {
  const { values, positionals } = readArguments(args, OPTIONS, USAGE)
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const [path, extra] = positionals
  if (path === undefined) throw new UsageError(`Which file?\n${USAGE}`)
  if (extra !== undefined) throw new UsageError(`One file at a time; "${extra}" is a second one.\n${USAGE}`)
  if (values.room === undefined) throw new UsageError(`Which room? Add --room ROOM.\n${USAGE}`)
  const room = roomIdOf(values.room)
  const url = hubUrl(values.url)
  const speed = values.speed === undefined ? undefined : Number(values.speed)
  if (speed !== undefined && !(speed >= 1 && speed <= 20))
    throw new UsageError(`--speed is "${values.speed}"; it must be a number from 1 to 20.`)
  if (values.as === undefined && values.patient !== undefined)
    throw new UsageError(
      '--patient names the patient of a new session, and opening one needs a person: add --as NAME.',
    )
  const parsed = parseRecordedCsv(readText(path), values.map)
  if (!parsed.ok) throw new UsageError(`${path}: ${parsed.error.message}`)
  const file = parsed.value
  console.log(path)
  for (const line of describeFile(file)) console.log(line)
  const { deviceId, token } = deviceDoor(room, values.device, values.token, env)
  const password = values.as === undefined ? '' : await readPassword(values.as, env.CHAIRSIDE_PASSWORD)

  let away = false
  const player = createPlayer({
    url,
    token,
    deviceId,
    recording: file,
    on: {
      link(state, why) {
        if (state === 'linked' && away) console.log('\nThe hub is back.')
        if (state === 'lost' && !away)
          console.log(
            `\nThe hub is away${why === undefined ? '' : ` (${why.message})`}; what it has not taken is kept, trying again.`,
          )
        if (state === 'linked' || state === 'lost') away = state === 'lost'
      },
      refused: (report) =>
        console.log(`\nReport ${report.seq} was refused: ${report.message} (${report.code})`),
    },
  })
  const interrupted = Promise.withResolvers<'interrupted'>()
  process.once('SIGINT', () => interrupted.resolve('interrupted'))
  process.once('SIGTERM', () => interrupted.resolve('interrupted'))
  let closeSession: (() => Promise<void>) | undefined
  let person: Person | undefined
  let progress: { stop(): void } | undefined

  const run = async (): Promise<'played'> => {
    const answer = await player.connect().catch((error: unknown) => {
      throw new FailedError(
        `The hub does not take ${deviceId}: ${error instanceof Error ? error.message : String(error)}\n` +
          'Name the device with --device if it is called otherwise.',
      )
    })
    const actual = answer.devices[0]?.roomId
    if (actual !== room) throw new FailedError(`${deviceId} sends for ${actual}, not for ${room}.`)
    if (speed !== undefined && speed !== answer.hub.rate)
      throw new UsageError(
        `This hub runs at ${answer.hub.rate}×, and a file plays in hub time. Faster than 1× only against a scaled ` +
          `hub: start it with CLOCK_RATE=${speed}.`,
      )
    if (values.as !== undefined) {
      const signedIn = await signIn(url, values.as, password)
      if (!signedIn.ok) throw new FailedError(`${values.as} is not signed in: ${signedIn.error.message}`)
      person = createPerson(signedIn.value)
      closeSession = await openSession(person, room, values.patient ?? codeOf(path))
    }
    progress = showProgress(player)
    await player.play().catch((error: unknown) => {
      throw new FailedError(error instanceof Error ? error.message : String(error))
    })
    return 'played'
  }
  let outcome: 'played' | 'interrupted'
  try {
    outcome = await Promise.race([run(), interrupted.promise])
  } finally {
    progress?.stop()
    await closeSession?.()
    person?.close()
    await player.stop()
  }
  console.log(outcome === 'played' ? 'Played to the end. Bye.' : 'Stopped before the end. Bye.')
  return outcome === 'played' ? 0 : EXIT_INTERRUPTED
}

if (import.meta.main)
  await runMain(() => play(process.argv.slice(2), process.env)).finally(() => process.exit())
