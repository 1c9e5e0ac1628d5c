// Owns the words of the command line: which commands there are, and how arguments become an act.
// Never takes a password as an argument: others on the machine can read those.
import { parseArgs } from 'node:util'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { type Act, zAct } from './act.ts'

export const USAGE = `npm run admin -- COMMAND [--json]

  person add NAME --role nurse|physician|qa|admin [--generate]
  person list
  person rename PERSON NEW-NAME
  person role PERSON --role ROLE          (signs that person out)
  person password PERSON [--generate]     (signs that person out everywhere)
  person disable|enable PERSON

  room add NAME [--id ID]
  room list
  room rename ROOM NEW-NAME
  room disable|enable ROOM

  device add --name NAME --room ROOM --kind monitor|simulated|recorded [--id ID]
  device list
  device rename DEVICE NEW-NAME
  device move DEVICE --room ROOM
  device disable|enable DEVICE
  device token DEVICE[,DEVICE…] [--label TEXT]   (prints the token, once)
  device tokens
  device revoke TOKEN-ID

  screen list
  screen rename SCREEN NEW-NAME
  screen revoke SCREEN
  (a screen is enrolled on the screen itself, by a person who is signed in there)

  log list [--limit N]                    (who changed what, newest first)

PERSON, ROOM, DEVICE and SCREEN are an id or a name. A password comes from CHAIRSIDE_PASSWORD or is asked for;
--generate makes one and prints it once. DATA_DIR (./data) says whose people and rooms; a demo's are in ./data/demo.
With a hub running on that folder the hub does it, at once. --json prints one JSON object.
Exit code: 0 done, 1 refused, 2 not understood.`

export type Asked = {
  /** The act as far as the arguments say it; `needsPassword` acts still lack theirs. */
  readonly act: Readonly<Record<string, unknown>> & { readonly act: string }
  readonly needsPassword: boolean
  readonly generate: boolean
  readonly json: boolean
}

const OPTIONS = {
  role: { type: 'string' },
  id: { type: 'string' },
  name: { type: 'string' },
  room: { type: 'string' },
  kind: { type: 'string' },
  label: { type: 'string' },
  limit: { type: 'string' },
  generate: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const
type Option = keyof typeof OPTIONS

type Shape = {
  /** Names of the words after the command, in order. */
  readonly words: readonly string[]
  readonly options: readonly Option[]
  readonly password?: true
}
const SHAPES: Readonly<Record<string, Shape>> = {
  'person add': { words: ['name'], options: ['role', 'generate'], password: true },
  'person list': { words: [], options: [] },
  'person rename': { words: ['person', 'name'], options: [] },
  'person role': { words: ['person'], options: ['role'] },
  'person password': { words: ['person'], options: ['generate'], password: true },
  'person disable': { words: ['person'], options: [] },
  'person enable': { words: ['person'], options: [] },
  'room add': { words: ['name'], options: ['id'] },
  'room list': { words: [], options: [] },
  'room rename': { words: ['room', 'name'], options: [] },
  'room disable': { words: ['room'], options: [] },
  'room enable': { words: ['room'], options: [] },
  'device add': { words: [], options: ['name', 'room', 'kind', 'id'] },
  'device list': { words: [], options: [] },
  'device rename': { words: ['device', 'name'], options: [] },
  'device move': { words: ['device'], options: ['room'] },
  'device disable': { words: ['device'], options: [] },
  'device enable': { words: ['device'], options: [] },
  'device token': { words: ['devices'], options: ['label'] },
  'device tokens': { words: [], options: [] },
  'device revoke': { words: ['token'], options: [] },
  'screen list': { words: [], options: [] },
  'screen rename': { words: ['screen', 'name'], options: [] },
  'screen revoke': { words: ['screen'], options: [] },
  'log list': { words: [], options: ['limit'] },
}
const OPTIONAL: ReadonlySet<Option> = new Set(['id', 'label', 'limit', 'generate'])

const wrong = (sentence: string, field?: string) => refuse('malformed', sentence, field)

/** What an option or word becomes in the act. */
function fieldOf(name: string, text: string): unknown {
  if (name === 'devices') return text.split(',').map((part) => part.trim())
  if (name === 'limit') return Number(text)
  return text
}

/**
 * Reads the arguments.
 * @returns what was asked for, `help`, or `malformed` with a sentence and the word or option at fault
 */
export function readArguments(argv: readonly string[]): Result<Asked | 'help'> {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true }>>
  try {
    parsed = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const sentence = String((error as Error).message)
    if (/password/i.test(sentence))
      return wrong(
        'A password is never an argument: set CHAIRSIDE_PASSWORD, or wait to be asked.',
        'password',
      )
    return wrong(sentence.split('. ')[0] ?? sentence)
  }
  const { values, positionals } = parsed
  if (values.help || positionals.length === 0) return ok('help')
  const [noun = '', verb = '', ...words] = positionals
  if (noun === 'screen' && verb === 'add')
    return wrong(
      'A screen is enrolled on the screen itself: open the hub there, sign in, and choose "This screen".',
    )
  const command = `${noun} ${verb}`.trim()
  const shape = SHAPES[command]
  if (shape === undefined) return wrong(`There is no command "${command}". --help lists them.`)
  if (words.length !== shape.words.length) {
    const needs = shape.words.map((word) => word.toUpperCase()).join(' ') || 'nothing'
    return wrong(
      `"${command}" takes ${needs} after it, and was given ${words.length} words. Quote names with spaces.`,
    )
  }
  const act: Record<string, unknown> & { act: string } = { act: command.replace(' ', '.') }
  for (const [at, word] of shape.words.entries()) act[word] = fieldOf(word, words[at] ?? '')
  for (const option of Object.keys(values) as Option[])
    if (option !== 'json' && !shape.options.includes(option))
      return wrong(`"${command}" does not take --${option}.`, option)
  for (const option of shape.options) {
    const value = values[option]
    if (value === undefined && !OPTIONAL.has(option)) return wrong(`"${command}" needs --${option}.`, option)
    if (value !== undefined && option !== 'generate') act[option] = fieldOf(option, String(value))
  }
  if (command === 'device token') act.label ??= ''
  if (command === 'log list') act.limit ??= 50
  return ok({
    act,
    needsPassword: shape.password ?? false,
    generate: values.generate ?? false,
    json: values.json ?? false,
  })
}

/** Checks the act once it is whole, before anybody is asked to carry it out. */
export function checkAct(act: unknown): Result<Act> {
  const parsed = zAct.safeParse(act)
  if (parsed.success) return ok(parsed.data)
  const [issue] = parsed.error.issues
  const field = issue?.path.join('.') ?? ''
  return wrong(`--${field || 'act'} cannot be used: ${issue?.message ?? 'unreadable'}.`, field)
}
