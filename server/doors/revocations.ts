// Owns how a door knows that something was withdrawn while it let somebody in: whoever listens for revocations finds no
// connection to close then. Most of the time nothing was, and nothing has to be asked again.

export type Revocations = {
  /** Take this before asking who comes in. */
  asOf(): number
  /** Whether anything was withdrawn since. */
  since(asOf: number): boolean
}

export function countRevocations(directory: { onRevoked(listener: () => void): unknown }): Revocations {
  let count = 0
  directory.onRevoked(() => {
    count += 1
  })
  return { asOf: () => count, since: (asOf) => count !== asOf }
}
