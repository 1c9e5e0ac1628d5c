// Owns the rooms of the suite. Never deletes one: sessions name it.
import type { RoomId } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Changes } from './changes.ts'
import { ofFlag, toFlag } from './columns.ts'
import type { Room } from './directory.ts'
import { checkId, checkName, idFromName } from './names.ts'
import { type Db, nameKey, type Tables } from './schema.ts'

export type RoomEntry = Room & { readonly disabled: boolean }

export type Rooms = {
  /** Every room, disabled ones too, in the order they are shown. */
  list(): Promise<readonly RoomEntry[]>
  find(idOrName: string): Promise<Result<RoomEntry>>
  add(room: { name: string; roomId?: string | undefined }): Promise<Result<RoomEntry>>
  rename(roomId: RoomId, name: string): Promise<Result<true>>
  /** Refused while a session is open there; takes the room's devices off the wire. */
  setDisabled(roomId: RoomId, disabled: boolean): Promise<Result<true>>
}

const roomOf = (row: Tables['room']): RoomEntry => ({
  roomId: row.roomId,
  name: row.name,
  position: row.position,
  disabled: ofFlag(row.disabled),
})

export function createRooms(db: Db, changes: Changes): Rooms {
  const all = () => db.selectFrom('room').selectAll().orderBy('position').orderBy('roomId').execute()

  async function free(name: string, except?: RoomId): Promise<Result<string>> {
    const checked = checkName(name, 'room')
    if (!checked.ok) return checked
    const key = nameKey(checked.value)
    const holder = (await all()).find((row) => row.nameKey === key && row.roomId !== except)
    return holder === undefined
      ? checked
      : refuse('malformed', `There already is a room named "${holder.name}".`, 'name')
  }

  return {
    async list() {
      return (await all()).map(roomOf)
    },

    async find(idOrName) {
      const rows = await all()
      const key = nameKey(idOrName)
      const row = rows.find((one) => one.roomId === idOrName) ?? rows.find((one) => one.nameKey === key)
      return row === undefined
        ? refuse('not-found', `There is no room "${idOrName}".`, 'room')
        : ok(roomOf(row))
    },

    async add({ name, roomId }) {
      const checked = await free(name)
      if (!checked.ok) return checked
      const rows = await all()
      const taken = new Set<string>(rows.map((row) => row.roomId))
      const id = checkId(roomId ?? idFromName(checked.value, 'room', taken), 'room', 'roomId')
      if (!id.ok) return id
      if (taken.has(id.value))
        return refuse('malformed', `There already is a room with the id ${id.value}.`, 'roomId')
      const row: Tables['room'] = {
        roomId: id.value as RoomId,
        name: checked.value,
        nameKey: nameKey(checked.value),
        position: 1 + Math.max(0, ...rows.map((one) => one.position)),
        disabled: 0,
      }
      await db.insertInto('room').values(row).execute()
      changes.changed()
      return ok(roomOf(row))
    },

    async rename(roomId, name) {
      const checked = await free(name, roomId)
      if (!checked.ok) return checked
      await db
        .updateTable('room')
        .set({ name: checked.value, nameKey: nameKey(checked.value) })
        .where('roomId', '=', roomId)
        .execute()
      changes.changed()
      return ok(true)
    },

    async setDisabled(roomId, disabled) {
      const open = await db
        .selectFrom('session')
        .select('patientCode')
        .where('roomId', '=', roomId)
        .where('closedAtMs', 'is', null)
        .executeTakeFirst()
      if (disabled && open !== undefined)
        return refuse('session-already-open', 'A session is open in this room. Close it first.', 'room')
      await db
        .updateTable('room')
        .set({ disabled: toFlag(disabled) })
        .where('roomId', '=', roomId)
        .execute()
      const devices = await db.selectFrom('device').select('deviceId').where('roomId', '=', roomId).execute()
      if (disabled) for (const { deviceId } of devices) changes.revoked({ kind: 'device', deviceId })
      changes.changed()
      return ok(true)
    },
  }
}
