import './skeleton.css'

export type SkeletonProps = {
  /** One bar for each height given, in rem: the shape of what will stand here, so that nothing jumps. */
  heights?: readonly number[]
  /** What a screen reader says while waiting. */
  label: string
}

const threeLines: readonly number[] = [3, 3, 3]

/** The place of something that loads; shows itself after 150 ms, so that quick answers do not flicker. */
export function Skeleton({ heights = threeLines, label }: SkeletonProps) {
  return (
    <div className="skeleton">
      <output className="visually-hidden">{label}</output>
      {heights.map((height, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- bars have no identity and never change places
        <div key={index} className="skeleton-bar" style={{ height: `${height}rem` }} />
      ))}
    </div>
  )
}
