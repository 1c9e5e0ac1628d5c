// Proves that the process of an import says what the import says, never more than is taken, and how it ends.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants, getPriority } from 'node:os'
import { describe, expect, test } from 'vitest'
import { eventually } from '../testing/wait.ts'
import { bring, fileWith, jobFor } from './import-fixture.ts'
import type { ImportJob } from './import-job.ts'
import { type Death, deathInWords, type RunningImport, startImportProcess } from './import-process.ts'
import { CHUNKS_AHEAD, type Told } from './serve-import.ts'

const rows = (count: number) =>
  fileWith(
    `t_s,hr,spo2,phase\n${Array.from({ length: count }, (_, t) => `${t},${60 + (t % 40)},97,a\n`).join('')}`,
  )

const alive = (pid: number | undefined): boolean => {
  try {
    return process.kill(pid as number, 0)
  } catch {
    return false
  }
}
function begin(job: ImportJob): { it: RunningImport; deaths: Death[]; pid: number } {
  const deaths: Death[] = []
  const it = startImportProcess(job, (death) => deaths.push(death))
  return { it, deaths, pid: it.pid as number }
}
/** Goes on to the first chunk: it is half-way, and says no more than so many chunks until it is answered. */
async function halfWay(job = jobFor(rows(20_000))) {
  const begun = begin(job)
  expect((await begun.it.next()).tell).toBe('read')
  begun.it.answer('go')
  expect((await begun.it.next()).tell).toBe('lines')
  return begun
}
/** All that it still tells. */
async function rest(it: RunningImport): Promise<{ last: Told; lines: string[] }> {
  const lines: string[] = []
  for (;;) {
    const told = await it.next()
    if (told.tell === 'over') return { last: told, lines }
    if (told.tell === 'lines') lines.push(...told.chunk.lines)
    it.answer(told.tell === 'read' ? 'go' : 'more')
  }
}

/** It comes last for time on a core, also beside other tests. */
describe('the process of an import', { timeout: 60_000 }, () => {
  test('[IM17] says exactly what the import says on the calling thread, behind the hub in priority, and ends', async () => {
    const job = jobFor(rows(3_000), { patientCode: 'K-1', map: undefined })
    const { it, deaths, pid } = begin(job)
    expect(getPriority(pid)).toBe(constants.priority.PRIORITY_BELOW_NORMAL)
    const told = await rest(it)
    const here = await bring(job)
    expect(told.lines).toEqual(here.lines)
    expect(told.last).toEqual({ tell: 'over', result: here.result })
    await eventually('it has ended', () => !alive(pid))
    await it.end()
    expect(deaths).toEqual([])
  })

  test('[IM17] is no more than a few chunks ahead of whoever takes them', async () => {
    const { it, pid } = await halfWay()
    for (let more = 1; more < CHUNKS_AHEAD; more += 1) expect((await it.next()).tell).toBe('lines')
    const next = it.next()
    expect(
      await Promise.race([next, new Promise((resolve) => setTimeout(() => resolve('quiet'), 300))]),
    ).toBe('quiet')
    it.answer('more')
    expect((await next).tell).toBe('lines')
    await it.end()
    expect(alive(pid)).toBe(false)
  })

  test('[IM13] ends when it is told to, at any moment, and that is no death', async () => {
    const job = jobFor(rows(20_000))
    const early = begin(job)
    await early.it.end()
    const late = await halfWay(job)
    await late.it.end()
    await late.it.end()
    expect([alive(early.pid), alive(late.pid), early.deaths, late.deaths]).toEqual([false, false, [], []])
  })

  test.each([
    ['SIGKILL', 'its process was killed, by somebody or for want of memory'],
    ['SIGABRT', 'its process ended (SIGABRT)'],
    ['SIGSEGV', 'its process ended (SIGSEGV)'],
  ] as const)('[IM14] ended by %s it is over, in words, and the log is told', async (signal, how) => {
    const { it, deaths, pid } = await halfWay()
    process.kill(pid, signal)
    const { last } = await rest(it)
    expect(last).toEqual({
      tell: 'over',
      result: {
        ok: false,
        error: {
          code: 'import-stopped',
          message: `The import broke off: ${how}. Nothing of it was kept.`,
        },
      },
    })
    expect(deaths).toMatchObject([{ code: null, signal, said: '' }])
    await it.end()
  })

  test('[IM14] what V8 says when memory is at its end, or a size beyond all bounds, is a file too large', () => {
    const fill = ['--max-old-space-size=20', '-e', 'const all = []; for (;;) all.push({ all: [1] })']
    const { status, signal, stderr } = spawnSync(process.execPath, fill, { encoding: 'utf8' })
    const bySize =
      '#\n# Fatal error with no security impact:\n# Fatal JavaScript invalid size error 200000001\n#'
    for (const death of [
      { code: status, signal, said: stderr },
      { code: null, signal: 'SIGTRAP', said: bySize },
    ])
      expect(deathInWords(death, 'a.csv')).toEqual({
        code: 'too-large',
        field: 'name',
        message:
          '"a.csv" is too large for the memory of this hub. Nothing of it was kept; cut it into several recordings.',
      })
    expect(deathInWords({ code: 7, signal: null, said: '' }, 'a.csv').message).toContain('(code 7)')
  })

  test('[IM14] one that cannot be started is over, in words; the next is started', async () => {
    const program = process.execPath
    process.execPath = '/nowhere/node'
    const { it, deaths } = begin(jobFor(rows(3)))
    process.execPath = program
    expect((await rest(it)).last).toMatchObject({
      result: { error: { message: expect.stringContaining('could not be started') } },
    })
    expect(deaths).toMatchObject([{ said: 'spawn /nowhere/node ENOENT' }])
    await it.end()
    const next = begin(jobFor(rows(3)))
    expect((await rest(next.it)).last).toMatchObject({ result: { ok: true } })
    await next.it.end()
  })

  test.skipIf(process.platform !== 'linux')(
    '[IM17] is told nothing of the environment of the hub, and goes first when memory runs out',
    async () => {
      process.env['TLS_KEY'] = '/a/key.pem'
      const { it, pid } = await halfWay()
      delete process.env['TLS_KEY']
      const names = readFileSync(`/proc/${pid}/environ`, 'utf8')
        .split('\0')
        .map((one) => one.split('=')[0])
        .filter((name) => name !== '')
      expect(names.sort()).toEqual(['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE'])
      expect(Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8'))).toBe(800)
      await it.end()
    },
  )

  test('[IM17] is not ended by what a terminal or a service manager signals to all: that is for the hub', async () => {
    const { it, deaths, pid } = await halfWay(jobFor(rows(1_000)))
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal)
    it.answer('more')
    const { last } = await rest(it)
    expect(last).toMatchObject({ tell: 'over', result: { ok: true } })
    expect(deaths).toEqual([])
    await it.end()
  })
})
