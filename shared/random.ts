// Owns seeded chance: the same seed gives the same numbers on every machine. Never reads a clock or a global source.

/** A stream of chance. `fork` gives an independent stream, so that one more draw here never shifts the numbers there. */
export type Random = {
  /** In [0, 1), 32 bits. */
  next(): number
  /** Standard normal: mean 0, SD 1. */
  normal(): number
  /** Uniform in [from, to). */
  range(from: number, to: number): number
  chance(probability: number): boolean
  fork(name: string): Random
}

/** FNV-1a over UTF-16 units: turns a name into a 32-bit seed. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/** sfc32 (public domain, PractRand): 128 bits of state, passes BigCrush. */
function sfc32(seed: number): () => number {
  let a = seed >>> 0
  let b = 0x9e3779b9
  let c = 0x243f6a88
  let counter = 1
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + t
    c |= 0
    return (t >>> 0) / 4_294_967_296
  }
  for (let i = 0; i < 15; i += 1) next()
  return next
}

/**
 * @param seed any number or text; equal seeds give equal streams
 */
export function createRandom(seed: number | string): Random {
  const name = String(seed)
  const next = sfc32(hash(name))
  let spare: number | undefined
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare
      spare = undefined
      return kept
    }
    // Marsaglia's polar method: two normals from a point inside the unit circle.
    for (;;) {
      const u = 2 * next() - 1
      const v = 2 * next() - 1
      const s = u * u + v * v
      if (s > 0 && s < 1) {
        const factor = Math.sqrt((-2 * Math.log(s)) / s)
        spare = v * factor
        return u * factor
      }
    }
  }
  return {
    next,
    normal,
    range: (from, to) => from + (to - from) * next(),
    chance: (probability) => next() < probability,
    fork: (child) => createRandom(`${name}/${child}`),
  }
}

/**
 * Lower triangle L with L·Lᵀ = matrix, for drawing correlated normals.
 * @throws when the matrix is not positive definite: such correlations cannot exist together
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = []
  for (let i = 0; i < matrix.length; i += 1) {
    const row: number[] = []
    for (let j = 0; j <= i; j += 1) {
      const other = j === i ? row : (lower[j] as number[])
      let sum = matrix[i]?.[j] ?? 0
      for (let k = 0; k < j; k += 1) sum -= (row[k] as number) * (other[k] as number)
      if (j < i) row.push(sum / (other[j] as number))
      else if (sum > 0) row.push(Math.sqrt(sum))
      else throw new Error('cholesky: the matrix is not positive definite')
    }
    lower.push(row)
  }
  return lower
}

/** One draw of standard normals with the correlations whose Cholesky factor is given. */
export function correlatedNormals(random: Random, lower: readonly (readonly number[])[]): number[] {
  const independent = lower.map(() => random.normal())
  return lower.map((row) => row.reduce((sum, weight, k) => sum + weight * (independent[k] as number), 0))
}
