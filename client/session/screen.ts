// Owns what this browser tab is: one link to the hub, one clock, one frame driver, one list of acts.
// Views reach the core through it and through nothing else.
import type { RoomId } from '@chairside/shared/ids.ts'
import { createFrameDriver, type FrameDriver, type FramePort } from './frame-driver.ts'
import type { Account } from './hub/account.ts'
import { type Commands, createCommands } from './hub/commands.ts'
import { createHubLink, type HubLink } from './hub/hub-link.ts'
import type { Metronome } from './hub/metronome.ts'
import { type RoomWatch, watchRoom } from './hub/room-watch.ts'
import { type RoomsWatch, watchRooms } from './hub/rooms-watch.ts'
import type { Wire } from './hub/wire.ts'
import type { History } from './records/history.ts'
import { createLiveSource } from './records/live-source.ts'
import { openRecording, type RecordingOf } from './view/recording.ts'
import type { SessionStore } from './view/store.ts'

export type ScreenDeps = {
  readonly wire: Wire
  readonly history: History
  readonly account: Account
  readonly metronome: Pick<Metronome, 'onBeat'>
  readonly monoNow: () => number
  readonly randomBytes: () => Uint8Array
  readonly after: (ms: number, run: () => void) => () => void
  readonly frames?: FramePort
}

export type Screen = {
  readonly link: HubLink
  readonly frames: FrameDriver
  readonly commands: Commands
  readonly account: Account
  watchRoom(roomId: RoomId): RoomWatch
  watchRooms(): RoomsWatch
  /** A closed session of the hub, or an exported file; it has been started, and goes on until it is stopped. */
  openRecording(of: RecordingOf): SessionStore
  start(): void
  /** For a page that shows a file and has no hub: the clock and the frames, no link. */
  startWithoutHub(): void
  stop(): void
}

export function createScreen(deps: ScreenDeps): Screen {
  const { wire, metronome, monoNow, after, history } = deps
  const link = createHubLink({ wire, metronome, monoNow })
  const frames = createFrameDriver(link.time, metronome, monoNow, deps.frames)
  const commands = createCommands({ link, randomBytes: deps.randomBytes, after })
  return {
    link,
    frames,
    commands,
    account: deps.account,
    watchRoom: (roomId) =>
      watchRoom(roomId, {
        link,
        after,
        frames,
        monoNow,
        openSource: (stream) => createLiveSource(stream, { link, history, after }),
      }),
    watchRooms: () => watchRooms(link, after),
    openRecording: (of) => openRecording(of, { frames, monoNow, after, history }),
    startWithoutHub: () => frames.start(),
    start() {
      frames.start()
      link.start()
    },
    stop() {
      link.stop()
      frames.stop()
    },
  }
}
