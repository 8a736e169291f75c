import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routes } from '#contract/index.ts'
import { openApi } from '#contract/openapi.ts'
import { referencePage } from './reference-page.ts'

test('every operation stands on the page to read, those that answer with a file too', () => {
  const page = referencePage(openApi(routes, '1.0.0'))
  for (const operationId of Object.keys(routes)) assert.ok(page.includes(`<article id="${operationId}">`), operationId)
  assert.ok(page.includes('application/zip'))
})
