// Owns `npm start`: builds the screens, starts a demo hub with simulated monitors, says where to look, and ends both.
// Never touches a clinic's data: everything stands in DATA_DIR/demo.
import { type ChildProcess, fork } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildClient, isClientBuilt } from './client-build.ts'
import { bringInDemoRecordings, type DemoRecordings } from './demo-recordings.ts'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const children: ChildProcess[] = []
let stopping = false
let recordings: DemoRecordings | undefined

type Ready = {
  ready: true
  url: string
  demo?: {
    signIns: { name: string; password: string; role: string }[]
    deviceTokens: { deviceId: string; token: string; roomId: string }[]
  }
}

/** One Ctrl-C reaches every process of the terminal; this sees to those that do not hear it, and waits for all. */
function stopAll(code: number): void {
  if (stopping) return
  stopping = true
  recordings?.stop()
  const alive = children.filter((child) => child.exitCode === null && child.signalCode === null)
  if (alive.length === 0) process.exit(code)
  let left = alive.length
  for (const child of alive) {
    child.once('exit', () => {
      left -= 1
      if (left === 0) process.exit(code)
    })
    child.kill('SIGTERM')
  }
}
process.on('SIGINT', () => stopAll(0))
process.on('SIGTERM', () => stopAll(0))

const start = (file: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess => {
  const child = fork(join(ROOT, file), args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  children.push(child)
  child.once('exit', (code) => {
    if (!stopping) {
      console.error(`${file} has ended by itself (exit code ${code}); stopping.`)
      stopAll(1)
    }
  })
  return child
}

if (!isClientBuilt()) console.log('Building the screens …')
if (!buildClient()) process.exit(1)

const dataDir = join(process.env['DATA_DIR'] ?? join(ROOT, 'data'), 'demo')
const hub = start('server/main.ts', [], {
  ...process.env,
  DEMO: '1',
  DATA_DIR: dataDir,
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
})
hub.on('message', (message: Ready) => {
  if (message.ready !== true || message.demo === undefined) return
  const { signIns, deviceTokens } = message.demo
  const nurse = signIns.find(({ role }) => role === 'nurse')
  const physician = signIns.find(({ role }) => role === 'physician')
  const player = deviceTokens.find(({ deviceId }) => deviceId.startsWith('player'))
  const simulated = deviceTokens.filter((one) => one !== player)
  start(
    'simulator/simulate.ts',
    [
      '--url',
      message.url,
      '--rooms',
      String(simulated.length),
      '--scenario',
      'mixed',
      '--seed',
      '1',
      '--as',
      nurse?.name ?? '',
      '--infuse',
    ],
    {
      ...process.env,
      CHAIRSIDE_DEVICE_TOKENS: JSON.stringify(simulated),
      CHAIRSIDE_PASSWORD: nurse?.password ?? '',
      CHAIRSIDE_PHYSICIAN: physician?.name ?? '',
      CHAIRSIDE_PHYSICIAN_PASSWORD: physician?.password ?? '',
    },
  )
  const rows = signIns.map(
    ({ name, role, password }) => `  ${role.padEnd(10)} ${name.padEnd(14)} ${password}`,
  )
  console.log(
    [
      '',
      `Chairside demo: ${message.url}`,
      '',
      'Sign in as (the page offers these too):',
      ...rows,
      '',
      'Rooms 1–3 have simulated patients. Room 4 is free:',
      `  CHAIRSIDE_DEVICE_TOKEN=${player?.token ?? ''} npm run play -- FILE.csv --room room-4 --device ${player?.deviceId ?? ''} --url ${message.url}`,
      '',
      'Everything is simulated. Ctrl-C stops it.',
      '',
    ].join('\n'),
  )
  // A hub says that it is ready once; only then, and beside everything else.
  recordings ??= bringInDemoRecordings({
    dataDir,
    env: process.env,
    say: (sentence) => console.log(sentence),
  })
})
