// Proves the administrator's command line: run as a program, with and without a hub, and its local socket.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { epochMs } from '@chairside/shared/ids.ts'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import type { Revoked } from '../store/directory.ts'
import { openStore, type Store } from '../store/store.ts'
import { FIXTURE_PASSWORD, must, signInCookie } from '../store/store-fixture.ts'
import type { Act, ActDone } from './act.ts'
import { createActs } from './acts.ts'
import { adminSocketPath, askHub, startAdminSocket } from './socket.ts'

const PROGRAM = fileURLToPath(new URL('../admin.ts', import.meta.url))
const folder = () => mkdtempSync(join(tmpdir(), 'chairside-adm-'))
const logger = pino({ level: 'silent' })

const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

type Ran = { readonly code: number | null; readonly out: string; readonly err: string }
/** The command line as a program of its own, without a terminal. */
function admin(dataDir: string, args: readonly string[], password?: string): Promise<Ran> {
  return new Promise((answer, failed) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      env: { ...process.env, DATA_DIR: dataDir, CHAIRSIDE_PASSWORD: password },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      err += String(chunk)
    })
    child.on('error', failed)
    child.on('close', (code) => answer({ code, out, err }))
  })
}

/** A hub's store and local door on a folder, without the rest of the hub. */
async function runningHub(dataDir: string): Promise<{ store: Store; revoked: Revoked[] }> {
  const file = join(dataDir, 'store.db')
  const opened = await openStore({
    file,
    kind: 'clinic',
    nowMs: () => epochMs(1_764_000_000_000),
    report: () => undefined,
  })
  const store = must(opened)
  const revoked: Revoked[] = []
  store.directory.onRevoked((what) => revoked.push(what))
  const door = await startAdminSocket({ dataDir, acts: createActs(store), logger })
  cleanups.push(
    () => store.close(),
    () => door.close(),
  )
  return { store, revoked }
}

describe('without a hub', () => {
  it('[PE60] the first admin, a room, a device and its token are made from nothing', async () => {
    const dataDir = folder()
    const added = await admin(dataDir, ['person', 'add', 'A. Admin', '--role', 'admin'], FIXTURE_PASSWORD)
    expect(added).toMatchObject({ code: 0, err: '' })
    expect((await admin(dataDir, ['room', 'add', 'Room 1'])).code).toBe(0)
    const device = ['device', 'add', '--name', 'Monitor A', '--room', 'Room 1', '--kind', 'monitor']
    expect((await admin(dataDir, device)).code).toBe(0)
    const token = await admin(dataDir, ['device', 'token', 'monitor-a', '--label', 'rack'])
    expect(token.out, 'alone on stdout, to be taken by a script').toMatch(/^csd_[A-Za-z0-9_-]{43}\n$/)
    const file = join(dataDir, 'store.db')
    const store = must(
      await openStore({ file, kind: 'clinic', nowMs: () => epochMs(1), report: () => undefined }),
    )
    cleanups.push(() => store.close())
    expect(await store.people.authenticate('A. Admin', FIXTURE_PASSWORD)).toMatchObject({ role: 'admin' })
    expect(must(await store.directory.deviceToken(token.out.trim())).devices).toMatchObject([
      { deviceId: 'monitor-a', kind: 'monitor', roomId: 'room-1' },
    ])
    const acts = (await store.adminLog.list(10)).map((entry) => entry.act)
    expect(acts).toEqual(['device.token', 'device.add', 'room.add', 'person.add'])
    expect(JSON.stringify(await store.adminLog.list(10))).not.toMatch(/csd_|correct horse/)
  })

  it('[PE60] --json prints one object, with the generated password in it', async () => {
    const dataDir = folder()
    const added = await admin(dataDir, [
      'person',
      'add',
      'N. Urse',
      '--role',
      'nurse',
      '--generate',
      '--json',
    ])
    const said = JSON.parse(added.out) as { ok: boolean; password: string; rows: { name: string }[] }
    expect(said).toMatchObject({ ok: true, rows: [{ name: 'N. Urse', role: 'nurse' }] })
    expect(said.password).toMatch(/^([A-Za-z0-9]{5}-){3}[A-Za-z0-9]{5}$/)
    const refused = await admin(dataDir, ['person', 'disable', 'Nobody', '--json'])
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.out)).toMatchObject({
      ok: false,
      error: { code: 'not-found', field: 'person' },
    })
  })

  it('[PE61] a folder without a store is said, not silently made', async () => {
    const dataDir = join(folder(), 'typo')
    const listed = await admin(dataDir, ['person', 'list'])
    expect(listed.code).toBe(1)
    expect(listed.err).toContain('There is nothing in')
    expect(existsSync(dataDir)).toBe(false)
  })

  it('[PE61] beside a demo the refusal says where its clinic is, and a clinic that is begun there says that it is another', async () => {
    const dataDir = folder()
    const demo = join(dataDir, 'demo')
    expect((await admin(dataDir, ['person', 'list'])).err).not.toContain('demo')
    mkdirSync(demo)
    const store = must(
      await openStore({
        file: join(demo, 'store.db'),
        kind: 'demo',
        nowMs: () => epochMs(1),
        report: () => undefined,
      }),
    )
    await store.close()
    const where = `The demo's clinic is in ${demo}: set DATA_DIR=${demo}.`
    expect((await admin(dataDir, ['person', 'list'])).err).toContain(where)
    expect((await admin(demo, ['person', 'list'])).code).toBe(0)
    const room = ['room', 'add', 'Room 1']
    const begun = await admin(dataDir, room)
    expect(begun.code).toBe(0)
    expect(begun.err).toContain(`A new clinic was begun in ${dataDir}. ${where}`)
    expect((await admin(dataDir, ['room', 'add', 'Room 2'])).err).toBe('')
  })

  it('[PE61] a password is asked for at a terminal only, and a weak one is refused with a sentence', async () => {
    const dataDir = folder()
    const add = ['person', 'add', 'N. Urse', '--role', 'nurse']
    const none = await admin(dataDir, add)
    expect(none).toMatchObject({ code: 2, out: '' })
    expect(none.err).toContain('CHAIRSIDE_PASSWORD')
    const weak = await admin(dataDir, add, 'short')
    expect(weak.code).toBe(1)
    expect(weak.err).toContain('at least 10')
  })
})

describe('with a hub running', () => {
  it('[PE62] the hub does it: what is revoked is heard by its doors before the command line is done', async () => {
    const dataDir = folder()
    const { store, revoked } = await runningHub(dataDir)
    expect(
      (await admin(dataDir, ['person', 'add', 'R. Osei', '--role', 'nurse'], FIXTURE_PASSWORD)).code,
    ).toBe(0)
    const cookie = await signInCookie(store, 'R. Osei')
    const { personId } = must(await store.people.find('R. Osei'))
    const disabled = await admin(dataDir, ['person', 'disable', 'r. osei'])
    expect(disabled).toMatchObject({ code: 0, err: '' })
    expect(disabled.out).toContain('signed out everywhere')
    expect(revoked).toEqual([{ kind: 'person', personId }])
    expect(await store.directory.signInOf(cookie)).toBeUndefined()
    expect((await store.adminLog.list(1))[0]?.who).toMatch(/^command line \(.+\)$/)
  })

  it('[PE62] tokens, devices and screens too', async () => {
    const dataDir = folder()
    const { store, revoked } = await runningHub(dataDir)
    const run = async (act: Act): Promise<ActDone> => must((await askHub(dataDir, 'tester', act)) ?? never())
    await run({ act: 'room.add', name: 'Room 1' })
    await run({ act: 'device.add', name: 'Monitor A', kind: 'monitor', room: 'Room 1' })
    const made = await run({ act: 'device.token', devices: ['Monitor A'], label: '' })
    const { personId } = must(
      await store.people.add({ name: 'R. Osei', role: 'nurse', password: FIXTURE_PASSWORD }),
    )
    const { screen } = must(await store.screens.enrol({ name: 'Wall', by: personId }))
    await run({ act: 'device.revoke', token: String(made.rows[0]?.token) })
    await run({ act: 'device.disable', device: 'monitor-a' })
    await run({ act: 'screen.revoke', screen: 'wall' })
    await run({ act: 'person.role', person: 'R. Osei', role: 'qa' })
    expect(revoked).toEqual([
      { kind: 'token', tokenId: made.rows[0]?.token },
      { kind: 'device', deviceId: 'monitor-a' },
      { kind: 'screen', screenId: screen.screenId },
      { kind: 'person', personId },
    ])
    expect(await store.directory.deviceToken(made.secret ?? '')).toMatchObject({
      error: { code: 'token-revoked' },
    })
  })

  it('[PE63] its socket is its owner’s only', async () => {
    const dataDir = folder()
    await runningHub(dataDir)
    if (process.platform !== 'win32') expect(statSync(join(dataDir, 'admin.sock')).mode & 0o777).toBe(0o600)
    expect(must(adminSocketPath(dataDir))).toContain(process.platform === 'win32' ? 'pipe' : 'admin.sock')
  })

  it('[PE63] a second hub on the same folder is refused; a socket left behind by a dead one is not in the way', async () => {
    const dataDir = folder()
    const { store } = await runningHub(dataDir)
    const acts = createActs(store)
    await expect(startAdminSocket({ dataDir, acts, logger })).rejects.toThrow('Another hub is running')
    const other = folder()
    const left = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(join(other, 'admin.sock'))}, () => process.kill(process.pid, 'SIGKILL'))`,
    ])
    await new Promise((gone) => left.on('close', gone))
    expect(existsSync(join(other, 'admin.sock'))).toBe(true)
    expect(await askHub(other, 'tester', { act: 'room.list' }), 'nobody is there').toBeUndefined()
    const door = await startAdminSocket({ dataDir: other, acts, logger })
    expect(await askHub(other, 'tester', { act: 'room.list' })).toMatchObject({ ok: true })
    await door.close()
  })

  it('[PE63] a path too long for a socket is said, not cut off', async () => {
    const dataDir = join('/', 'x'.repeat(60), 'y'.repeat(60))
    if (process.platform === 'win32') return expect(adminSocketPath(dataDir).ok).toBe(true)
    expect(adminSocketPath(dataDir)).toMatchObject({ error: { code: 'malformed', field: 'DATA_DIR' } })
  })

  const rawLines: readonly [string, string, string][] = [
    ['not JSON', 'hello\n', 'malformed'],
    ['an unknown act', '{"v":1,"by":"x","act":{"act":"person.delete"}}\n', 'malformed'],
    ['another version', '{"v":2,"by":"x","act":{"act":"room.list"}}\n', 'malformed'],
    ['a line without end', 'x'.repeat(70_000), 'too-large'],
  ]
  it.each(rawLines)(
    '[PE64] what is no request is refused and changes nothing: %s',
    async (_what, line, code) => {
      const dataDir = folder()
      const { store } = await runningHub(dataDir)
      const heard = await new Promise<string>((answer, failed) => {
        const socket = createConnection(join(dataDir, 'admin.sock'), () => socket.write(line))
        let text = ''
        socket.setEncoding('utf8')
        socket.on('data', (chunk: string) => {
          text += chunk
        })
        socket.on('error', failed)
        socket.on('close', () => answer(text))
      })
      expect(JSON.parse(heard)).toMatchObject({ ok: false, error: { code } })
      expect(await store.adminLog.list(5)).toEqual([])
    },
  )

  it('[PE64] a hub that goes away in the middle is not taken for "no hub"', async () => {
    const dataDir = folder()
    const rude = createServer((socket) => {
      socket.on('data', () => socket.destroy())
    })
    await new Promise<void>((listening) => rude.listen(join(dataDir, 'admin.sock'), listening))
    cleanups.push(() => new Promise((closed) => rude.close(closed)))
    const answer = await askHub(dataDir, 'tester', { act: 'room.add', name: 'Room 1' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } })
    expect(existsSync(join(dataDir, 'store.db'))).toBe(false)
  })
})

function never(): never {
  throw new Error('no hub answered')
}

describe('exit codes', () => {
  it('[PE65] exit codes: 0 done, 1 refused, 2 not understood; nothing typed shows the usage', async () => {
    const dataDir = folder()
    expect((await admin(dataDir, ['--help'])).code).toBe(0)
    const bare = await admin(dataDir, [])
    expect(bare.code).toBe(2)
    expect(bare.out).toContain('person add NAME')
    expect(
      (await admin(dataDir, ['device', 'add', '--name', 'x', '--room', 'y', '--kind', 'toaster'])).code,
    ).toBe(2)
  })
})

describe('the folder', () => {
  it('[PE61] a store that is not ours is refused and left alone', async () => {
    const dataDir = folder()
    writeFileSync(
      join(dataDir, 'store.db'),
      'somebody else wrote this, and it is long enough to be looked at',
    )
    const listed = await admin(dataDir, ['person', 'list'])
    expect(listed.code).toBe(1)
    expect(listed.err).toContain('cannot be')
    expect(readFileSync(join(dataDir, 'store.db'), 'utf8')).toContain('somebody else')
    rmSync(dataDir, { recursive: true })
  })
})
