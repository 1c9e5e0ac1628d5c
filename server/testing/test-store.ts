// Owns the store that a test's hub asks: two rooms and one person of each role. Making passwords takes long on purpose, so
// it is made once for each test file and copied. Never used by the product.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HubClock } from '@chairside/shared/clock.ts'
import { openStore, type Store } from '../store/store.ts'
import { addPerson, addRoom, must } from '../store/store-fixture.ts'

let template: Promise<{ readonly dir: string; readonly file: string }> | undefined
let copies = 0

const open = async (file: string, clock: Pick<HubClock, 'nowMs'>): Promise<Store> =>
  must(
    await openStore({
      file,
      kind: 'clinic',
      nowMs: clock.nowMs,
      report: (error) => {
        throw error
      },
    }),
  )

async function makeTemplate(clock: Pick<HubClock, 'nowMs'>) {
  const dir = mkdtempSync(join(tmpdir(), 'chairside-hub-test-'))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, 'template.db')
  const store = await open(file, clock)
  await addRoom(store, 'Room 1')
  await addRoom(store, 'Room 2')
  await addPerson(store, 'Nora Nurse', 'nurse')
  await addPerson(store, 'Nils Nurse', 'nurse')
  await addPerson(store, 'Paul Physician', 'physician')
  await addPerson(store, 'Quinn Qa', 'qa')
  await addPerson(store, 'Ada Admin', 'admin')
  await store.close()
  return { dir, file }
}

export async function testStore(clock: HubClock): Promise<Store> {
  template ??= makeTemplate(clock)
  const { dir, file } = await template
  copies += 1
  const copy = join(dir, `store-${copies}.db`)
  copyFileSync(file, copy)
  return open(copy, clock)
}

/** The Cookie header of a person who has just signed in, without the password's ceremony. */
export async function cookieOfPerson(store: Store, name: string): Promise<string> {
  const { personId, role } = must(await store.people.find(name))
  const { secret } = await store.signIns.begin({ personId, name, role })
  return `chairside_signin=${secret}`
}
