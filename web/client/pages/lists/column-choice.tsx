import { useState } from 'react'
import type { ColumnUse, ListPreview } from '#contract/exchange.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Select } from '../../../ui/select.tsx'

type Choice = ColumnUse | 'none'
const choices: readonly Choice[] = [
  'none',
  'title',
  'notes',
  'due',
  'time',
  'repeat',
  'category',
  'priority',
  'minutes'
]

type Props = { columns: NonNullable<ListPreview['columns']>; onChosen: (columns: string) => void }

/** What each column of a table is for; open while nobody knows which one is the title. */
export function ColumnChoice({ columns: { header, uses }, onChosen }: Props) {
  const [chosen, setChosen] = useState<readonly Choice[]>(uses.map((use) => use ?? 'none'))
  const choose = (index: number, use: Choice) =>
    setChosen(chosen.map((other, at) => changed(other, { use, isThis: at === index })))
  return (
    <Disclosure label={t('lists.columns')} defaultOpen={!uses.includes('title')}>
      <div className="stack">
        <p className="muted">{t('lists.columnsHint')}</p>
        <div className="list-columns">
          {named(header).map(({ name, key, index }) => (
            <Select<Choice>
              key={key}
              label={name === '' ? t('lists.column', { number: String(index + 1) }) : name}
              options={choices.map((value) => ({ value, label: t(`lists.use.${value}`) }))}
              value={chosen[index] ?? 'none'}
              onChange={(use) => choose(index, use)}
            />
          ))}
        </div>
        <div className="form-actions">
          <Button
            isDisabled={!chosen.includes('title')}
            onPress={() => onChosen(chosen.map((use) => (use === 'none' ? '' : use)).join(','))}
          >
            {t('lists.readAgain')}
          </Button>
        </div>
      </div>
    </Disclosure>
  )
}

/** Two columns may be called alike. */
function named(header: readonly string[]): { name: string; key: string; index: number }[] {
  return header.map((name, index) => ({ name, key: `${index} ${name}`, index }))
}

/** Each use has one column. */
function changed(other: Choice, { use, isThis }: { use: Choice; isThis: boolean }): Choice {
  if (isThis) return use
  return other === use ? 'none' : other
}
