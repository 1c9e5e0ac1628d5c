// Owns what the two command lines have in common: sentences for wrong input, tokens, passwords, the rooms' names.
// Never takes a password or prints a token.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { zDeviceId, zId } from '@chairside/shared/record/report.ts'
import * as z from 'zod'

/** Wrong input: a sentence for the person, and exit code 2. */
export class UsageError extends Error {}
/** Something outside did not work: a sentence, and exit code 1. */
export class FailedError extends Error {}

export type Environment = Readonly<Record<string, string | undefined>>

export const DEFAULT_URL = 'http://127.0.0.1:8080'

type Options = NonNullable<ParseArgsConfig['options']>

/** The arguments, or a sentence that names the options there are. */
export function readArguments<T extends Options>(args: readonly string[], options: T, usage: string) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    const sentence = (error instanceof Error ? error.message : String(error)).split('\n')[0]
    const names = Object.keys(options).map((name) => `--${name}`)
    throw new UsageError(`${sentence}\nOptions: ${names.join(' ')}\n${usage}`)
  }
}

export function wholeNumber(text: string, name: string, from: number, to: number): number {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (value >= from && value <= to) return value
  throw new UsageError(`--${name} is "${text}"; it must be a whole number from ${from} to ${to}.`)
}

export function hubUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:')) return url.origin
  throw new UsageError(`--url is "${text}"; it must be the hub’s address, such as ${DEFAULT_URL}.`)
}

/** "4" means the room "room-4"; every other name is taken as it is. */
export const roomIdOf = (name: string): string => (/^\d+$/.test(name) ? `room-${name}` : name)

const zTokens = z.array(z.object({ deviceId: zDeviceId, token: z.string().min(1), roomId: zId })).min(1)
export type DeviceToken = z.infer<typeof zTokens>[number]

const HOW_TO_MAKE =
  'Make a device and its token with\n' +
  '  npm run admin -- device add --name NAME --room ROOM --kind KIND\n' +
  '  npm run admin -- device token DEVICE'
export const howToMakeToken = (kind: string): string => HOW_TO_MAKE.replace('KIND', kind)

/** The tokens of CHAIRSIDE_DEVICE_TOKENS or of a file: a JSON array of {deviceId, token, roomId}. */
export function readTokens(file: string | undefined, environment: string | undefined): DeviceToken[] {
  const from = file ?? 'CHAIRSIDE_DEVICE_TOKENS'
  const text = file === undefined ? environment : readText(file)
  if (text === undefined || text.trim() === '')
    throw new UsageError(
      'There are no device tokens. Set CHAIRSIDE_DEVICE_TOKENS, or name a file with --tokens: a JSON array of ' +
        `{"deviceId", "token", "roomId"}.\n${howToMakeToken('simulated')}`,
    )
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new UsageError(`${from} is not JSON. It must be an array of {"deviceId", "token", "roomId"}.`)
  }
  const tokens = zTokens.safeParse(json)
  if (tokens.success) return tokens.data
  const path = tokens.error.issues[0]?.path.join('.') ?? ''
  throw new UsageError(
    `${from} must be a JSON array of {"deviceId", "token", "roomId"}${path === '' ? '' : `; look at ${path}`}.`,
  )
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const why =
      code === 'ENOENT'
        ? 'There is no such file'
        : code === 'EISDIR'
          ? 'It is a folder'
          : code === 'EACCES'
            ? 'It may not be read'
            : `It could not be read (${code})`
    throw new UsageError(`${file}: ${why}.`)
  }
}

/** CHAIRSIDE_PASSWORD, or a prompt that shows nothing of what is typed. */
export async function readPassword(name: string, environment: string | undefined): Promise<string> {
  if (environment !== undefined && environment !== '') return environment
  if (!process.stdin.isTTY)
    throw new UsageError(`Set CHAIRSIDE_PASSWORD to sign ${name} in: there is no terminal to ask at.`)
  process.stderr.write(`Password of ${name}: `)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve)
      lines.once('SIGINT', () => reject(new FailedError('Not signed in.')))
    })
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

/** `12:34`, or `1:02:03` from an hour on. */
export function clockText(ms: number): string {
  const all = Math.floor(ms / 1_000)
  const two = (value: number) => String(value).padStart(2, '0')
  const rest = `${two(Math.floor((all % 3_600) / 60))}:${two(all % 60)}`
  return all >= 3_600 ? `${Math.floor(all / 3_600)}:${rest}` : rest
}

/** Runs a program's main: what it throws becomes a sentence and an exit code. */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof FailedError)) throw error
    console.error(error.message)
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}
