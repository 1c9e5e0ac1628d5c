// Owns the devices that may send, what each is for ever (its kind), and the tokens they send with.
// Never shows a token twice: only its hash is kept.
import type { DeviceId, EpochMs, RoomId } from '@chairside/shared/ids.ts'
import type { Provenance } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Changes } from './changes.ts'
import { ofFlag, toFlag } from './columns.ts'
import type { RegisteredDevice } from './directory.ts'
import { checkId, checkName, idFromName } from './names.ts'
import { type Db, nameKey, type Tables } from './schema.ts'
import { hashOfSecret, isDeviceToken, newDeviceToken, newId } from './secrets.ts'

export type DeviceEntry = RegisteredDevice & { readonly disabled: boolean; readonly createdAtMs: EpochMs }
export type TokenEntry = {
  readonly tokenId: string
  readonly label: string
  readonly deviceIds: readonly DeviceId[]
  readonly createdAtMs: EpochMs
  readonly revokedAtMs?: EpochMs
}
export type TokenHolder = { readonly tokenId: string; readonly devices: readonly RegisteredDevice[] }

export type Devices = {
  list(): Promise<readonly DeviceEntry[]>
  find(idOrName: string): Promise<Result<DeviceEntry>>
  /** The kind cannot be changed later: sessions carry it for ever. */
  add(device: {
    name: string
    kind: Provenance
    roomId: RoomId
    deviceId?: string | undefined
  }): Promise<Result<DeviceEntry>>
  rename(deviceId: DeviceId, name: string): Promise<Result<true>>
  /** Its connection is closed; it says hello again from its new room. */
  move(deviceId: DeviceId, roomId: RoomId): Promise<Result<true>>
  /** As `move`, of several at once: all of them, or none. */
  place(places: readonly { readonly deviceId: DeviceId; readonly roomId: RoomId }[]): Promise<void>
  setDisabled(deviceId: DeviceId, disabled: boolean): Promise<Result<true>>
  /** One token for these devices. The token itself is returned here and never again. */
  issueToken(
    deviceIds: readonly DeviceId[],
    label: string,
  ): Promise<Result<{ readonly tokenId: string; readonly token: string }>>
  tokens(): Promise<readonly TokenEntry[]>
  revokeToken(tokenId: string): Promise<Result<true>>
  /** The devices a token speaks for, or `token-unknown` / `token-revoked`. */
  ofToken(token: string): Promise<Result<TokenHolder>>
}

const deviceOf = (row: Tables['device']): DeviceEntry => ({
  deviceId: row.deviceId,
  name: row.name,
  kind: row.kind,
  roomId: row.roomId,
  disabled: ofFlag(row.disabled),
  createdAtMs: row.createdAtMs,
  placedAtMs: row.placedAtMs,
})

export function createDevices(db: Db, changes: Changes, nowMs: () => EpochMs): Devices {
  const all = () => db.selectFrom('device').selectAll().orderBy('deviceId').execute()
  const set = (deviceId: DeviceId, values: Partial<Tables['device']>) =>
    db.updateTable('device').set(values).where('deviceId', '=', deviceId).execute()

  async function free(name: string, except?: DeviceId): Promise<Result<string>> {
    const checked = checkName(name, 'device')
    if (!checked.ok) return checked
    const key = nameKey(checked.value)
    const holder = (await all()).find((row) => nameKey(row.name) === key && row.deviceId !== except)
    return holder === undefined
      ? checked
      : refuse('malformed', `There already is a device named "${holder.name}".`, 'name')
  }

  return {
    async list() {
      return (await all()).map(deviceOf)
    },

    async find(idOrName) {
      const rows = await all()
      const key = nameKey(idOrName)
      const row =
        rows.find((one) => one.deviceId === idOrName) ?? rows.find((one) => nameKey(one.name) === key)
      return row === undefined
        ? refuse('not-found', `There is no device "${idOrName}".`, 'device')
        : ok(deviceOf(row))
    },

    async add({ name, kind, roomId, deviceId }) {
      const checked = await free(name)
      if (!checked.ok) return checked
      const taken = new Set<string>((await all()).map((row) => row.deviceId))
      const id = checkId(deviceId ?? idFromName(checked.value, 'device', taken), 'device', 'deviceId')
      if (!id.ok) return id
      if (taken.has(id.value))
        return refuse('malformed', `There already is a device with the id ${id.value}.`, 'deviceId')
      const row: Tables['device'] = {
        deviceId: id.value as DeviceId,
        name: checked.value,
        kind,
        roomId,
        disabled: 0,
        createdAtMs: nowMs(),
        placedAtMs: 0 as EpochMs,
      }
      await db.insertInto('device').values(row).execute()
      changes.changed()
      return ok(deviceOf(row))
    },

    async rename(deviceId, name) {
      const checked = await free(name, deviceId)
      if (!checked.ok) return checked
      await set(deviceId, { name: checked.value })
      changes.changed()
      return ok(true)
    },

    async move(deviceId, roomId) {
      await set(deviceId, { roomId, placedAtMs: nowMs() })
      changes.revoked({ kind: 'device', deviceId })
      changes.changed()
      return ok(true)
    },

    async place(places) {
      const placedAtMs = nowMs()
      await db.transaction().execute(async (transaction) => {
        for (const { deviceId, roomId } of places)
          await transaction
            .updateTable('device')
            .set({ roomId, placedAtMs })
            .where('deviceId', '=', deviceId)
            .execute()
      })
      for (const { deviceId } of places) changes.revoked({ kind: 'device', deviceId })
      changes.changed()
    },

    async setDisabled(deviceId, disabled) {
      await set(deviceId, { disabled: toFlag(disabled) })
      if (disabled) changes.revoked({ kind: 'device', deviceId })
      changes.changed()
      return ok(true)
    },

    async issueToken(deviceIds, label) {
      const wanted = [...new Set(deviceIds)]
      if (wanted.length === 0) return refuse('malformed', 'A token needs at least one device.', 'devices')
      if (label.length > 80) return refuse('malformed', 'The label is longer than 80 characters.', 'label')
      const token = newDeviceToken()
      const tokenId = newId('token')
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('deviceToken')
          .values({ tokenId, tokenHash: hashOfSecret(token), label, createdAtMs: nowMs(), revokedAtMs: null })
          .execute()
        await transaction
          .insertInto('tokenDevice')
          .values(wanted.map((deviceId) => ({ tokenId, deviceId })))
          .execute()
      })
      return ok({ tokenId, token })
    },

    async tokens() {
      const tokens = await db.selectFrom('deviceToken').selectAll().orderBy('createdAtMs').execute()
      const pairs = await db.selectFrom('tokenDevice').selectAll().orderBy('deviceId').execute()
      return tokens.map(({ tokenId, label, createdAtMs, revokedAtMs }) => ({
        tokenId,
        label,
        deviceIds: pairs.filter((pair) => pair.tokenId === tokenId).map((pair) => pair.deviceId),
        createdAtMs,
        ...(revokedAtMs === null ? {} : { revokedAtMs }),
      }))
    },

    async revokeToken(tokenId) {
      const row = await db
        .selectFrom('deviceToken')
        .select('revokedAtMs')
        .where('tokenId', '=', tokenId)
        .executeTakeFirst()
      if (row === undefined) return refuse('not-found', `There is no token "${tokenId}".`, 'token')
      if (row.revokedAtMs === null)
        await db
          .updateTable('deviceToken')
          .set({ revokedAtMs: nowMs() })
          .where('tokenId', '=', tokenId)
          .execute()
      changes.revoked({ kind: 'token', tokenId })
      return ok(true)
    },

    async ofToken(token) {
      const row = isDeviceToken(token)
        ? await db
            .selectFrom('deviceToken')
            .select(['tokenId', 'revokedAtMs'])
            .where('tokenHash', '=', hashOfSecret(token))
            .executeTakeFirst()
        : undefined
      if (row === undefined)
        return refuse(
          'token-unknown',
          'The hub does not know this token. Make one with "npm run admin -- device token DEVICE".',
          'token',
        )
      if (row.revokedAtMs !== null)
        return refuse('token-revoked', 'This token has been revoked. Ask for a new one.', 'token')
      const devices = await db
        .selectFrom('tokenDevice')
        .innerJoin('device', 'device.deviceId', 'tokenDevice.deviceId')
        .innerJoin('room', 'room.roomId', 'device.roomId')
        .select(['device.deviceId', 'device.name', 'device.kind', 'device.roomId', 'device.placedAtMs'])
        .where('tokenDevice.tokenId', '=', row.tokenId)
        .where('device.disabled', '=', 0)
        .where('room.disabled', '=', 0)
        .orderBy('device.deviceId')
        .execute()
      if (devices.length === 0)
        return refuse(
          'token-revoked',
          'Every device of this token has been disabled. Enable one, or use another token.',
          'token',
        )
      return ok({ tokenId: row.tokenId, devices })
    },
  }
}
