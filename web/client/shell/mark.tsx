/** The mark: a home in a honeycomb cell. Decoration; the word stands beside it or in a label. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden focusable="false">
      <path d="M32 3 57 17.5v29L32 61 7 46.5v-29z" fill="#f2b33d" />
      <path d="M32 17 47 30v16a2 2 0 0 1-2 2H37V37H27v11H19a2 2 0 0 1-2-2V30z" fill="#231f18" />
    </svg>
  )
}
