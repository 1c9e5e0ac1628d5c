// Owns running one import in a process of its own, and noticing its death.
// Never lets a file, however large or broken, hold up or end the process in which live alarms are decided.
import { type ChildProcess, fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Refusal, refuse } from '@chairside/shared/result.ts'
import type { ImportJob } from './import-job.ts'
import { type Asked, serveImport, type Told } from './serve-import.ts'

/** A million rows need 0.8 GB; a file that needs more than this ends its own process, not the hub. */
const MEMORY_MB = 2_048
/** Characters of what it said last that are kept: why V8 ended it stands above some 3,000 of native stack. */
const LAST_WORDS = 8_000

export type RunningImport = {
  /** Absent where it has no process of its own, or none could be started. */
  readonly pid?: number | undefined
  /** What comes next; `over` is the last. A process that dies is over, in words. */
  next(): Promise<Told>
  /** Answers `read` (go), and each chunk that has been dealt with (more). */
  answer(asked: Asked): void
  /** Resolves when it is gone. */
  end(): Promise<void>
}
/** How an import's process died, for the hub's own log. */
export type Death = {
  readonly code: number | null
  readonly signal: string | null
  /** What it wrote last, of V8 or of Node; empty where something outside killed it. */
  readonly said: string
}
/** @param onDeath it ended before it was over and without having been told to */
export type StartImport = (job: ImportJob, onDeath: (death: Death) => void) => RunningImport

/** What was told and not yet asked for. */
function createInbox() {
  const told: Told[] = []
  let waiting: ((next: Told) => void) | undefined
  let over = false
  return {
    give(next: Told): void {
      if (over) return
      over = next.tell === 'over'
      if (waiting === undefined) told.push(next)
      else waiting(next)
      waiting = undefined
    },
    next: (): Promise<Told> =>
      new Promise((resolve) => {
        const first = told.shift()
        if (first === undefined) waiting = resolve
        else resolve(first)
      }),
  }
}

const NO_MEMORY = /out of memory|invalid (size|array length|string length|table size)|Allocation failed/i

/** @returns why there is no session, for whoever brought the file */
export function deathInWords({ code, signal, said }: Death, name: string): Refusal {
  if (NO_MEMORY.test(said))
    return refuse(
      'too-large',
      `"${name}" is too large for the memory of this hub. Nothing of it was kept; cut it into several recordings.`,
      'name',
    ).error
  const how =
    signal === 'SIGKILL'
      ? 'its process was killed, by somebody or for want of memory'
      : code === null && signal === null
        ? 'its process could not be started'
        : `its process ended (${signal ?? `code ${code}`})`
  return refuse('import-stopped', `The import broke off: ${how}. Nothing of it was kept.`).error
}

/** Live sessions come first: for time on a core, and when memory runs out the system ends the import, not the hub. */
function putLast(pid: number): void {
  try {
    // Before the process has made its other threads: they inherit it.
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
    if (process.platform === 'linux') writeFileSync(`/proc/${pid}/oom_score_adj`, '800')
  } catch {
    // Not every system lets it. The import is right without.
  }
}

const start = (): ChildProcess =>
  fork(fileURLToPath(new URL('./import-worker.ts', import.meta.url)), [], {
    execArgv: [`--max-old-space-size=${MEMORY_MB}`],
    // It needs nothing of the hub's environment, and is told none of it.
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })

export const startImportProcess: StartImport = (job, onDeath) => {
  const child = start()
  const inbox = createInbox()
  const gone = Promise.withResolvers<void>()
  let said = ''
  let asToldTo = false
  const died = (code: number | null, signal: string | null): void => {
    gone.resolve()
    if (asToldTo) return
    asToldTo = true
    const death = { code, signal, said: said.trim() }
    onDeath(death)
    inbox.give({ tell: 'over', result: { ok: false, error: deathInWords(death, job.source.name) } })
  }
  // A process that could not be started has neither stderr nor a channel, and nobody hears of its end but here.
  child.on('error', (error) => {
    said = `${said}\n${error.message}`
    if (child.pid === undefined) died(null, null)
  })
  // Not `exit`: what it had told before it died is heard first.
  child.on('close', died)
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-LAST_WORDS)
  })
  child.on('message', (told) => {
    asToldTo ||= (told as Told).tell === 'over'
    inbox.give(told as Told)
  })
  const send = (message: ImportJob | Asked): void => {
    // One that has died meanwhile hears nothing; `close` says so.
    if (child.connected) child.send(message, () => undefined)
  }
  if (child.pid !== undefined) putLast(child.pid)
  send(job)
  return {
    pid: child.pid,
    next: inbox.next,
    answer: send,
    end() {
      asToldTo = true
      child.kill('SIGKILL')
      return gone.promise
    },
  }
}

/** The same on the calling thread, for tests: starting a process takes longer than most files do. */
export const startImportHere = (job: ImportJob): RunningImport => {
  const inbox = createInbox()
  let ended = false
  const answer = serveImport(job, (told) => {
    if (!ended) inbox.give(told)
  })
  return {
    next: inbox.next,
    answer: (asked) => answer(asked),
    async end() {
      ended = true
    },
  }
}
