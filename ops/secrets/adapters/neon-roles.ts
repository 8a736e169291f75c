import Type from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import { privateFile } from '../../private-file.ts'
import type { OpsSettings } from '../../settings.ts'
import { provider, ProviderError, reaching, type Asked } from './provider.ts'

const Reset = Type.Object({
  role: Type.Object({ password: Type.String({ minLength: 8 }) }),
  operations: Type.Array(Type.Object({ id: Type.String() }))
})
const Operation = Type.Object({ operation: Type.Object({ status: Type.String() }) })

/** Roles of a branch by Neon's API (v2). Each throws ProviderError. */
export type NeonRoles = {
  has(role: string): Promise<boolean>
  /** Neon makes the password, and tells it this once; it is in force when all that Neon has to do for it is finished. */
  reset(role: string, pause: (times: number) => Promise<boolean>): Promise<Secret>
}

export function neonRoles({
  project,
  branch,
  apiKeyFile,
  url = 'https://console.neon.tech',
  certificateAuthorityFile
}: NonNullable<OpsSettings['neon']>): NeonRoles {
  const ask = provider(reaching({ hosts: [new URL(url).host], certificateAuthorityFile }))
  const bearer = privateFile(apiKeyFile, 'an API key of Neon')
  const address = `${url}/api/v2/projects/${project}`

  async function call(
    path: string,
    asked: Asked,
    also: readonly number[] = []
  ): Promise<{ status: number; body: unknown }> {
    const { status, body } = await ask(`${address}${path}`, { ...asked, bearer })
    if (status !== 200 && !also.includes(status)) throw new ProviderError(refusals[status] ?? `Neon answers ${status}`)
    return { status, body }
  }

  async function finish(id: string, pause: (times: number) => Promise<boolean>): Promise<void> {
    for (let times = 1; ; times += 1) {
      const { body } = await call(`/operations/${encodeURIComponent(id)}`, {})
      const status = Check(Operation, body) ? body.operation.status : 'unknown'
      if (status === 'finished' || status === 'skipped') return
      if (!underWay.has(status)) throw new ProviderError(`Neon has not done it: ${status}`)
      if (!(await pause(times))) throw new ProviderError('Neon is not done with it yet')
    }
  }

  return {
    async has(role) {
      return (await call(`/branches/${branch}/roles/${role}`, {}, [404])).status === 200
    },
    async reset(role, pause) {
      const { body } = await call(`/branches/${branch}/roles/${role}/reset_password`, { method: 'POST' })
      if (!Check(Reset, body)) throw new ProviderError('Neon’s answer to a reset cannot be read')
      for (const { id } of body.operations) await finish(id, pause)
      return new Secret(body.role.password)
    }
  }
}

const underWay = new Set(['scheduling', 'running', 'cancelling'])

const refusals: Readonly<Record<number, string>> = {
  401: 'Neon refuses the key in neon.apiKeyFile',
  403: 'The key in neon.apiKeyFile may not do that',
  404: 'Neon knows no such project, branch or role',
  423: 'Neon is at something else in this project: try again later',
  429: 'Neon has been asked too often: try again later'
}
