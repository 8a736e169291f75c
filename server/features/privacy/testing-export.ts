import assert from 'node:assert/strict'
import * as api from '#contract/privacy.ts'
import type { Person, TestApp } from '#test/harness.ts'
import { unzip } from '#test/unzip.ts'

/** The archive that has been made, by the names of its files. */
export async function download(person: Person): Promise<Map<string, string>> {
  const { token } = await person.call(api.createExportLink)
  const response = await person.send(api.downloadExport, { body: { token } })
  assert.equal(response.statusCode, 200, response.body)
  return unzip(response.rawPayload)
}

/** Asks for one and has it made. */
export async function exported(app: TestApp, person: Person): Promise<Map<string, string>> {
  await person.call(api.requestExport)
  await app.runJobs()
  return download(person)
}
