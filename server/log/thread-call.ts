// Owns asking a worker thread for something and being answered: one message there, one back, and its death noticed.
// Never retries: what was under way when a thread died is answered with an error.
import { parentPort, Worker } from 'node:worker_threads'

type Ask = { readonly id: number; readonly name: string; readonly args: readonly unknown[] }
/** An error loses its name and code when it is cloned to another thread, and both matter here. */
type Told = { readonly name: string; readonly message: string; readonly stack: string; readonly code: string }
type Answer = { readonly id: number; readonly value?: unknown; readonly error?: Told }

function tell(error: unknown): Told {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '', code: '' }
  const code = 'code' in error ? String(error.code) : ''
  return { name: error.name, message: error.message, stack: error.stack ?? '', code }
}
const untell = ({ message, ...rest }: Told): Error => Object.assign(new Error(message), rest)

// biome-ignore lint/suspicious/noExplicitAny: any function of any arguments may be offered across threads
type Offered = Readonly<Record<string, (...args: any[]) => unknown>>
/** What a thread offers, as seen from outside it. */
export type Called<T extends Offered> = {
  readonly [Name in keyof T]: (...args: Parameters<T[Name]>) => Promise<Awaited<ReturnType<T[Name]>>>
}

export type Thread<T extends Offered> = {
  readonly call: Called<T>
  /** Resolves with the reason when the thread is gone, asked for or not. */
  readonly ended: Promise<Error>
  end(): Promise<void>
}

/** Inside a thread: answers calls by name, in order. An error goes back to who asked. */
export function offer(functions: Offered): void {
  const port = parentPort
  if (port === null) throw new Error('this file runs in a worker thread only')
  port.on('message', ({ id, name, args }: Ask) => {
    try {
      port.postMessage({ id, value: functions[name]!(...args) } satisfies Answer)
    } catch (error) {
      port.postMessage({ id, error: tell(error) } satisfies Answer)
    }
  })
}

/** The same calls on this thread, for code that runs with or without a thread. */
export const callHere = <T extends Offered>(functions: T): Called<T> =>
  new Proxy({} as Called<T>, {
    get: (_, key) =>
      key === 'then' ? undefined : async (...args: unknown[]) => functions[String(key)]!(...args),
  })

/** Starts a thread from a file that offers `T`. */
export function startThread<T extends Offered>(file: URL, name: string): Thread<T> {
  const worker = new Worker(file, { name })
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let lastId = 0
  let gone: Error | undefined
  const { promise: ended, resolve: endedWith } = Promise.withResolvers<Error>()

  const end = (error: Error) => {
    if (gone !== undefined) return
    gone = error
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
    endedWith(error)
  }
  worker.on('message', ({ id, value, error }: Answer) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error !== undefined) asked?.reject(untell(error))
    else asked?.resolve(value)
  })
  worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', (code) => end(new Error(`The ${name} thread ended (exit code ${code}).`)))

  const ask = (call: string, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      if (gone !== undefined) {
        reject(gone)
        return
      }
      lastId += 1
      waiting.set(lastId, { resolve, reject })
      worker.postMessage({ id: lastId, name: call, args } satisfies Ask)
    })
  const call = new Proxy({} as Called<T>, {
    get: (_, key) => (key === 'then' ? undefined : (...args: unknown[]) => ask(String(key), args)),
  })
  return {
    call,
    ended,
    async end() {
      await worker.terminate()
    },
  }
}
