import './residence-switcher.css'
import { lazy, Suspense, useState } from 'react'
import type { Residence } from '#contract/residences.ts'
import { t } from '../../messages/i18n.ts'
import { SwitcherButton } from './switcher-button.tsx'
import { later } from '../later.ts'

const loadMenu = () => later(import('./residence-menu.tsx'))
const ResidenceMenu = lazy(async () => ({ default: (await loadMenu()).ResidenceMenu }))

/** The home in use and the way to another. The list itself is not needed to start, so it is fetched when wanted. */
export function ResidenceSwitcher({
  residences,
  current
}: {
  residences: readonly Residence[]
  current: Residence | undefined
}) {
  const [wanted, setWanted] = useState(false)
  if (current === undefined && residences.length === 0) return <span className="switcher-mark">{t('app.name')}</span>

  const button = (
    <SwitcherButton name={current?.name} onHoverStart={() => void loadMenu()} onPress={() => setWanted(true)} />
  )
  if (!wanted) return button
  return (
    <Suspense fallback={button}>
      <ResidenceMenu residences={residences} current={current} />
    </Suspense>
  )
}
