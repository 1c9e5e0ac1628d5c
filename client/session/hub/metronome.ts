// Owns the page's end of the metronome worker. Everything that must go on in a hidden tab hangs on its beat.

export type Beat = { readonly sleptMs: number }
export type Metronome = { onBeat(listener: (beat: Beat) => void): () => void; stop(): void }

export function createMetronome(): Metronome {
  const listeners = new Set<(beat: Beat) => void>()
  const worker = new Worker(new URL('./metronome.worker.ts', import.meta.url), { type: 'module' })
  worker.onmessage = (event: MessageEvent<Beat>) => {
    for (const listener of listeners) listener(event.data)
  }
  return {
    onBeat(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    stop: () => worker.terminate(),
  }
}
