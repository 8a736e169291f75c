import './field.css'
import './search-box.css'
import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { IconButton } from './button.tsx'

/** How long typing may pause before the list is asked for, in milliseconds. */
const pauseMs = 300

export type SearchBoxProps = { label: string; clearLabel: string; value: string; onSearch: (text: string) => void }

/** Keeps what is typed and hands it on when the typing pauses; follows the address when that changes by itself. */
export function SearchBox({ label, clearLabel, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value)
  useEffect(() => {
    if (value !== sent.current) setText(value)
    sent.current = value
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])

  function hand(next: string, after: number): void {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      sent.current = next.trim()
      onSearch(next.trim())
    }, after)
  }
  return (
    <search className="search-box">
      <Search aria-hidden />
      <input
        type="search"
        className="input"
        aria-label={label}
        placeholder={label}
        maxLength={200}
        value={text}
        onChange={(event) => hand(event.target.value, pauseMs)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') hand('', 0)
        }}
      />
      {text !== '' && (
        <IconButton label={clearLabel} onPress={() => hand('', 0)}>
          <X aria-hidden />
        </IconButton>
      )}
    </search>
  )
}
