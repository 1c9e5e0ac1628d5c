// Owns how tests of a visit say "this is refused, and nothing changes". Never used by the product.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changesNothing } from './hub-fixture.ts'
import { type VisitWard, visitWard } from './visit-ward.ts'

export type Bad = readonly [what: string, body: (it: VisitWard) => object, code: string, field?: string]

/** What is asked about ends as a question. */
export const asked = (code: string, field?: string) => ({
  ok: false,
  error: { code, message: expect.stringMatching(/[.?]$/), ...(field === undefined ? {} : { field }) },
})

/** Each is refused with this code and field, in a sentence, and no stream has a line more or less for it. */
export function refuses(ward: () => VisitWard, rows: readonly Bad[]): void {
  test.each(rows.map((row) => [row[0], row] as const))('[HV20] %s', async (_what, row) => {
    const it = ward()
    const [, body, code, field] = row
    const said = await changesNothing(it, () => it.press(it.nora, body(it)))
    expect(said).toMatchObject(asked(code, field))
  })
}
export const scene = (
  prepare: (it: VisitWard) => Promise<void>,
  options: Parameters<typeof visitWard>[0] = {},
) => {
  let it: VisitWard | undefined
  beforeAll(async () => {
    it = await visitWard(options)
    await prepare(it)
  }, 60_000)
  afterAll(async () => {
    await it?.[Symbol.asyncDispose]()
  })
  return () => it as VisitWard
}
