import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '#test/embedded.ts'
import { root } from '#test/source-files.ts'
import { writeFile } from 'node:fs/promises'
import type { OpsError } from './exit-codes.ts'
import { readOpsSettings } from './settings.ts'

test('the example will do, and its paths are beside it', () => {
  const { kubeconfig, escrow } = readOpsSettings(join(root, 'ops.example.yaml'))
  assert.equal(kubeconfig, join(root, 'deploy-k3s/kubeconfig'))
  assert.equal(escrow.recipients.length, 2)
})

test('what is missing and what is not known is told by name', async (t) => {
  const path = join(await temporaryFolder(t), 'ops.yaml')
  await writeFile(path, 'environment: production\nkubeconfig: k\nnamespace: honeydue\ninternalPort: 1\ncolour: red\n')
  assert.throws(
    () => readOpsSettings(path),
    (error: OpsError) => {
      assert.match(error.message, /escrow/)
      assert.match(error.message, /additional|colour/)
      return error.exitCode === 2
    }
  )
  assert.throws(() => readOpsSettings('/nowhere/ops.yaml'), /nowhere\/ops\.yaml cannot be opened \(ENOENT\)/)
})
