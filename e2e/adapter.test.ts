// Proves that docs/PROTOCOL.md is enough: its own example programs, taken from the page as they stand, against a real hub.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sessionStream } from '@chairside/shared/ids.ts'
import type { RecordOf } from '@chairside/shared/record/record.ts'
import { expect, test } from 'vitest'
import { createSystemClock } from '../server/system-clock.ts'
import { ROOT } from './support/client-build.ts'
import { createFollower, signInOverHttp } from './support/follower.ts'
import { launchBrowser, openPage } from './support/page.ts'
import { NURSE, PASSWORD, testHub } from './support/test-hub.ts'
import { until } from './support/wait.ts'

const PATIENCE_MS = 20_000
/** "Fifty lines": what stands between the fences, without blank lines and comments. */
const MOST_LINES = 50

/** The program whose first line names the file. */
async function programOf(name: string): Promise<string> {
  const page = await readFile(join(ROOT, 'docs', 'PROTOCOL.md'), 'utf8')
  const found = [...page.matchAll(/```js\n([\s\S]*?)```/g)].find(([, text]) =>
    text?.startsWith(`// ${name} `),
  )
  if (found?.[1] === undefined) throw new Error(`docs/PROTOCOL.md has no program ${name}`)
  return found[1]
}

type Running = { readonly child: ChildProcess; out(): string; errors(): string }

function run(dir: string, name: string, env: Record<string, string>): Running {
  const child = spawn(process.execPath, [join(dir, name)], {
    cwd: dir,
    env: { PATH: process.env['PATH'], ...env },
    stdio: 'pipe',
  })
  let out = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  return { child, out: () => out, errors: () => errors }
}
async function end({ child }: Running): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

test('[EE7] the adapter of docs/PROTOCOL.md, fifty lines, gets a cuff reading recorded and onto the glass at the first attempt', async () => {
  await using cleanUp = new AsyncDisposableStack()
  const clock = createSystemClock({ rate: { kind: 'real' } })
  cleanUp.defer(() => clock.stop())
  const hub = await testHub(clock, ['Room 1'])
  cleanUp.defer(() => hub[Symbol.asyncDispose]())
  const dir = await mkdtemp(join(tmpdir(), 'chairside-adapter-'))
  cleanUp.defer(() => rm(dir, { recursive: true, force: true }))
  // What `npm install socket.io-client` would put there.
  await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'), 'dir')
  for (const name of ['adapter.mjs', 'screen.mjs']) await writeFile(join(dir, name), await programOf(name))
  const code = (await programOf('adapter.mjs')).split('\n').filter((line) => !/^\s*(\/\/.*)?$/.test(line))
  expect(code.length).toBeLessThanOrEqual(MOST_LINES)

  const [roomId] = hub.rooms
  if (roomId === undefined) throw new Error('no room')
  const { deviceId, token } = await hub.addDevice('Monitor 1', 'monitor', roomId)
  const cookie = await signInOverHttp(hub.url, NURSE, PASSWORD)
  const follower = await createFollower(hub.url, cookie)
  cleanUp.defer(() => follower.close())
  const opened = await follower.command({
    type: 'session.open',
    roomId,
    patientCode: 'K-0417',
    includeHeld: false,
  })
  if (!opened.ok || opened.sessionId === undefined) throw new Error(JSON.stringify(opened))
  const followed = await follower.follow(sessionStream(opened.sessionId))
  const screen = run(dir, 'screen.mjs', { HUB: hub.url, NAME: NURSE, PASSWORD, ROOM: roomId })
  cleanUp.defer(() => end(screen))
  const browser = await launchBrowser()
  cleanUp.defer(() => browser.close())
  const page = await openPage(browser, hub.url, `/room/${roomId}`, cookie)

  const adapter = run(dir, 'adapter.mjs', { HUB: hub.url, DEVICE: deviceId, TOKEN: token })
  cleanUp.defer(() => end(adapter))
  const fromMs = clock.nowMs()
  for (const line of [{ heartRate: 72, spo2: 98 }, { cuff: [128, 79, 95] }, { spo2: null }])
    adapter.child.stdin?.write(`${JSON.stringify(line)}\n`)
  const reported = () => followed.records.filter(({ kind }) => kind === 'vitals' || kind === 'bloodPressure')
  await until(
    'three records',
    () => reported().length >= 3,
    PATIENCE_MS,
    () => ({
      errors: adapter.errors(),
      records: followed.records,
    }),
  )
  const untilMs = clock.nowMs()

  expect(adapter.errors()).toBe('')
  expect(followed.records.filter(({ kind }) => kind === 'refused')).toEqual([])
  expect(reported()).toMatchObject([
    {
      kind: 'vitals',
      readings: {
        heartRate: { status: 'measured', value: 72 },
        spo2: { status: 'measured', value: 98 },
      },
    },
    { kind: 'bloodPressure', result: { status: 'measured', systolic: 128, diastolic: 79, mean: 95 } },
    { kind: 'vitals', readings: { spo2: { status: 'unavailable', reason: 'sensorOff' } } },
  ])
  const reading = reported()[1] as RecordOf<'bloodPressure'>
  expect(reading.recovered).toBeUndefined()
  expect(reading.measuredAtMs).toBeGreaterThanOrEqual(fromMs)
  expect(reading.measuredAtMs).toBeLessThanOrEqual(untilMs)
  expect(await hub.lines(sessionStream(opened.sessionId))).toEqual(followed.lines)

  const pressure = page.locator('section:has(h2[style*="--pressure"]) [data-state="fresh"]')
  await expect.poll(() => pressure.allTextContents(), { timeout: PATIENCE_MS }).toEqual(['128', '79'])
  // The read-only screen of the same page printed the very line.
  await until(
    'the example screen prints it',
    () => screen.out().includes(followed.lines[reading.seq - 1] as string),
    PATIENCE_MS,
    () => screen.errors(),
  )
  expect(screen.errors()).toBe('')
}, 110_000)
