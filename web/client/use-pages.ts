import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'

type PageOf<T> = { items: T[]; nextCursor: string | null }

type Pages<T> = {
  key: readonly unknown[]
  /** Reads one page; without a cursor the first. */
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<PageOf<T>>
  /** Where to start, when the first page is known from elsewhere. */
  start?: string | undefined
  enabled?: boolean
  /** When it is read anew by itself, and how long it stays, where that differs from other lists. */
  rules?: { staleTime: number; gcTime: number; refetchOnWindowFocus: boolean; refetchOnReconnect: boolean }
}

/** A keyset-paged list, read page by page. `data` is all that is loaded; while another list is read the former stays in sight. */
export function usePages<T>({ key, read, start, enabled = true, rules }: Pages<T>) {
  return useInfiniteQuery({
    queryKey: [...key, 'pages', start],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: start,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.items),
    placeholderData: keepPreviousData,
    enabled,
    ...rules
  })
}
