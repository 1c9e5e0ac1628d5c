// Owns what the suite has come to: who is on duty, who has which room, which page sounds where, and where a tone was heard.
// The fold of the suite's stream; JSON-plain, because it is a checkpoint. Never owns a patient's fact.
import type { CommandId, EpochMs, RecordSeq, RoomId, ScreenId } from '@chairside/shared/ids.ts'
import type { DecodedRecord } from '@chairside/shared/record/line.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { afterEvacuation, type EvacuationNow } from './evacuation.ts'

/** Of the state below: a checkpoint of another version is not read, the records are. */
const VERSION = 4

export type OnDuty = { readonly actor: Actor; readonly phone?: string; readonly sinceMs: EpochMs }
export type HasRoom = { readonly personId: string; readonly name: string; readonly sinceMs: EpochMs }
export type Tone = {
  readonly atMs: EpochMs
  readonly untilMs: EpochMs
  readonly by?: string
  /** Where and by whom: a page says its own id, and another screen could say the same. */
  readonly screenId?: ScreenId
  readonly personId?: string
  /** Since when its page has not sounded for a place. */
  readonly silentSinceMs?: EpochMs
}
export type SuiteState = {
  readonly v: number
  readonly duty: Readonly<Partial<Record<'physician' | 'backup', OnDuty>>>
  readonly rooms: Readonly<Record<RoomId, HasRoom>>
  /** By room: to whom it is offered, who has not accepted yet. */
  readonly offers: Readonly<
    Record<RoomId, { readonly from: Actor; readonly to: Actor; readonly atMs: EpochMs }>
  >
  /** The newest one, over or not. */
  readonly evacuation?: EvacuationNow
  /** By place: the page that sounds there. */
  readonly leases: Readonly<Record<string, { readonly pageId: string; readonly screenId: string }>>
  /** By page. */
  readonly tones: Readonly<Record<string, Tone>>
  /** The newest commands that caused a record, oldest first. */
  readonly commands: readonly { readonly id: CommandId; readonly seq: RecordSeq }[]
}

const COMMANDS_KEPT = 200
/** More pages than this have not been heard in 8 h. */
const TONES_KEPT = 200

export const EMPTY_SUITE: SuiteState = {
  v: VERSION,
  duty: {},
  rooms: {},
  offers: {},
  leases: {},
  tones: {},
  commands: [],
}

function without<T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in all)) return all
  const { [key]: _gone, ...others } = all
  return others
}

function toneOf(state: SuiteState, pageId: string, change: (tone: Tone) => Tone): SuiteState['tones'] {
  const tone = state.tones[pageId]
  return tone === undefined ? state.tones : { ...state.tones, [pageId]: change(tone) }
}

function change(state: SuiteState, record: DecodedRecord): Partial<SuiteState> {
  switch (record.kind) {
    case 'duty': {
      const { role, person, phone, hubAtMs: sinceMs } = record
      if (person === undefined) return { duty: without(state.duty, role) }
      const one = { actor: person, sinceMs, ...(phone === undefined ? {} : { phone }) }
      return { duty: { ...state.duty, [role]: one } }
    }
    case 'roomNurse': {
      const roomId = record.roomId as string as RoomId
      const offers = without(state.offers, roomId)
      if (record.event === 'givenBack') return { rooms: without(state.rooms, roomId), offers }
      const { personId, name } = record.person ?? record.by
      return { rooms: { ...state.rooms, [roomId]: { personId, name, sinceMs: record.hubAtMs } }, offers }
    }
    case 'handover': {
      const roomId = record.roomId as string as RoomId
      if (record.event !== 'offered') return { offers: without(state.offers, roomId) }
      const { from, to, hubAtMs: atMs } = record
      return { offers: { ...state.offers, [roomId]: { from, to, atMs } } }
    }
    case 'evacuation': {
      const evacuation = afterEvacuation(state.evacuation, record)
      return evacuation === undefined ? {} : { evacuation }
    }
    case 'lease': {
      const { place, pageId, screenId, hubAtMs } = record
      if (record.event === 'released')
        return {
          leases: state.leases[place]?.pageId === pageId ? without(state.leases, place) : state.leases,
          tones: toneOf(state, pageId, (tone) => ({ ...tone, silentSinceMs: hubAtMs })),
        }
      return {
        leases: { ...state.leases, [place]: { pageId, screenId } },
        tones: toneOf(state, pageId, ({ silentSinceMs: _was, ...tone }) => tone),
      }
    }
    case 'toneHeard': {
      const others = without(state.tones, record.pageId)
      if (!record.heard) return { tones: others }
      const kept = Object.entries(others).slice(1 - TONES_KEPT)
      const { hubAtMs: atMs, untilMs, by, screenId } = record
      const tone: Tone = {
        atMs,
        untilMs,
        ...(by === undefined ? {} : { by: by.name, personId: by.personId }),
        ...(screenId === undefined ? {} : { screenId }),
      }
      return { tones: { ...Object.fromEntries(kept), [record.pageId]: tone } }
    }
    default:
      return {}
  }
}

export function foldSuite(state: SuiteState, record: DecodedRecord): SuiteState {
  const after = { ...state, ...change(state, record) }
  if (record.kind === 'unknown' || !('commandId' in record) || record.commandId === undefined) return after
  const command = { id: record.commandId, seq: record.seq }
  return { ...after, commands: [...after.commands.slice(1 - COMMANDS_KEPT), command] }
}
