import { KeyRound, Plus } from 'lucide-react'
import { useLocation, useNavigate } from 'react-router'
import type { Residence } from '#contract/residences.ts'
import { t } from '../../messages/i18n.ts'
import { Menu } from '../../ui/menu.tsx'
import { HomeIcon } from '../home-icon.tsx'
import { paths } from '../paths.ts'
import { SwitcherButton } from './switcher-button.tsx'

/** The list of homes. Comes with the first press, and then opens at once. */
export function ResidenceMenu({
  residences,
  current
}: {
  residences: readonly Residence[]
  current: Residence | undefined
}) {
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const homes = residences.map((residence) => ({
    id: residence.id,
    label: residence.name,
    icon: <HomeIcon home={residence} />,
    selected: residence.id === current?.id,
    onAction: () => void navigate(samePage(pathname, residence.id))
  }))
  const more = [
    { id: 'new', label: t('nav.addHome'), icon: <Plus aria-hidden />, onAction: () => void navigate(paths.newHome()) },
    { id: 'join', label: t('nav.join'), icon: <KeyRound aria-hidden />, onAction: () => void navigate(paths.join()) }
  ]
  return (
    <Menu
      defaultOpen
      label={t('nav.residence')}
      trigger={<SwitcherButton name={current?.name} />}
      items={[...homes, ...more]}
    />
  )
}

/** `/homes/a/board` → `/homes/b/board`; a page of no home → that home's board. */
function samePage(pathname: string, residenceId: string): string {
  const page = /^\/homes\/[^/]+(\/.*)?$/.exec(pathname)
  return page && pathname !== paths.newHome() ? `${paths.home(residenceId)}${page[1] ?? ''}` : paths.board(residenceId)
}
