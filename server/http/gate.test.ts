// Proves that a costly thing runs so many at once and no more.
import { describe, expect, it } from 'vitest'
import { createGate } from './gate.ts'

describe('the gate', () => {
  it('[PE48] so many at once, so many waiting, and the next is told no', async () => {
    const gate = createGate(2, 2)
    const ends: (() => void)[] = []
    let running = 0
    const work = () =>
      new Promise<string>((end) => {
        running++
        ends.push(() => {
          running--
          end('done')
        })
      })
    const all = [1, 2, 3, 4].map(() => gate.run(work))
    expect(await gate.run(work)).toBeUndefined()
    expect(running).toBe(2)
    while (ends.length > 0) {
      ends.shift()?.()
      await new Promise((turn) => setImmediate(turn))
      expect(running).toBeLessThanOrEqual(2)
    }
    expect(await Promise.all(all)).toEqual(['done', 'done', 'done', 'done'])
    expect(running).toBe(0)
  })

  it('[PE48] work that fails gives its place back', async () => {
    const gate = createGate(1, 1)
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await gate.run(async () => 'next')).toBe('next')
  })
})
