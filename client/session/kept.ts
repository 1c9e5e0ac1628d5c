// Owns what this browser keeps by name across a reload and a sleep: small pieces of JSON. Never a password, never who the
// patient is, and never anything that a screen may show as recorded.
export type Keeper = {
  /** Of every name that begins so, what was kept under it. */
  all(prefix: string): readonly (readonly [name: string, value: unknown])[]
  keep(name: string, value: unknown): void
  drop(name: string): void
}

type Box = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** What a page keeps that no browser keeps anything for: until it is reloaded. */
export function memoryKeeper(): Keeper {
  const kept = new Map<string, string>()
  return keeperOf({
    get length() {
      return kept.size
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  })
}

/** A browser that is full or forbids it keeps nothing: what was typed then lasts as long as the page. */
export function keeperOf(box: Box): Keeper {
  return {
    all(prefix) {
      const found: (readonly [string, unknown])[] = []
      try {
        for (let at = 0; at < box.length; at += 1) {
          const name = box.key(at)
          if (name === null || !name.startsWith(prefix)) continue
          try {
            found.push([name, JSON.parse(box.getItem(name) ?? '')])
          } catch {
            // Not ours, or half written: nothing that could be offered.
          }
        }
      } catch {
        return []
      }
      return found
    },
    keep(name, value) {
      try {
        box.setItem(name, JSON.stringify(value))
      } catch {
        // As above: it is still on the screen.
      }
    },
    drop(name) {
      try {
        box.removeItem(name)
      } catch {
        // There was nothing.
      }
    },
  }
}
