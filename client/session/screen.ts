// Owns what this browser tab is: one link to the hub, one clock, one frame driver, one list of acts.
// Views reach the core through it and through nothing else.
import type { RoomId } from '@chairside/shared/ids.ts'
import { SCREEN_STATE_EVERY_MS } from '@chairside/shared/protocol/screens.ts'
import { createDrafts, type Drafts, formOf } from './drafts.ts'
import { browserFrames, createFrameDriver, type FrameDriver, type FramePort } from './frame-driver.ts'
import type { Account } from './hub/account.ts'
import { type AlarmShown, createAlarmShown } from './hub/alarm-shown.ts'
import { type Commands, createCommands } from './hub/commands.ts'
import { createHubLink, type HubLink } from './hub/hub-link.ts'
import type { Metronome } from './hub/metronome.ts'
import { type MyRoomsWatch, watchMyRooms } from './hub/my-rooms.ts'
import { type RoomWatch, watchRoom } from './hub/room-watch.ts'
import { shareRooms } from './hub/rooms-share.ts'
import { type RoomsWatch, watchRooms } from './hub/rooms-watch.ts'
import { createScreenReport, type ScreenReport } from './hub/screen-report.ts'
import { type SoundGrantWatch, watchSoundGrant } from './hub/sound-grant.ts'
import { type SuiteWatch, watchSuite } from './hub/suite-watch.ts'
import type { Wire } from './hub/wire.ts'
import { type Keeper, memoryKeeper } from './kept.ts'
import { createKeptSelf, type KeptSelf } from './kept-self.ts'
import type { History } from './records/history.ts'
import { createLiveSource } from './records/live-source.ts'
import { createRollCall, type RollCall } from './roll-call.ts'
import { openRecording, type RecordingOf } from './view/recording.ts'
import type { SessionStore } from './view/store.ts'
import { wallNow } from './wall-clock.ts'

export type ScreenDeps = {
  readonly wire: Wire
  readonly history: History
  readonly account: Account
  readonly metronome: Pick<Metronome, 'onBeat'>
  readonly monoNow: () => number
  readonly randomBytes: () => Uint8Array
  readonly after: (ms: number, run: () => void) => () => void
  readonly frames?: FramePort
  /** What outlives this page: what was typed, and acts that are not known to be recorded. Without it nothing does. */
  readonly keeper?: Keeper
}

export type Screen = {
  readonly link: HubLink
  readonly frames: FrameDriver
  readonly commands: Commands
  /** What was typed here and is not recorded yet. */
  readonly drafts: Drafts
  /** Of an evacuation: what was said here, sent or not. */
  readonly rollCall: RollCall
  /** Who was here and what time it was when the hub was last heard: for the roll-call alone. */
  readonly keptSelf: KeptSelf
  readonly account: Account
  /** Of this load of the page; a reload is another page. */
  readonly pageId: string
  readonly suite: Pick<SuiteWatch, 'store'>
  readonly soundGrant: Pick<SoundGrantWatch, 'store'>
  /** What this page reports of itself; its sound hangs on it. */
  readonly report: Pick<ScreenReport, 'attach'>
  /** Which alarms stand on this glass. */
  readonly alarmShown: Pick<AlarmShown, 'show'>
  watchMyRooms(): MyRoomsWatch
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
  const newId = () => Array.from(deps.randomBytes(), (byte) => byte.toString(16).padStart(2, '0')).join('')
  const pageId = newId()
  const link: HubLink = createHubLink({ wire, metronome, monoNow, pageId, sound: () => report.sound() })
  const frames = createFrameDriver(link.time, metronome, monoNow, deps.frames)
  const isPainting = () => (frames.sincePaintedMs() ?? Number.POSITIVE_INFINITY) <= SCREEN_STATE_EVERY_MS
  const { isHidden, onHiddenChange } = deps.frames ?? browserFrames
  const report = createScreenReport({
    link,
    metronome,
    monoNow,
    isPainting,
    isHidden,
    ...(onHiddenChange === undefined ? {} : { onHiddenChange }),
  })
  const suite = watchSuite(link)
  const soundGrant = watchSoundGrant(link)
  const alarmShown = createAlarmShown(link, metronome, () => isPainting() && !report.isHidden())
  const keeper = deps.keeper ?? memoryKeeper()
  const drafts = createDrafts(keeper)
  const commands = createCommands({ link, randomBytes: deps.randomBytes, after, keeper })
  const rollCall = createRollCall({ link, commands, keeper, after, newId })
  const keptSelf = createKeptSelf(link, keeper, wallNow)
  // Whatever way an act came to be recorded, what was typed for it is not to be offered again.
  commands.store.subscribe(({ sent }, before) => {
    for (const { commandId, body, state } of sent) {
      if (state.is !== 'recorded' || !('sessionId' in body)) continue
      const was = before.sent.find((each) => each.commandId === commandId)
      if (was?.state.is !== 'recorded') drafts.drop(body.sessionId, formOf(body))
    }
  })
  return {
    link,
    frames,
    commands,
    drafts,
    rollCall,
    keptSelf,
    account: deps.account,
    pageId,
    suite,
    soundGrant,
    report,
    alarmShown,
    watchMyRooms() {
      const watch = watchMyRooms(link, after)
      watch.store.subscribe(({ mine }) => rollCall.learn(mine?.rooms ?? []))
      return watch
    },
    watchRoom: (roomId) =>
      watchRoom(roomId, {
        link,
        after,
        frames,
        monoNow,
        openSource: (stream) => createLiveSource(stream, { link, history, after }),
      }),
    watchRooms: shareRooms(() => {
      const watch = watchRooms(link, after)
      watch.store.subscribe(({ rooms }) => rollCall.learn(rooms ?? []))
      return watch
    }),
    openRecording: (of) => openRecording(of, { frames, monoNow, after, history }),
    startWithoutHub: () => frames.start(),
    start() {
      frames.start()
      link.start()
    },
    stop() {
      for (const part of [report, suite, soundGrant, alarmShown, rollCall, keptSelf]) part.stop()
      link.stop()
      frames.stop()
    },
  }
}
