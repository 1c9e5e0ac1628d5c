// Proves that the page works under a name of the clinic's network, with TLS and without, and says what it lacks.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Browser, complaintsOf, createStage, NURSE, openBrowser, signIn } from './stage.ts'

const NAME = 'hub.clinic.test'
let browser: Browser
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chairside-names-'))
  // The clinic's machines trust the hub's certificate: a worker that keeps the page is allowed with a trusted one only.
  browser = await openBrowser([`--host-resolver-rules=MAP ${NAME} 127.0.0.1`, '--ignore-certificate-errors'])
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('opened by a name that is not this machine’s own', () => {
  test('[UI42] without TLS the page works and says what it lacks', async () => {
    await using stage = await createStage({ environment: { HOST: '0.0.0.0', ALLOW_HTTP: '1' } })
    const context = await browser.newContext()
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    const url = `http://${NAME}:${stage.port}`
    await signIn(page, url, NURSE)
    await page.goto(`${url}/room/room-1`)
    await page
      .getByText(/not encrypted; this screen may sleep/i)
      .first()
      .waitFor()
    expect(await page.evaluate(() => globalThis.isSecureContext)).toBe(false)
    await page
      .getByText(/NOT RECORDED/)
      .first()
      .waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  test('[UI42] with TLS it works, is a secure context, and does not say it lacks anything', async () => {
    const pems = await generate([{ name: 'commonName', value: NAME }], {
      keyType: 'ec',
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: NAME }] }],
    } as never)
    const [certPath, keyPath] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
    writeFileSync(certPath, pems.cert)
    writeFileSync(keyPath, pems.private)
    await using stage = await createStage({
      tls: { cert: pems.cert, key: pems.private },
      environment: { HOST: '0.0.0.0', TLS_CERT: certPath, TLS_KEY: keyPath },
    })
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const page = await context.newPage()
    const complaints = complaintsOf(page)
    const url = `https://${NAME}:${stage.port}`
    await signIn(page, url, NURSE)
    await page.goto(`${url}/room/room-1`)
    await page
      .getByText(/NOT RECORDED/)
      .first()
      .waitFor()
    expect(await page.evaluate(() => globalThis.isSecureContext)).toBe(true)
    expect(await page.getByText(/not encrypted/i).count()).toBe(0)
    const cookies = await context.cookies()
    expect(cookies.find(({ name }) => name === 'chairside_signin')).toMatchObject({
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
    })
    expect(complaints).toEqual([])
    await context.close()
  })
})
