import type { ReactNode } from 'react'
import { EmptyState, type StateProps } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { usePages } from '../../use-pages.ts'
import { onPurpose } from './reading.ts'

type StaffPagesProps<T> = {
  path: string
  read: (query: { cursor?: string }, signal: AbortSignal) => Promise<{ items: T[]; nextCursor: string | null }>
  /** Said where there is nothing. */
  empty: StateProps
  children: (items: readonly T[]) => ReactNode
}

/** One of the lists that staff works off, the oldest first. */
export function StaffPages<T>({ path, read, empty, children }: StaffPagesProps<T>) {
  const query = usePages({
    key: [path],
    read: (cursor, signal) => read(cursor === undefined ? {} : { cursor }, signal),
    rules: onPurpose
  })
  return (
    <Loaded query={query} skeleton={[6, 6]}>
      {(items) =>
        items.length === 0 ? (
          <EmptyState {...empty} />
        ) : (
          <div className="stack">
            {children(items)}
            <MoreButton query={query} />
          </div>
        )
      }
    </Loaded>
  )
}
