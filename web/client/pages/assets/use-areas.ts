import { useQuery } from '@tanstack/react-query'
import { listAreas, type Area } from '#contract/assets.ts'
import { call } from '../../../api.ts'

/** All rooms of a home, in the order in which they were added. */
export function useAreas(residenceId: string) {
  const params = { residenceId }
  return useQuery({
    queryKey: [listAreas.path, params, 'all'],
    queryFn: async ({ signal }) => {
      const areas: Area[] = []
      let cursor: string | null = null
      do {
        const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor !== null && { cursor }) }
        const page: { items: Area[]; nextCursor: string | null } = await call(listAreas, { params, query }, signal)
        areas.push(...page.items)
        cursor = page.nextCursor
      } while (cursor !== null)
      return areas
    }
  })
}
