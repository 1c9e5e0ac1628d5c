// Owns proving the hash chain, which an offline check of an exported file relies on as well.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packCommit, unpackCommit } from './journal.ts'
import {
  CHAIN_ORIGIN,
  chainSha,
  packLines,
  pieces,
  unpackLines,
  verifyBody,
  verifyLines,
} from './segments.ts'

const anyLine = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\n'))
const LINES = ['{"seq":1}', '{"seq":2,"note":"müde"}']

test('[LG12] the hash is SHA-256 of the previous one, a line break, and each line with its own', () => {
  const first = createHash('sha256').update('\n{"seq":1}\n{"seq":2,"note":"müde"}\n').digest('hex')
  expect(chainSha('', LINES)).toBe(first)
  expect(chainSha(first, ['x'])).toBe(createHash('sha256').update(`${first}\nx\n`).digest('hex'))
})

test('[LG1] a body gives back the lines it was made of', () => {
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 30 }), (lines) => {
      expect(unpackLines(packLines(lines))).toEqual(lines)
    }),
  )
})

test('[LG1] a journal row gives back its entries', () => {
  const entry = fc.record({
    stream: fc.nat({ max: 2 ** 40 }),
    first: fc.integer({ min: 1, max: 2 ** 40 }),
    atMs: fc.nat({ max: 8_640_000_000_000_000 }),
    lines: fc.array(anyLine, { minLength: 1, maxLength: 5 }),
  })
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 8 }), (entries) => {
      expect(unpackCommit(packCommit(entries))).toEqual(entries)
    }),
  )
})

test.each([
  ['1 1 2 0\nonly one line\n', 'has only 1'],
  ['1 1 1 0\ncut', 'cut'],
  ['not a header\n', 'not the head'],
])('[LG19] a damaged journal row is recognised: %j', (body, message) => {
  expect(() => unpackCommit(body)).toThrow(message)
})

test('[LG12] an edited line, a swapped segment, a missing one and a cut one are each named', () => {
  const sha = chainSha('', LINES)
  const segment = { first: 1, last: 2, sha }
  expect(verifyLines(CHAIN_ORIGIN, segment, LINES)).toEqual({ ok: true, at: { through: 2, sha } })
  const wrong = (given: Parameters<typeof verifyLines>) => {
    const check = verifyLines(...given)
    return check.ok ? 'ok' : check.message
  }
  expect(wrong([CHAIN_ORIGIN, segment, [LINES[0]!, '{"seq":2}']])).toContain('does not match its hash')
  expect(wrong([{ through: 0, sha: 'other' }, segment, LINES])).toContain('does not match its hash')
  expect(wrong([CHAIN_ORIGIN, segment, LINES.slice(1)])).toContain('holds 1 lines instead of 2')
  expect(wrong([CHAIN_ORIGIN, { ...segment, first: 3, last: 4 }, LINES])).toContain(
    'Lines 1 to 2 are missing',
  )
  const cut = verifyBody(CHAIN_ORIGIN, segment, packLines(LINES).slice(0, 12))
  expect(cut).toMatchObject({ ok: false, message: expect.stringContaining('cannot be unpacked') })
})

test('[LG9] a tail is cut into pieces without a hole', () => {
  expect(pieces(0, 3)).toEqual([])
  expect(pieces(7, 3)).toEqual([
    { from: 0, to: 3 },
    { from: 3, to: 6 },
    { from: 6, to: 7 },
  ])
})
