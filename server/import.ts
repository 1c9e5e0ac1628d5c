// Owns `npm run import`: files into the running hub through its local door, or into the log itself where no hub runs.
// Never says that a file is in before the whole of it is.
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import type { ImportProgress } from '@chairside/shared/protocol/http.ts'
import { ok, type Refusal, type Result, refuse } from '@chairside/shared/result.ts'
import type { Act } from './admin/act.ts'
import { demoBeside } from './admin/demo-beside.ts'
import { atConsole } from './admin/import-acts.ts'
import { IMPORT_USAGE, readImportArguments } from './admin/import-usage.ts'
import { askHub } from './admin/socket.ts'
import { type Config, configOfProcess } from './config.ts'
import type { ImportOptions } from './import/import-desk.ts'
import { clockText } from './import/notes.ts'
import { openImportAlone } from './import-alone.ts'

const DONE = 0
const REFUSED = 1
const NOT_UNDERSTOOD = 2
/** Ended by a person: the code shells use for Ctrl-C. */
const INTERRUPTED = 130

const LOOK_EVERY_MS = 250
/** Where nobody watches: lines in a file. */
const SAY_EVERY_MS = 10_000

/** The hub that runs, or the log itself. */
type Desk = {
  readonly where: string
  start(path: string, options: ImportOptions): Promise<Result<ImportProgress>>
  status(importId: string): Promise<Result<ImportProgress>>
  stop(importId: string): Promise<Result<ImportProgress>>
  close(): Promise<void>
}

const loginName = (): string => {
  try {
    return userInfo().username
  } catch {
    return 'unknown user'
  }
}

const NO_HUB = refuse(
  'import-stopped',
  'The hub has ended meanwhile. Nothing half-imported remains: import again.',
)

/** @returns the running hub's desk; undefined where none runs on this folder */
async function deskOfHub({ dataDir }: Config): Promise<Result<Desk> | undefined> {
  const ask = async (act: Act): Promise<Result<ImportProgress> | undefined> => {
    const answer = await askHub(dataDir, loginName(), act)
    if (answer === undefined || !answer.ok) return answer
    return ok(answer.value.rows[0] as unknown as ImportProgress)
  }
  const known = await ask({ act: 'import.status', importId: 'none' })
  if (known === undefined) return undefined
  if (!known.ok && known.error.code !== 'not-found') return known
  const must = async (act: Act): Promise<Result<ImportProgress>> => (await ask(act)) ?? NO_HUB
  return ok({
    where: `the hub that runs on ${dataDir}`,
    start: (path, { map, startsAtMs, patientCode, roomName }) =>
      must({ act: 'import.start', path, map, startsAtMs, patientCode, roomName } as Act),
    status: (importId) => must({ act: 'import.status', importId }),
    stop: (importId) => must({ act: 'import.stop', importId }),
    close: async () => undefined,
  })
}

async function deskAlone(config: Config): Promise<Result<Desk>> {
  if (!existsSync(join(config.dataDir, 'store.db')))
    return refuse(
      'not-found',
      `There is nothing in ${config.dataDir} yet. Set DATA_DIR to the hub's folder, or start the hub once.${demoBeside(config.dataDir)}`,
      'DATA_DIR',
    )
  const opened = await openImportAlone(config)
  if (!opened.ok) return opened
  const { desk, close } = opened.value
  const known = (progress: ImportProgress | undefined): Result<ImportProgress> =>
    progress === undefined ? refuse('not-found', 'There is no such import any more.') : ok(progress)
  return ok({
    where: `${config.dataDir} (no hub runs on it)`,
    start: async (path, options) =>
      desk.start({ name: basename(path), path, options, by: atConsole(loginName()) }),
    status: async (importId) => known(desk.status(importId)),
    stop: async (importId) => known(await desk.stop(importId)),
    close,
  })
}

const isOver = ({ state }: ImportProgress): boolean => state === 'done' || state === 'failed'

function progressLine({ name, state, records, of, playedMs, lengthMs }: ImportProgress): string {
  if (state === 'waiting') return `${name}: waits for another import`
  if (state === 'reading') return `${name}: being read`
  const percent = of === 0 ? 0 : Math.floor((records / of) * 100)
  return `${name}: ${clockText(playedMs)} of ${clockText(lengthMs)} · ${percent} % · ${records} records`
}

function createTeller() {
  const terminal = process.stdout.isTTY === true
  let saidAtMs = performance.now()
  return {
    progress(progress: ImportProgress): void {
      const line = progressLine(progress)
      if (terminal) process.stdout.write(`\r\u001b[K${line}`)
      else if (performance.now() - saidAtMs > SAY_EVERY_MS) {
        saidAtMs = performance.now()
        console.log(line)
      }
    },
    clear(): void {
      if (terminal) process.stdout.write('\r\u001b[K')
    },
  }
}

function tellDone({ name, notes, sessionId, records, lengthMs }: ImportProgress): void {
  console.log(`${name}: imported, ${records} records, ${clockText(lengthMs)} long`)
  for (const note of notes) console.log(`  ${note}`)
  console.log(`  look at it on the hub's page: Sessions, or /replay/${sessionId}`)
}
const tellRefusal = (name: string, { message }: Refusal, sessionId?: string): void =>
  console.error(
    `${name}: not imported. ${message}${sessionId === undefined ? '' : ` Look at it: /replay/${sessionId}`}`,
  )

/** Follows one file to its end. @returns whether it is in */
async function bring(desk: Desk, path: string, options: ImportOptions, stop: AbortSignal): Promise<boolean> {
  const name = basename(path)
  const started = await desk.start(path, options)
  if (!started.ok) {
    tellRefusal(name, started.error)
    return false
  }
  const teller = createTeller()
  const { importId } = started.value
  let now: Result<ImportProgress> = started
  while (now.ok && !isOver(now.value)) {
    teller.progress(now.value)
    await after(LOOK_EVERY_MS, undefined, { signal: stop }).catch(() => undefined)
    now = stop.aborted ? await desk.stop(importId) : await desk.status(importId)
  }
  teller.clear()
  if (!now.ok) {
    tellRefusal(name, now.error)
    return false
  }
  const { state, error, sessionId } = now.value
  if (state === 'done') tellDone(now.value)
  else if (error !== undefined) tellRefusal(name, error, sessionId)
  return state === 'done'
}

async function main(argv: readonly string[]): Promise<number> {
  const asked = readImportArguments(argv)
  if (!asked.ok) {
    console.error(asked.error.message)
    return NOT_UNDERSTOOD
  }
  if (asked.value === 'help') {
    console.log(IMPORT_USAGE)
    return DONE
  }
  const config = configOfProcess()
  if (!config.ok) {
    console.error(config.error.message)
    return NOT_UNDERSTOOD
  }
  const opened = (await deskOfHub(config.value)) ?? (await deskAlone(config.value))
  if (!opened.ok) {
    console.error(opened.error.message)
    return REFUSED
  }
  const desk = opened.value
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort())
  console.log(`Into ${desk.where}`)
  let all = true
  try {
    for (const path of asked.value.paths) {
      if (stop.signal.aborted) break
      all = (await bring(desk, path, asked.value.options, stop.signal)) && all
    }
  } finally {
    await desk.close()
  }
  if (stop.signal.aborted) return INTERRUPTED
  return all ? DONE : REFUSED
}

process.exitCode = await main(process.argv.slice(2))
