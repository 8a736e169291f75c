import type { LeftOut } from '#contract/exchange.ts'
import { t } from '../../../messages/i18n.ts'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { placeWords, reasonWords } from './list-words.ts'

/** On the screen so many; the report has them all. */
const mostShown = 200

/** What does not become a task, and why. */
export function LeftOutList({ items }: { items: readonly LeftOut[] }) {
  if (items.length === 0) return null
  const more = items.length - mostShown
  return (
    <Disclosure label={t('lists.leftOut')} summary={String(items.length)} defaultOpen={items.length <= 10}>
      <ul className="list-plain list-entries" aria-label={t('lists.leftOut')}>
        {items.slice(0, mostShown).map((item) => (
          <li key={`${item.file ?? ''} ${item.line} ${item.text}`}>
            <p>{item.text === '' ? placeWords(item) : item.text}</p>
            <p className="small muted">{`${placeWords(item)} · ${reasonWords(item)}`}</p>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="muted">{t('lists.more', { count: more })}</p>}
    </Disclosure>
  )
}
