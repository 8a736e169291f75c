import './avatar.css'

/** Up to two initials: the first letters of the first and the last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => firstCharacter(word ?? ''))
  return letters.join('').toLocaleUpperCase()
}

/** What a person sees as one character, accents and joined emoji included. */
function firstCharacter(word: string): string {
  const [first] = new Intl.Segmenter().segment(word)
  return first?.segment ?? ''
}

/** A person, small. The name is said to a screen reader and shown on hover unless it already stands beside. */
export function Avatar({ name, besideName = false }: { name: string; besideName?: boolean }) {
  return (
    <span
      className="avatar"
      {...(besideName ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}
    >
      {initials(name)}
    </span>
  )
}
