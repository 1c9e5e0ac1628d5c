// Owns what a patient code is: letters and digits that end in a check character, so that a slip of the finger is not a patient.
// Never makes one up: that needs chance, which the hub has; and never knows who it is.
import { zPatientCode } from '../record/envelope.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const M = ALPHABET.length

/** The shortest stem that is worth a check character. */
const MIN_LENGTH = 4

/** How codes are compared: as they are read aloud, without hyphens, in capitals. */
export const codeKey = (code: string): string => code.trim().toUpperCase().replaceAll('-', '')

/** As it is kept and shown: in capitals, without spaces around it. */
export const tidyCode = (typed: string): string => typed.trim().toUpperCase()

/** What the hybrid system adds up to; 1 where the last character is the right one. Source: ISO 7064, MOD 37,36. */
function remainder(key: string): number {
  let sum = M
  for (const [at, character] of [...key].entries()) {
    sum = (sum + ALPHABET.indexOf(character)) % M
    if (at === key.length - 1) return sum
    if (sum === 0) sum = M
    sum = (sum * 2) % (M + 1)
  }
  return sum
}

/**
 * The hybrid system misses a few swaps (about one in a thousand). Such a code is not used at all: with it, a slip of the finger
 * could be another patient.
 */
function hidesSwap(key: string): boolean {
  for (let at = 0; at + 1 < key.length; at += 1) {
    const [one = '', two = ''] = [key[at], key[at + 1]]
    if (one !== two && remainder(key.slice(0, at) + two + one + key.slice(at + 2)) === 1) return true
  }
  return false
}

const isKey = (key: string): boolean => [...key].every((character) => ALPHABET.includes(character))

/**
 * Whether a typed code is one: right in form, and its last character is the check of all before it (ISO 7064 MOD 37,36). Every
 * single wrong character and every two neighbours swapped make it none. Hyphens and small letters do not matter.
 */
export function isPatientCode(code: string): boolean {
  const key = codeKey(code)
  return (
    zPatientCode.safeParse(tidyCode(code)).success &&
    key.length >= MIN_LENGTH &&
    isKey(key) &&
    remainder(key) === 1 &&
    !hidesSwap(key)
  )
}

/** What is wrong with what was typed, and what to do, in whole sentences; undefined: it is a patient code. */
export function codeTrouble(typed: string): string | undefined {
  if (isPatientCode(typed)) return undefined
  const isForm = zPatientCode.safeParse(tidyCode(typed)).success && codeKey(typed).length >= MIN_LENGTH
  return isForm
    ? 'A character is wrong: the last one checks the others, and it does not fit them. Compare it with the patient’s card, character by character.'
    : `A patient code has ${MIN_LENGTH} to 24 letters, digits and hyphens, and its last character checks the others.`
}

/** The sentences of a refused code: which, what is wrong with it, and where codes come from. Of one that is right: only which. */
export const noCodeWords = (typed: string): string =>
  `“${typed.slice(0, 40)}” is no patient code. ${codeTrouble(typed) ?? ''} Only codes that are made here are taken: on the page Patients, “New patient” suggests one.`

/** A simulated patient is nobody: such a code has no check character, and looks like nobody's. */
export const isSimulatedCode = (code: string): boolean =>
  tidyCode(code).startsWith('SIM-') && zPatientCode.safeParse(tidyCode(code)).success

/**
 * The code of a stem: its check character added at the end.
 * @param stem letters, digits and hyphens, at least three letters and digits
 * @returns undefined where the stem cannot be one: its form, or a swap that its check would not find
 */
export function withCheck(stem: string): string | undefined {
  const tidy = tidyCode(stem)
  const found = [...ALPHABET].find((character) => isPatientCode(`${tidy}${character}`))
  return found === undefined ? undefined : `${tidy}${found}`
}

/** Of two of the same length. */
function oneSlip(a: string, b: string): boolean {
  const differ = [...a].flatMap((character, at) => (character === b[at] ? [] : [at]))
  const [first, second] = differ
  if (differ.length === 1) return true
  return (
    differ.length === 2 &&
    first !== undefined &&
    second === first + 1 &&
    a[first] === b[second] &&
    a[second] === b[first]
  )
}

/**
 * Whether two codes of different patients could be taken for one another: one character differs, or two neighbours are swapped.
 * Where both have a check character it is left out: it differs whenever anything does, and nobody reads a code by it.
 */
export function differsByOne(a: string, b: string): boolean {
  const [one, other] = [codeKey(a), codeKey(b)]
  if (one === other || one.length !== other.length) return false
  if (oneSlip(one, other)) return true
  return isPatientCode(a) && isPatientCode(b) && oneSlip(one.slice(0, -1), other.slice(0, -1))
}

/** Which of the others each could be taken for; the codes as they came. Codes that look like nobody's are left out. */
export function lookAlikes(codes: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  const real = new Set(codes.filter((code) => !isSimulatedCode(code)))
  for (const code of real) {
    const others = [...real].filter((other) => differsByOne(code, other))
    if (others.length > 0) found.set(code, others)
  }
  return found
}
