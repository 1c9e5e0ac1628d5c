// Owns `npm run replay -- FILE`: shows one exported recording in a browser of this machine, with no hub at all.
// Refuses a wrong file in words before anything is served.
import { parseArgs } from 'node:util'
import { buildClient, CLIENT_DIR, isClientBuilt } from './client-build.ts'
import { readReplayFile } from './replay-file.ts'
import { type ReplayServer, serveReplay } from './replay-server.ts'

const USAGE = 'Usage: npm run replay -- FILE.ndjson [--port N]'

function end(words: string): never {
  console.error(words)
  process.exit(1)
}

function argumentsOf(): { path: string; port: number } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { port: { type: 'string', default: '0' } },
    })
    const [path, ...more] = positionals
    if (path === undefined || more.length > 0) end(`One file is expected.\n${USAGE}`)
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) end(`--port is 0 to 65535.\n${USAGE}`)
    return { path, port }
  } catch (error) {
    end(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

const { path, port } = argumentsOf()
const file = readReplayFile(path)
if (typeof file === 'string') end(file)
if (!isClientBuilt()) console.log('Building the screens …')
if (!buildClient()) end('The screens could not be built.')

let server: ReplayServer
try {
  server = await serveReplay({ clientDir: CLIENT_DIR, file, port })
} catch (error) {
  const { code } = error as NodeJS.ErrnoException
  end(code === 'EADDRINUSE' ? `Port ${port} is in use. Leave --port out to take a free one.` : String(error))
}
console.log(
  [
    '',
    `Replay of ${file.name}: ${server.url}`,
    ...(file.problem === undefined ? [] : ['', `Not the whole recording: ${file.problem}`]),
    '',
    'Only this machine can open it. Ctrl-C ends it.',
    'Secondary display, not a medical device. No alarm sounds in replay.',
    '',
  ].join('\n'),
)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.close().then(() => process.exit(0)))
