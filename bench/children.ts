// Owns the measured processes: starting one, asking it, ending it.
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChildReady, ChildRequest, ChildSample, HubChildSettings } from './protocol.ts'

export type Child = {
  readonly ready: ChildReady
  reset(): Promise<void>
  sample(): Promise<ChildSample>
  stop(): Promise<void>
}

const answerOf = <T extends { kind: string }>(child: ChildProcess, kind: T['kind']): Promise<T> =>
  new Promise((resolve, reject) => {
    const onMessage = (message: T): void => {
      if (message.kind !== kind) return
      child.off('message', onMessage as never)
      child.off('exit', onExit)
      resolve(message)
    }
    const onExit = (code: number | null): void => reject(new Error(`a measured process ended (${code})`))
    child.on('message', onMessage as never)
    child.once('exit', onExit)
  })

async function start(file: string, env: NodeJS.ProcessEnv, dir: string): Promise<Child> {
  const child = fork(join(import.meta.dirname, file), [], { env: { ...process.env, ...env } })
  const ready = await answerOf<ChildReady>(child, 'ready')
  const ask = <T extends { kind: string }>(message: ChildRequest, kind: T['kind']): Promise<T> => {
    const answer = answerOf<T>(child, kind)
    child.send(message)
    return answer
  }
  return {
    ready,
    async reset() {
      await ask('reset', 'reset')
    },
    sample: () => ask<ChildSample>('sample', 'sample'),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => {
          rmSync(dir, { recursive: true, force: true })
          resolve()
        })
        child.send('stop' satisfies ChildRequest)
      }),
  }
}

const newDir = (): string => mkdtempSync(join(process.env['BENCH_DIR'] ?? tmpdir(), 'chairside-bench-'))

export function startHub(settings: Omit<HubChildSettings, 'dir'>): Promise<Child> {
  const dir = newDir()
  return start('hub-child.ts', { BENCH_HUB: JSON.stringify({ dir, ...settings }) }, dir)
}

export function startRelay(kind: 'bare' | 'naive'): Promise<Child> {
  const dir = newDir()
  return start('relay-child.ts', { BENCH_RELAY: kind, BENCH_DIR: dir }, dir)
}
