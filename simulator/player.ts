// Owns playing one recording to a hub as a device: each measurement when the file's own time has come, by hub time.
// Never changes a value or a time of the file, and never drops what the hub has not dealt with.
import { randomBytes } from 'node:crypto'
import type { HubClock, Timer } from '@chairside/shared/clock.ts'
import { type DeviceId, epochMs } from '@chairside/shared/ids.ts'
import type { HelloAck, HelloDevice, RefusedReport } from '@chairside/shared/protocol/devices.ts'
import { declaredBy, parseRecordedCsv, type RecordedFile } from '@chairside/shared/record/recorded-csv.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import type { DeviceStatus, LinkState } from './adapters/device-port.ts'
import { createSocketDevice } from './adapters/socket-device.ts'
import { clockOfHub } from './clock/device-clock.ts'
import { createMarkClock } from './clock/mark-clock.ts'
import type { ReportBody } from './spool.ts'

export type PlayerOptions = {
  readonly url: string
  readonly token: string
  readonly deviceId: string
  /** What the CSV holds, or its text (with a map where its header is not known). */
  readonly recording: RecordedFile | { readonly text: string; readonly map?: string }
  /** The hub's clock where both live in one process; absent: hub time is taken from the hub's marks. */
  readonly clock?: HubClock
  readonly newEpoch?: () => string
  readonly on?: {
    link?(state: LinkState, why?: Refusal): void
    refused?(report: RefusedReport): void
  }
}
export type PlayerStatus = DeviceStatus & {
  /** The file's own time: how far it has been played, and how long it is. */
  readonly playedMs: number
  readonly lengthMs: number
  readonly measurements: number
  /** Milliseconds of hub time in one of the wall, as the hub says. */
  readonly rate: number
}
export type Player = {
  /** Says hello; resolves with the hub's answer, rejects when the hub will not have this device. */
  connect(): Promise<Extract<HelloAck, { ok: true }>>
  /** Plays from now; resolves when the hub has dealt with the last measurement. */
  play(): Promise<void>
  /** Resolves when everything due so far is dealt with, or there is no link. */
  idle(): Promise<void>
  status(): PlayerStatus
  /** Sends what is held, says bye, closes. */
  stop(): Promise<void>
}

/** What the hello of a player of this file says. */
export const helloOf = (file: RecordedFile, deviceId: string): Omit<HelloDevice, 'epoch'> => ({
  deviceId: deviceId as DeviceId,
  ...declaredBy(file),
})

function fileOf(recording: PlayerOptions['recording']): RecordedFile {
  if ('events' in recording) return recording
  const parsed = parseRecordedCsv(recording.text, recording.map)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

/** @throws when `recording` is a text that cannot be read; parse it first to tell a person why */
export function createPlayer(options: PlayerOptions): Player {
  const file = fileOf(options.recording)
  const { events } = file
  const deviceId = options.deviceId as DeviceId
  const clock = options.clock === undefined ? createMarkClock() : clockOfHub(options.clock)
  let greeted: PromiseWithResolvers<Extract<HelloAck, { ok: true }>> | undefined
  let refusal: Refusal | undefined
  let startedAtMs: number | undefined
  let next = 0
  /** The latest time of any row so far: a row that steps back is sent when its turn comes, not before. */
  let reachedMs = 0
  let timer: Timer | undefined
  let finished: PromiseWithResolvers<void> | undefined

  const device = createSocketDevice({
    url: options.url,
    token: options.token,
    devices: [helloOf(file, options.deviceId)],
    clock,
    newEpoch: options.newEpoch ?? (() => randomBytes(8).toString('hex')),
    // A file is at most days long and never lost for want of room: what is not dealt with is kept.
    spoolLimit: Number.POSITIVE_INFINITY,
    on: {
      linked: (answer) => greeted?.resolve(answer),
      link: (state, why) => options.on?.link?.(state, why),
      refused: (report) => options.on?.refused?.(report),
      refusedForGood(why) {
        refusal = why
        const error = new Error(`${why.message} (${why.code})`)
        greeted?.reject(error)
        finished?.reject(error)
      },
    },
  })

  const send = (began: number, index: number): void => {
    const event = events[index]
    if (event === undefined) return
    const measuredAtMs = epochMs(Math.round(began + event.atMs))
    const body: ReportBody =
      event.kind === 'vitals'
        ? { kind: 'vitals', measuredAtMs, readings: event.readings }
        : { kind: 'bloodPressure', measuredAtMs, result: event.result }
    device.report(deviceId, body)
  }

  const turn = (): void => {
    if (startedAtMs === undefined || refusal !== undefined) return
    for (;;) {
      const event = events[next]
      if (event === undefined) {
        device.drained().then(
          () => finished?.resolve(),
          (error: unknown) => finished?.reject(error),
        )
        return
      }
      const dueMs = startedAtMs + Math.max(reachedMs, event.atMs)
      if (clock.nowMs() < dueMs) {
        timer = clock.at(dueMs, turn)
        return
      }
      reachedMs = Math.max(reachedMs, event.atMs)
      send(startedAtMs, next)
      next += 1
    }
  }

  return {
    connect() {
      greeted ??= Promise.withResolvers()
      device.start()
      return greeted.promise
    },
    play() {
      if (finished === undefined) {
        finished = Promise.withResolvers()
        startedAtMs = clock.nowMs()
        turn()
      }
      return finished.promise
    },
    idle: () => device.idle(),
    status: () => ({
      ...device.status(),
      playedMs:
        startedAtMs === undefined ? 0 : Math.max(0, Math.min(file.lengthMs, clock.nowMs() - startedAtMs)),
      lengthMs: file.lengthMs,
      measurements: events.length,
      rate: clock.rate(),
    }),
    async stop() {
      timer?.cancel()
      await device.stop(5_000)
    },
  }
}
