// Owns playing the two real recordings: by the real player over real sockets, into two rooms of a hub on a stepped clock with
// its log on disk, followed by a screen; then what stands in the log and on the screen, read as seconds of the file.
// Never says what ought to be there.
import type { Trends } from '@chairside/shared/fold/trends.ts'
import { type RoomId, sessionStream } from '@chairside/shared/ids.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'
import type { SignalId } from '@chairside/shared/vitals.ts'
import { createPlayer, type Player } from '../../simulator/player.ts'
import { createFollower, type Followed, type Follower } from './follower.ts'
import { MIMIC2, recording, SUBJECT_2 } from './recordings.ts'
import { START_MS, type steppedHub } from './test-hub.ts'
import { until } from './wait.ts'

export type Played = {
  readonly followed: Followed
  /** Every line of the session's stream on disk. */
  readonly lines: readonly string[]
  readonly records: readonly DecodedRecord[]
  /** The same session, read by a screen that came when all was over. */
  readonly late: Followed
}

/** After the last row nothing is sent for so long. */
export const QUIET_S = 600

/**
 * Plays both to their ends in the hub's first two rooms, and then nothing for {@link QUIET_S}.
 * @param follower follows both sessions from their first record, and opens them
 * @param cookie of the sign-in with which another screen comes when all is over
 * @returns what came of each, and the players' statuses at the end of their files
 */
export async function playBoth(
  hub: Awaited<ReturnType<typeof steppedHub>>,
  follower: Follower,
  cookie: string,
) {
  const { clock, url } = hub
  const files = [MIMIC2, SUBJECT_2].map(recording)
  const players: Player[] = []
  const followed: Followed[] = []
  for (const [at, file] of files.entries()) {
    const roomId = hub.rooms[at] as RoomId
    const { deviceId, token } = await hub.addDevice(`Player ${at + 1}`, 'recorded', roomId)
    const player = createPlayer({
      url,
      token,
      deviceId,
      recording: file,
      clock,
      newEpoch: () => `run-${at}`,
    })
    players.push(player)
    await player.connect()
    const opened = await follower.command({
      type: 'session.open',
      roomId,
      patientCode: `REC-${at + 1}`,
      includeHeld: false,
    } as never)
    if (!opened.ok || opened.sessionId === undefined) throw new Error(JSON.stringify(opened))
    followed.push(await follower.follow(sessionStream(opened.sessionId)))
  }
  const playing = Promise.all(players.map((player) => player.play()))
  let over = false
  const ended = playing.then(() => {
    over = true
  })
  const idle = () => Promise.all(players.map((player) => player.idle()))
  await idle()
  const lastMs = START_MS + Math.max(...files.map(({ lengthMs }) => lengthMs))
  for (;;) {
    const nextMs = clock.nextTimerMs()
    if (nextMs === undefined || nextMs > lastMs) break
    clock.moveTo(nextMs)
    await idle()
  }
  await until('both files are played', () => over, 10_000)
  await ended
  const statuses = players.map((player) => player.status())

  // Afterwards nothing is sent for ten minutes.
  clock.move(QUIET_S * 1_000)
  for (const player of players) await player.stop()
  const lateScreen = await createFollower(url, cookie)
  const played = async (at: number): Promise<Played> => {
    const stream = sessionStream((followed[at] as Followed).state.opened?.sessionId as never)
    const late = await lateScreen.follow(stream)
    const now = followed[at] as Followed
    const lines = await hub.lines(stream)
    await until(
      'both screens are whole',
      () => [now, late].every((screen) => screen.lines.length >= lines.length),
      10_000,
    )
    return { followed: now, records: now.records, lines, late }
  }
  const mimic2 = await played(0)
  const subject2 = await played(1)
  lateScreen.close()
  return { mimic2, subject2, statuses }
}

export const seconds = (atMs: number): number => (atMs - START_MS) / 1_000
export const of = <K extends DecodedRecord['kind']>(records: readonly DecodedRecord[], kind: K) =>
  records.filter((record): record is Extract<DecodedRecord, { kind: K }> => record.kind === kind)
/** `hrLow raised low @360`: seconds from the first row of the file; both were started together. */
export const alarmsOf = (records: readonly DecodedRecord[], isOfPatient: boolean) =>
  of(records, 'alarm')
    .filter(({ limit }) => (limit !== undefined) === isOfPatient)
    .map(
      ({ condition, transition, level, dueAtMs }) =>
        `${condition} ${transition} ${level} @${seconds(dueAtMs)}`,
    )
export const pointsOf = (trends: Trends, signal: SignalId, kind: number): number[] =>
  trends.signals[signal].atMs.filter((_, at) => trends.signals[signal].kind[at] === kind).map(seconds)
export const valuesOf = (trends: Trends, signal: SignalId): number[] =>
  trends.signals[signal].value.filter((value) => !Number.isNaN(value))
export const sum = (values: readonly number[]): number =>
  Math.round(values.reduce((total, value) => total + value, 0) * 10) / 10

/** Every continuous value that reached the log, as it stands there. */
export const loggedValues = (records: readonly DecodedRecord[], signal: SignalId): number[] =>
  of(records, 'vitals').flatMap(({ readings }) => {
    const reading = readings[signal]
    return reading?.status === 'measured' ? [reading.value] : []
  })
export const loggedNone = (records: readonly DecodedRecord[], signal: SignalId): number[] =>
  of(records, 'vitals').flatMap(({ readings, measuredAtMs }) =>
    readings[signal]?.status === 'unavailable' ? [seconds(measuredAtMs)] : [],
  )
