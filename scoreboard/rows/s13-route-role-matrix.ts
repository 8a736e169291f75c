import { spawnSync } from 'node:child_process'
import { operations } from '#test/matrix/operations.ts'
import { root } from '#test/source-files.ts'
import type { Row } from '../row.ts'

const files = ['test/matrix/matrix.test.ts', 'server/platform/http/assert-declared.test.ts']

export const row: Row = {
  id: 'S13',
  metric:
    'Operations whose every cell of the route × role matrix holds; the server does not start with an undeclared route',
  target: '100 %',
  async measure() {
    const { stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', ...files], {
      cwd: root,
      encoding: 'utf8'
    })
    const total = operations().length
    const broken = new Set([...stdout.matchAll(/^ *not ok \d+ - (\w+): /gm)].map(([, operationId]) => operationId))
    const passed = Number(/^# pass (\d+)$/m.exec(stdout)?.[1] ?? 0)
    const failed = Number(/^# fail (\d+)$/m.exec(stdout)?.[1] ?? 1)
    return {
      figure: `${total - broken.size} of ${total} operations, ${passed} of ${passed + failed} checks`,
      met: failed === 0 && passed > total * 2
    }
  }
}
