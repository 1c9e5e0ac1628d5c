// Proves what a page knows of its own audio before any alarm needs it.
import { describe, expect, test } from 'vitest'
import { createFakeOut } from '../testing/fake-sound-out.ts'
import { type AudioPort, createAudio } from './audio-state.ts'

function start(first: 'suspended' | 'running' | 'none', grants = true) {
  const fake = createFakeOut()
  const listeners = new Set<() => void>()
  let state: ReturnType<AudioPort['state']> = first === 'none' ? 'suspended' : first
  let monoMs = 0
  let gesture: () => void = () => undefined
  let opened = 0
  const become = (next: typeof state) => {
    state = next
    for (const listener of listeners) listener()
  }
  const open = (): AudioPort | undefined => {
    opened += 1
    if (first === 'none') return undefined
    if (opened > 1) state = 'suspended'
    return {
      state: () => state,
      out: fake.out,
      async resume() {
        if (!grants) throw new Error('not allowed')
        become('running')
      },
      onChange(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }
  }
  const audio = createAudio(
    open,
    {
      onGesture(listener) {
        gesture = listener
        return () => undefined
      },
    },
    () => monoMs,
  )
  return {
    audio,
    become,
    touch: async () => {
      gesture()
      await Promise.resolve()
      await Promise.resolve()
    },
    is: () => audio.store.getState().is,
    /** @param audioMs what the audio clock did meanwhile */
    run(ms: number, audioMs = ms) {
      monoMs += ms
      fake.move(audioMs)
      audio.look()
    },
  }
}

describe('the audio of a page', () => {
  test('[SO20] a browser that blocks sound is known for it before anybody touches the page', () => {
    const { audio, is, run } = start('suspended')
    expect(is()).toBe('suspended')
    expect(audio.out()).toBeUndefined()
    run(600, 0)
    expect(audio.store.getState()).toEqual({ is: 'suspended', atLoad: 'suspended', hasRun: false })
  })
  test('[SO21] any gesture unlocks it; what it was at load stays written', async () => {
    const { audio, is, touch } = start('suspended')
    await touch()
    expect(is()).toBe('running')
    expect(audio.out()).toBeDefined()
    expect(audio.store.getState()).toEqual({ is: 'running', atLoad: 'suspended', hasRun: true })
  })
  test('[SO21] a browser that refuses is asked again at the next gesture, and is blocked until then', async () => {
    const { audio, is, touch } = start('suspended', false)
    await touch()
    await touch()
    expect(is()).toBe('suspended')
    expect(audio.out()).toBeUndefined()
  })
  test('[SO22] a browser that allows it says so at load', () => {
    const { audio, run } = start('running')
    run(600)
    expect(audio.store.getState()).toEqual({ is: 'running', atLoad: 'running', hasRun: true })
  })
  test('[SO23] one that was stopped (a call, the system) is interrupted, and cannot sound', async () => {
    const { audio, is, become, touch } = start('running')
    become('interrupted')
    expect(is()).toBe('interrupted')
    expect(audio.out()).toBeUndefined()
    await touch()
    expect(is()).toBe('running')
    become('suspended')
    expect(is()).toBe('interrupted')
  })
  test('[SO23] it is asked back by itself where it ran before', async () => {
    const { is, become, run } = start('running')
    become('suspended')
    run(2_000, 0)
    await Promise.resolve()
    expect(is()).toBe('running')
  })
  test('[SO24] a context that says it runs while its clock stands still cannot sound', () => {
    const { audio, is, run } = start('running')
    run(2_000)
    expect(is()).toBe('running')
    run(2_000, 0)
    expect(is()).toBe('interrupted')
    expect(audio.out()).toBeUndefined()
    run(2_000)
    expect(is()).toBe('running')
  })
  test('[SO23] one that was closed is opened anew', async () => {
    const { is, become, touch } = start('running')
    become('closed')
    expect(is()).toBe('interrupted')
    await touch()
    expect(is()).toBe('running')
  })
  test('[SO25] without Web Audio it never sounds, and says so', async () => {
    const { audio, is, touch, run } = start('none')
    await touch()
    run(5_000)
    expect(is()).toBe('none')
    expect(audio.out()).toBeUndefined()
  })
})
