import './residence-switcher.css'
import { ChevronsUpDown } from 'lucide-react'
import { t } from '../../messages/i18n.ts'
import { Button, type ButtonProps } from '../../ui/button.tsx'

/** The name of the home in use; pressed, it lists the others. */
export function SwitcherButton({ name, ...rest }: { name: string | undefined } & Omit<ButtonProps, 'name'>) {
  return (
    <Button {...rest} variant="quiet" className="switcher">
      <span className="switcher-name">{name ?? t('app.name')}</span>
      <span className="visually-hidden">{t('nav.residence')}</span>
      <ChevronsUpDown aria-hidden />
    </Button>
  )
}
