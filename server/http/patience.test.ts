// Proves that a file is broken off for a reader who takes nothing, and never because the hub was slow itself.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createGate } from './gate.ts'
import { patiently } from './patience.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a file on its way out', () => {
  it('[EX52] a source that takes long before its first piece, or between two, is not a reader who has gone', async () => {
    const stalled = vi.fn()
    async function* slow() {
      for (const piece of ['a', 'b']) {
        await vi.advanceTimersByTimeAsync(10 * 60_000)
        yield piece
      }
    }
    const got: string[] = []
    for await (const piece of patiently(slow(), 60_000, stalled)) got.push(piece)
    expect(got).toEqual(['a', 'b'])
    expect(stalled).not.toHaveBeenCalled()
  })

  it('[EX52] a reader who does not ask for the next piece for that long has gone; one who leaves is not counted', async () => {
    const stalled = vi.fn()
    async function* quick() {
      yield 'a'
      yield 'b'
    }
    const pieces = patiently(quick(), 60_000, stalled)
    await pieces.next()
    await vi.advanceTimersByTimeAsync(59_999)
    expect(stalled).not.toHaveBeenCalled()
    await pieces.next()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(stalled).toHaveBeenCalledTimes(1)
    await pieces.return(undefined)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a place at a costly thing', () => {
  it('[EX53] is kept until it is given back, once, and then is the next one’s', async () => {
    const gate = createGate(1, 1)
    const first = await gate.enter()
    const second = gate.enter()
    expect(await gate.enter(), 'too many wait').toBeUndefined()
    first?.()
    first?.()
    const leave = await second
    const third = gate.enter()
    let has = false
    void third.then(() => {
      has = true
    })
    await Promise.resolve()
    expect(has, 'given back twice is still one place').toBe(false)
    leave?.()
    expect(await third).toBeTypeOf('function')
  })
})
