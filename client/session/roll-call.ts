// Owns the roll-call of an evacuation on this screen: which rooms there are, what the hub has said of it, and what was said here and
// has not reached the hub. It is kept across a reload and sent when the hub is back, with the times at which it was said.
// Never shows a word as sent that the hub has not recorded, and never sends one in another person's name.
import type { EpochMs, RoomId } from '@chairside/shared/ids.ts'
import { errorClass } from '@chairside/shared/protocol/codes.ts'
import {
  type CommandBody,
  type Evacuation,
  type RoomSummary,
  zCommandBody,
} from '@chairside/shared/protocol/screens.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Commands } from './hub/commands.ts'
import type { HubLink } from './hub/hub-link.ts'
import type { Keeper } from './kept.ts'

const WORDS = 'chairside.rollcall.word.'
const ROOMS = 'chairside.rollcall.rooms'
const NEWEST = 'chairside.rollcall.evacuation'
/** Rooms are written down this often at most, hub milliseconds: their numbers change each second and stand for nothing here. */
const ROOMS_EVERY_MS = 10_000
const AGAIN_MS = 3_000

type CallBody = Extract<CommandBody, { type: `evacuation.${string}` }>
/** Something that was said here and is not recorded yet. */
export type Word = {
  readonly id: string
  readonly body: CallBody
  readonly by: Pick<Actor, 'personId' | 'name'>
  /** When it was said, hub time as this screen knew it. */
  readonly atMs: EpochMs
  /** The hub has refused it for good: why. */
  readonly refused?: string
}
/** A room as it was last heard of. */
export type KnownRoom = {
  readonly roomId: RoomId
  readonly roomName: string
  readonly hasSession: boolean
  readonly patientCode: string
  readonly nurse?: string
  readonly asOfMs: EpochMs
}
export type RollCallState = {
  readonly evacuation?: Evacuation
  /** Oldest first. */
  readonly words: readonly Word[]
  readonly rooms: readonly KnownRoom[]
}
export type RollCall = {
  readonly store: StoreApi<RollCallState>
  /** Said now; kept until it is recorded. */
  say(body: CallBody, by: Word['by'], atMs: EpochMs): void
  /** What a list of rooms says of them: known when the hub is away. */
  learn(rooms: readonly RoomSummary[]): void
  /** A word that was refused is put away by a person. */
  putAway(id: string): void
  stop(): void
}

type Fields = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A browser keeps what another version wrote, or half of it: what is no word is none, and the page must open. */
function wordOf(value: unknown): Word | undefined {
  if (!isObject(value) || !isObject(value['by'])) return undefined
  const body = zCommandBody.safeParse(value['body'])
  const { id, by, atMs, refused } = value
  const { personId, name } = by as Fields
  if (!body.success || !body.data.type.startsWith('evacuation.')) return undefined
  if (typeof id !== 'string' || typeof atMs !== 'number') return undefined
  if (typeof personId !== 'string' || typeof name !== 'string') return undefined
  return {
    id,
    body: body.data as CallBody,
    by: { personId: personId as Actor['personId'], name },
    atMs: atMs as EpochMs,
    ...(typeof refused === 'string' ? { refused } : {}),
  }
}
const isRoom = (value: unknown): value is KnownRoom =>
  isObject(value) &&
  typeof value['roomId'] === 'string' &&
  typeof value['roomName'] === 'string' &&
  typeof value['hasSession'] === 'boolean' &&
  typeof value['patientCode'] === 'string' &&
  typeof value['asOfMs'] === 'number'
const isEvacuation = (value: unknown): value is Evacuation =>
  isObject(value) && typeof value['calledAtMs'] === 'number' && isObject(value['rooms'])

/** When it was called anew here, after the one before was over, and the hub does not know that yet; what was said before is of that one. */
function calledAnewAt({
  evacuation,
  words,
}: Pick<RollCallState, 'evacuation' | 'words'>): number | undefined {
  const newest = (type: Word['body']['type']) =>
    words.findLast(({ refused, body }) => refused === undefined && body.type === type)?.atMs
  const calledAtMs = newest('evacuation.call')
  const overAtMs = newest('evacuation.over') ?? evacuation?.overAtMs
  return calledAtMs === undefined || overAtMs === undefined || calledAtMs < overAtMs ? undefined : calledAtMs
}

/** What stands of it: the hub's word, and over it what was said here and is not recorded. */
export function standing(
  state: Pick<RollCallState, 'evacuation' | 'words'>,
  roomId: RoomId,
):
  | { readonly accounted: boolean; readonly by: string; readonly atMs: EpochMs; readonly sent: boolean }
  | undefined {
  const { evacuation, words } = state
  const anewAtMs = calledAnewAt(state)
  const mine = words.findLast(
    (word) =>
      word.refused === undefined &&
      word.body.type === 'evacuation.account' &&
      word.body.roomId === roomId &&
      word.atMs >= (anewAtMs ?? Number.NEGATIVE_INFINITY),
  )
  const told = anewAtMs === undefined ? evacuation?.rooms[roomId] : undefined
  if (mine?.body.type === 'evacuation.account' && (told === undefined || mine.atMs >= told.atMs))
    return { accounted: mine.body.accounted, by: mine.by.name, atMs: mine.atMs, sent: false }
  return told === undefined ? undefined : { ...told, sent: true }
}

/** Since when the house is being left, as this screen knows it; undefined: it is not. */
export function calledNow({ evacuation, words }: Pick<RollCallState, 'evacuation' | 'words'>):
  | {
      readonly atMs: EpochMs
      readonly by: string
      readonly sent: boolean
      readonly note?: string
      /** Who else called it. */
      readonly also?: Evacuation['also']
    }
  | undefined {
  const standingWords = words.filter(({ refused }) => refused === undefined)
  const newest = standingWords.findLast(({ body }) => body.type !== 'evacuation.account')
  if (newest?.body.type === 'evacuation.over') return undefined
  if (evacuation !== undefined && evacuation.overAtMs === undefined)
    return {
      atMs: evacuation.calledAtMs,
      by: evacuation.by,
      sent: true,
      ...(evacuation.note === undefined ? {} : { note: evacuation.note }),
      ...(evacuation.also === undefined ? {} : { also: evacuation.also }),
    }
  return newest === undefined ? undefined : { atMs: newest.atMs, by: newest.by.name, sent: false }
}

export function createRollCall(deps: {
  readonly link: HubLink
  readonly commands: Pick<Commands, 'send' | 'dismiss'>
  readonly keeper: Keeper
  readonly after: (ms: number, run: () => void) => () => void
  readonly newId: () => string
}): RollCall {
  const { link, commands, keeper } = deps
  const kept = (name: string): unknown => keeper.all(name).find(([found]) => found === name)?.[1]
  const words = keeper.all(WORDS).flatMap(([name, value]) => {
    const word = wordOf(value)
    if (word === undefined) keeper.drop(name)
    return word === undefined ? [] : [word]
  })
  const rooms = kept(ROOMS)
  const evacuation = kept(NEWEST)
  const store = createStore<RollCallState>(() => ({
    words: words.sort((a, b) => a.atMs - b.atMs),
    rooms: Array.isArray(rooms) ? rooms.filter(isRoom) : [],
    ...(isEvacuation(evacuation) ? { evacuation } : {}),
  }))
  let sending = false
  let stopped = false
  let again: (() => void) | undefined
  let roomsWrittenMs = 0

  const put = (word: Word): void => {
    keeper.keep(`${WORDS}${word.id}`, word)
    store.setState(({ words }) => ({
      words: [...words.filter(({ id }) => id !== word.id), word].sort((a, b) => a.atMs - b.atMs),
    }))
  }
  const drop = (id: string): void => {
    keeper.drop(`${WORDS}${id}`)
    store.setState(({ words }) => ({ words: words.filter((word) => word.id !== id) }))
  }

  /** One after the other, in the order in which they were said; only those of whoever is signed in here now. */
  async function send(): Promise<void> {
    if (sending || stopped) return
    sending = true
    try {
      for (;;) {
        const me = link.store.getState().self?.actor?.personId
        const next = store
          .getState()
          .words.find(({ by, refused }) => refused === undefined && by.personId === me)
        if (next === undefined || stopped || !link.isReady()) return
        // This machine's clock carried hub time on and may run ahead of it: nothing was said later than now.
        const atMs = Math.floor(Math.min(next.atMs, link.time.nowMs() ?? next.atMs)) as EpochMs
        const sent = await commands.send({ ...next.body, atMs }, 0)
        // It is said on the page; a notice would say it twice.
        commands.dismiss(sent.commandId)
        const { state } = sent
        if (state.is === 'recorded') drop(next.id)
        else if (state.is === 'refused' && errorClass(state.error.code) === 'permanent') {
          // Somebody else has called it, or has ended it: that is what was wanted.
          const isSoAlready = state.error.code === 'state-moved' && next.body.type !== 'evacuation.account'
          if (isSoAlready) drop(next.id)
          else put({ ...next, refused: state.error.message })
        } else {
          again?.()
          again = deps.after(AGAIN_MS, () => void send())
          return
        }
      }
    } finally {
      sending = false
    }
  }

  const learn: RollCall['learn'] = (summaries) => {
    const asOfMs = link.time.nowMs()
    if (asOfMs === undefined || summaries.length === 0) return
    const known = new Map(store.getState().rooms.map((room) => [room.roomId, room]))
    let isNew = false
    for (const { roomId, roomName, session, nurse } of summaries) {
      const before = known.get(roomId)
      const room: KnownRoom = {
        roomId,
        roomName,
        hasSession: session !== undefined,
        // A room that this screen may not see comes without its patient: what was known of it stays.
        patientCode:
          session === undefined ? '' : session.patientCode || (before?.hasSession ? before.patientCode : ''),
        ...(nurse === undefined ? {} : { nurse: nurse.name }),
        asOfMs: asOfMs as EpochMs,
      }
      isNew ||=
        before?.hasSession !== room.hasSession ||
        before.patientCode !== room.patientCode ||
        before.nurse !== room.nurse ||
        before.roomName !== roomName
      known.set(roomId, room)
    }
    if (!isNew && asOfMs - roomsWrittenMs < ROOMS_EVERY_MS) return
    roomsWrittenMs = asOfMs
    const rooms = [...known.values()].sort((a, b) =>
      a.roomName.localeCompare(b.roomName, 'en', { numeric: true }),
    )
    keeper.keep(ROOMS, rooms)
    store.setState({ rooms })
  }

  const undo = [
    link.wire.hear('suite:state', ({ evacuation }) => {
      if (JSON.stringify(evacuation) === JSON.stringify(store.getState().evacuation)) return
      if (evacuation === undefined) keeper.drop(NEWEST)
      else keeper.keep(NEWEST, evacuation)
      const { words, rooms } = store.getState()
      store.setState({ words, rooms, ...(evacuation === undefined ? {} : { evacuation }) }, true)
    }),
    link.onReady(() => void send()),
  ]
  return {
    store,
    say(body, by, atMs) {
      const whole = Math.floor(atMs) as EpochMs
      put({ id: deps.newId(), body, by: { personId: by.personId, name: by.name }, atMs: whole })
      void send()
    },
    learn,
    putAway: drop,
    stop() {
      stopped = true
      again?.()
      for (const off of undo) off()
    },
  }
}
