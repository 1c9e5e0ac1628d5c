// Owns telling the doors at once that something was withdrawn or changed.
// Never lets one listener's failure keep the others from hearing.
import type { Revoked } from './directory.ts'

export type Changes = {
  revoked(what: Revoked): void
  changed(): void
  onRevoked(listener: (revoked: Revoked) => void): () => void
  onChanged(listener: () => void): () => void
}

/** @param report takes what a listener threw */
export function createChanges(report: (error: unknown) => void): Changes {
  const onRevoked = new Set<(revoked: Revoked) => void>()
  const onChanged = new Set<() => void>()
  const tell = (call: () => void): void => {
    try {
      call()
    } catch (error) {
      report(error)
    }
  }
  const add = <L>(set: Set<L>, listener: L): (() => void) => {
    set.add(listener)
    return () => {
      set.delete(listener)
    }
  }
  return {
    revoked(what) {
      for (const listener of [...onRevoked]) tell(() => listener(what))
    },
    changed() {
      for (const listener of [...onChanged]) tell(listener)
    },
    onRevoked: (listener) => add(onRevoked, listener),
    onChanged: (listener) => add(onChanged, listener),
  }
}
