// Owns asking the clinic's process: one question, one answer, in order of numbers.
import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { CuffOf } from './series.ts'

export type ClinicSettings = {
  readonly startMs: number
  /** Seconds in the patient's series; it begins again after them. */
  readonly lengthS: number
}
type Asked =
  | { readonly do: 'pass'; readonly seconds: number }
  | { readonly do: 'live' }
  | { readonly do: 'cuff'; readonly reading: CuffOf }
  | { readonly do: 'act'; readonly act: 'start' | 'stop' | 'close' }
  | { readonly do: 'head' }
  | { readonly do: 'stop' }
export type ClinicRequest = Asked & { readonly id: number }
export type ClinicPlace = {
  readonly url: string
  readonly roomId: string
  readonly sessionId: string
  readonly cookie: string
}
export type ClinicAnswer = {
  readonly id: number
  readonly value: number
  readonly error?: string
  readonly ready?: ClinicPlace
}
export type ClinicProcess = ClinicPlace & {
  /** @returns what the answer carries: hub time after `pass`, records after `head`, else 0 */
  ask(request: Asked): Promise<number>
  [Symbol.asyncDispose](): Promise<void>
}

/** Starts a clinic in a process of its own. */
export async function startClinic(settings: ClinicSettings): Promise<ClinicProcess> {
  const child = fork(join(import.meta.dirname, 'clinic-child.ts'), [], {
    env: { ...process.env, BENCH_CLINIC: JSON.stringify(settings) },
  })
  const waiting = new Map<number, PromiseWithResolvers<ClinicAnswer>>()
  const expect = (id: number): Promise<ClinicAnswer> => {
    const answer = Promise.withResolvers<ClinicAnswer>()
    waiting.set(id, answer)
    return answer.promise
  }
  child.on('message', (answer: ClinicAnswer) => {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.error === undefined) asked?.resolve(answer)
    else asked?.reject(new Error(answer.error))
  })
  child.once('exit', (code) => {
    for (const asked of waiting.values()) asked.reject(new Error(`the clinic's process ended (${code})`))
  })
  const { ready } = await expect(0)
  if (ready === undefined) throw new Error('the clinic did not say where it is')
  let ids = 0
  const ask = async (request: Asked): Promise<number> => {
    ids += 1
    const answer = expect(ids)
    child.send({ ...request, id: ids } satisfies ClinicRequest)
    return (await answer).value
  }
  return {
    ...ready,
    ask,
    async [Symbol.asyncDispose]() {
      if (!child.connected) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      await ask({ do: 'stop' }).catch(() => child.kill())
      await gone
    },
  }
}
