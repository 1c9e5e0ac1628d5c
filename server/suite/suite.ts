// Owns how the suite's parts work together: pages and leases, the suite's stream, coverage, who is told, who has left.
// Nothing is told of a lease or a duty before it is on disk (or the disk has refused it). Judges no alarm.
import { type HubClock, rateNumber, type Timer } from '@chairside/shared/clock.ts'
import type { AlarmId, EpochMs, RoomId, SessionId } from '@chairside/shared/ids.ts'
import { SUITE_STREAM, sessionOfStream } from '@chairside/shared/ids.ts'
import type {
  HandoverNow,
  RoomSummary,
  ScreenState,
  SoundGrant,
  SuiteSummary,
} from '@chairside/shared/protocol/screens.ts'
import type { Actor, LogRecord, RecordBody } from '@chairside/shared/record/record.ts'
import type { Result } from '@chairside/shared/result.ts'
import { roomNow } from '@chairside/shared/visit/place.ts'
import type { SuiteActs } from '../session/acts/command-desk.ts'
import type { HeadFeed } from '../session/head-feed.ts'
import type { FoldedStream } from '../session/plain-stream.ts'
import type { SessionActor } from '../session/session-actor.ts'
import type { SessionRegistry } from '../session/session-registry.ts'
import type { Directory } from '../store/directory.ts'
import { createCoverage } from './coverage.ts'
import { createDeliveries } from './deliveries.ts'
import { createGrants } from './grant.ts'
import { createHandover } from './handover.ts'
import type { PageWho } from './page.ts'
import { bodiesOf, leasesOver } from './page-records.ts'
import { createPages } from './pages.ts'
import { createPresence } from './presence.ts'
import { createSessionCopies } from './session-copies.ts'
import { createSuiteDesk } from './suite-desk.ts'
import type { SuiteState } from './suite-state.ts'
import { dutyNow, suiteSummary } from './suite-summary.ts'
import { createWhoLeft } from './who-left.ts'

/** What the suite needs of a connection. */
export type Ear = {
  /** Told only when it has changed. */
  grant(grant: SoundGrant): void
  /** Whether what is said of this session reaches it: it follows it, or lists its room. */
  hears(sessionId: SessionId, roomId: RoomId): boolean
}

export type Suite = {
  readonly acts: SuiteActs
  /** After the sessions are back: leases of the hub before are over, and screens have time to come back. */
  begin(): void
  arrive(link: object, who: PageWho, ear: Ear): void
  whose(link: object, person: Actor | undefined): void
  report(link: object, state: ScreenState): void
  leave(link: object): void
  placeOf(link: object): string | undefined
  /** What a connection hears has grown: it may be told of what it missed. */
  hearsMore(link: object): void
  shown(link: object, sessionId: SessionId, alarmId: AlarmId): void
  summary(): SuiteSummary
  /** Something in the summary, or who has which room, may have changed. */
  onChanged(listener: (rooms: readonly RoomId[]) => void): void
  nurseOf(roomId: RoomId): RoomSummary['nurse']
  /** What is read before a room is handed over or accepted. */
  handover(roomId: RoomId): Promise<Result<HandoverNow>>
  roomsOf(personId: string): readonly RoomId[]
  onDuty(): SuiteState['duty']
  stepped(byMs: number): void
  idle(): Promise<void>
  stop(): void
}

export type SuiteDeps = {
  readonly stream: FoldedStream<SuiteState>
  readonly registry: SessionRegistry
  readonly directory: Directory
  readonly clock: HubClock
  readonly feed: HeadFeed
  readonly onBroken: (error: unknown) => void
}

const withPerson = (all: readonly Actor[], one: Actor): readonly Actor[] =>
  all.some(({ personId }) => personId === one.personId) ? all : [...all, one]

export async function createSuite(deps: SuiteDeps): Promise<Suite> {
  const { stream, registry, directory, clock, feed, onBroken } = deps
  const rate = rateNumber(clock.rate)
  const nowMs = (): EpochMs => clock.nowMs()
  const pages = createPages(rate, nowMs())
  const ears = new Map<object, Ear>()
  const listeners = new Set<(rooms: readonly RoomId[]) => void>()
  let physicians: readonly Actor[] = await directory.physicians()
  /** As the stream says, but for those who have left. */
  const state = (): SuiteState => ({ ...stream.state(), duty: dutyNow(stream.state(), physicians) })
  let timer: Timer | undefined
  let recording = 0
  let stopped = false

  const say = (rooms: readonly RoomId[] = []): void => {
    for (const listener of listeners) listener(rooms)
  }
  const coverage = createCoverage({
    actors: registry.openActors,
    pages,
    state: stream.state,
    nowMs,
    onBroken,
  })
  const roomOf = (actor: SessionActor): RoomId | undefined => roomNow(actor.committed().session)
  const deliveries = createDeliveries({
    listeners: (only) =>
      [...(only === undefined ? pages.all() : [only])].flatMap((page) => {
        const ear = page.link === undefined ? undefined : ears.get(page.link)
        if (ear === undefined) return []
        const hears = (actor: SessionActor): boolean => {
          const roomId = roomOf(actor)
          return roomId !== undefined && ear.hears(actor.sessionId, roomId)
        }
        return [{ page, hears }]
      }),
    state,
    onBroken,
  })

  const grants = createGrants({
    pages,
    state: stream.state,
    nowMs,
    registry,
    earOf: (link) => ears.get(link),
  })
  const grantAll = (): void => {
    if (recording === 0 && !stopped) grants.tell()
  }

  /** On disk before anybody is told; if the disk refuses, a place must not fall silent for that. */
  const record = (bodies: readonly RecordBody[]): void => {
    if (bodies.length === 0) return
    recording += 1
    stream
      .record(...bodies)
      .catch(onBroken)
      .finally(() => {
        recording -= 1
        grantAll()
      })
  }
  const settle = (): void => {
    if (stopped) return
    const { tones, rooms } = stream.state()
    const changed = pages.settle(nowMs(), tones, rooms)
    record(bodiesOf(changed))
    coverage.look()
    grantAll()
    say()
    arm()
  }
  /** Many pages come at once (a hub that restarts): what is so is worked out once for all of them. */
  let settling = false
  const settleSoon = (): void => {
    if (settling) return
    settling = true
    setImmediate(() => {
      settling = false
      guarded(settle)()
    })
  }
  /** Pages report every 2 s: the timer is not moved for each, it looks again when it fires. */
  const arm = (): void => {
    timer?.cancel()
    const next = stopped ? undefined : pages.nextMs(stream.state().tones)
    timer = next === undefined ? undefined : clock.at(Math.max(next, nowMs() + 1) as EpochMs, guarded(settle))
  }
  const guarded = (run: () => void) => (): void => {
    try {
      run()
    } catch (error) {
      onBroken(error)
    }
  }

  const whoLeft = createWhoLeft({ actors: registry.openActors, directory, state: stream.state, onBroken })
  const copies = createSessionCopies({
    actors: registry.openActors,
    actorOf: registry.openSession,
    directory,
    state: stream.state,
    record,
    onBroken,
  })
  const presence = createPresence({ directory, state: stream.state, clock, onChanged: say, onBroken })
  const handover = createHandover({ state: stream.state, directory, room: registry.room, nowMs })
  const refreshPhysicians = (): void => {
    directory
      .physicians()
      .then((now) => {
        physicians = now
        say(registry.rooms().map(({ roomId }) => roomId))
      })
      .catch(onBroken)
  }

  const suiteSaid = (record: LogRecord): void => {
    copies.suiteSaid(record)
    switch (record.kind) {
      case 'duty':
        // The desk has just asked for them; the list here may be older.
        if (record.person !== undefined) physicians = withPerson(physicians, record.person)
        deliveries.reach(registry.openActors())
        say(registry.rooms().map(({ roomId }) => roomId))
        return
      case 'roomNurse': {
        const roomId = record.roomId as string as RoomId
        whoLeft.roomChanged(roomId).catch(onBroken)
        presence.look()
        // The chair's sound may be another's from now on.
        settle()
        say([roomId])
        return
      }
      case 'handover':
      case 'evacuation':
        say()
        return
      case 'toneHeard':
        settle()
        say()
        return
    }
  }
  const sessionSaid = (sessionId: SessionId, record: LogRecord): void => {
    const actor = registry.openSession(sessionId)
    copies.sessionSaid(record)
    switch (record.kind) {
      case 'moved':
        if (actor !== undefined) coverage.lookAt(actor)
        grantAll()
        say([record.fromRoomId, record.toRoomId])
        return
      case 'session.opened':
      case 'quietChair':
        if (actor !== undefined) coverage.lookAt(actor)
        return
      case 'coverage':
        grantAll()
        say()
        return
      // HELP and symptoms may be heard by nobody, until somebody has them (`unheardRooms`).
      case 'alarm':
      case 'taken':
      case 'undone':
        say()
        return
      case 'escalation':
        say()
        if (actor !== undefined) deliveries.escalated(actor, record.alarmId, record.step)
        return
      case 'session.closed':
        coverage.forget(sessionId)
        deliveries.forget(sessionId)
        say()
        return
    }
  }
  const offFeed = feed.onPublished(({ stream: name, records }) => {
    const sessionId = sessionOfStream(name)
    if (sessionId !== undefined) for (const one of records) sessionSaid(sessionId, one)
    else if (name === SUITE_STREAM) for (const one of records) suiteSaid(one)
  })
  const offRevoked = directory.onRevoked((revoked) => {
    if (revoked.kind === 'signIn' || revoked.kind === 'signInRanOut' || revoked.kind === 'person') {
      whoLeft.signedOut(revoked.personId).catch(onBroken)
      presence.look()
    }
    if (revoked.kind === 'person') refreshPhysicians()
  })
  const offChanged = directory.onChanged(refreshPhysicians)

  return {
    acts: createSuiteDesk({ stream, directory, room: registry.room, clock, handover }),
    begin() {
      record(leasesOver(stream.state()))
      deliveries.catchUp(registry.openActors())
      copies.catchUp()
      presence.look()
      coverage.begin((afterMs, run) => clock.at((nowMs() + afterMs * rate) as EpochMs, guarded(run)))
    },
    arrive(link, who, ear) {
      ears.set(link, ear)
      pages.arrive(link, who, nowMs())
      deliveries.reach(registry.openActors(), pages.of(link))
      if (who.person !== undefined && !presence.isSignedIn(who.person.personId)) presence.look()
      settleSoon()
    },
    whose(link, person) {
      pages.whose(link, person)
      settleSoon()
    },
    report(link, state) {
      if (pages.report(link, state, nowMs())) settleSoon()
    },
    leave(link) {
      ears.delete(link)
      grants.forget(link)
      pages.leave(link, nowMs())
      arm()
    },
    placeOf: (link) => pages.of(link)?.place,
    hearsMore: (link) => deliveries.reach(registry.openActors(), pages.of(link)),
    shown(link, sessionId, alarmId) {
      const page = pages.of(link)
      const actor = registry.openSession(sessionId)
      if (page !== undefined && actor !== undefined) deliveries.shown(actor, alarmId, page)
    },
    summary: () => suiteSummary(state(), registry.room, pages, physicians, registry.openActors(), nowMs()),
    onChanged: (listener) => void listeners.add(listener),
    nurseOf(roomId) {
      const has = stream.state().rooms[roomId]
      if (has === undefined || presence.isSignedIn(has.personId)) return has
      return { ...has, signedOut: true }
    },
    handover: handover.look,
    roomsOf: (personId) =>
      Object.entries(stream.state().rooms).flatMap(([roomId, has]) =>
        has.personId === personId ? [roomId as RoomId] : [],
      ),
    onDuty: () => state().duty,
    stepped(byMs) {
      pages.shift(byMs)
      settle()
    },
    idle: stream.idle,
    stop() {
      stopped = true
      timer?.cancel()
      presence.stop()
      offFeed()
      offRevoked()
      offChanged()
    },
  }
}
