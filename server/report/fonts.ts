// Owns the letters of the PDF: Source Sans 3 (SIL Open Font License), read once. Never a font of the machine: a page must look the
// same wherever the hub runs.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { create, type Font } from 'fontkit'

export type Letters = {
  readonly regular: Buffer
  readonly bold: Buffer
  /** Whether both can write it. */
  has(codePoint: number): boolean
}

const PACKAGE = '@expo-google-fonts/source-sans-3'
const read = (file: string): Buffer => readFileSync(fileURLToPath(import.meta.resolve(`${PACKAGE}/${file}`)))

let letters: Letters | undefined
export function lettersOf(): Letters {
  if (letters !== undefined) return letters
  const regular = read('400Regular/SourceSans3_400Regular.ttf')
  const bold = read('600SemiBold/SourceSans3_600SemiBold.ttf')
  const fonts = [regular, bold].map((file) => create(file) as Font)
  letters = {
    regular,
    bold,
    has: (codePoint) => fonts.every((font) => font.hasGlyphForCodePoint(codePoint)),
  }
  return letters
}

/** What these letters cannot write stands as a box: that something is there is not hidden. */
const UNKNOWN = '□'
export const writable = (text: string, { has }: Pick<Letters, 'has'>): string =>
  [...text.replaceAll(/\s/gu, ' ')]
    .map((letter) => (has(letter.codePointAt(0) ?? 0) ? letter : UNKNOWN))
    .join('')
