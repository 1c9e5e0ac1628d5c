// Owns a clinic's store made before any hub has run: a nurse, rooms, and in each room a player with its token.
import { join } from 'node:path'
import { epochMs } from '@chairside/shared/ids.ts'
import { openStore } from '../../server/store/store.ts'
import { addPerson, addRoom, must } from '../../server/store/store-fixture.ts'
import { NURSE } from './test-hub.ts'

/** People, rooms and devices, made before any hub runs. */
export async function seedClinic(dataDir: string, rooms: readonly string[]) {
  const store = must(
    await openStore({
      file: join(dataDir, 'store.db'),
      kind: 'clinic',
      nowMs: () => epochMs(Date.now()),
      report: (error) => {
        throw error
      },
    }),
  )
  try {
    await addPerson(store, NURSE, 'nurse')
    const made = []
    for (const name of rooms) {
      const roomId = await addRoom(store, name)
      const { deviceId } = must(await store.devices.add({ name: `Player ${name}`, kind: 'recorded', roomId }))
      const { token } = must(await store.devices.issueToken([deviceId], 'test'))
      made.push({ roomId, deviceId, token })
    }
    return made
  } finally {
    await store.close()
  }
}
