/** `label`: below the bar; `title`: for the pointer. */
export type PlotBar = { readonly label: string; readonly title: string; readonly value: number; readonly shown: string }

/** Months or years as columns; a table says the same to whoever does not see them. */
export function Plot({ title, bars }: { title: string; bars: readonly PlotBar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  return (
    <figure className="year-plot">
      <figcaption>{title}</figcaption>
      <div className="year-bars" aria-hidden>
        {bars.map((bar) => (
          <div key={bar.title} className="year-bar" title={`${bar.title}: ${bar.shown}`}>
            <span className="year-bar-track">
              <span className="year-bar-fill" style={{ height: `${(bar.value / most) * 100}%` }}>
                <span className="year-bar-value">{bar.value === 0 ? '' : bar.shown}</span>
              </span>
            </span>
            <span className="year-bar-label">{bar.label}</span>
          </div>
        ))}
      </div>
    </figure>
  )
}
