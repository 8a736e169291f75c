import { useQuery } from '@tanstack/react-query'
import { listMeters, type Meter } from '#contract/meters.ts'
import { call } from '../../../api.ts'

/** The meters of an appliance, of the home itself (`none`), or all of the home. */
export function useMeters(residenceId: string, asset?: string) {
  const params = { residenceId }
  return useQuery({
    queryKey: [listMeters.path, params, asset ?? 'all'],
    queryFn: async ({ signal }) => {
      const meters: Meter[] = []
      let cursor: string | null = null
      do {
        const query: { limit: number; asset?: string; cursor?: string } = {
          limit: 100,
          ...(asset !== undefined && { asset }),
          ...(cursor !== null && { cursor })
        }
        const page: { items: Meter[]; nextCursor: string | null } = await call(listMeters, { params, query }, signal)
        meters.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== null)
      return meters
    }
  })
}
