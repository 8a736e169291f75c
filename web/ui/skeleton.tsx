import './skeleton.css'
import type { CSSProperties } from 'react'

export type SkeletonProps = {
  /** One bar for each height given, in rem: the shape of what will stand here, so that nothing jumps. */
  heights?: readonly number[]
  /** What a screen reader says while waiting. */
  label: string
}

/** The place of something that loads; shows itself after 150 ms, so that quick answers do not flicker. */
export function Skeleton({ heights = [3, 3, 3], label }: SkeletonProps) {
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{label}</span>
      {heights.map((height, index) => (
        <div
          key={index}
          className="skeleton-bar"
          style={{ '--bar-height': `${height}rem` } as CSSProperties /* custom property */}
        />
      ))}
    </div>
  )
}
