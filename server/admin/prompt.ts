// Owns asking for a password at a terminal without showing it.
// Never reads one from anything but a terminal: a pipe has CHAIRSIDE_PASSWORD.
import type { ReadStream } from 'node:tty'

const ENTER = new Set(['\r', '\n', '\u0004'])
const INTERRUPT = '\u0003'
const ERASE = new Set(['\u007f', '\b'])

/** @returns what was typed, or undefined when it was broken off */
export function askHidden(
  question: string,
  input: ReadStream,
  say: (text: string) => void,
): Promise<string | undefined> {
  return new Promise((answer) => {
    let typed: string[] = []
    say(question)
    input.setRawMode(true)
    input.setEncoding('utf8')
    input.resume()
    const end = (value: string | undefined): void => {
      input.off('data', take)
      input.setRawMode(false)
      input.pause()
      say('\n')
      answer(value)
    }
    const take = (chunk: string): void => {
      for (const letter of chunk) {
        if (letter === INTERRUPT || ENTER.has(letter)) {
          end(letter === INTERRUPT ? undefined : typed.join(''))
          return
        }
        if (ERASE.has(letter)) typed = typed.slice(0, -1)
        else if (letter >= ' ') typed.push(letter)
      }
    }
    input.on('data', take)
  })
}
