import './option.css'
import { Check } from 'lucide-react'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import type { ReactElement, ReactNode } from 'react'

export type MenuAction = {
  id: string
  label: string
  icon?: ReactNode
  /** Shown with a tick: the one in force. */
  selected?: boolean
  danger?: boolean
  disabled?: boolean
  onAction: () => void
}

export type MenuProps = {
  /** What a screen reader calls the list. */
  label: string
  /** The button that opens the menu. */
  trigger: ReactElement
  items: readonly MenuAction[]
  /** Open as soon as it is drawn. */
  defaultOpen?: boolean
}

export function Menu({ label, trigger, items, defaultOpen = false }: MenuProps) {
  return (
    <MenuTrigger defaultOpen={defaultOpen}>
      {trigger}
      <Popover className="popover">
        <AriaMenu aria-label={label} className="options">
          {items.map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              onAction={item.onAction}
              isDisabled={item.disabled ?? false}
              className={`option ${item.danger ? 'option-danger' : ''}`}
            >
              {item.icon}
              {item.label}
              {item.selected === true && <Check aria-hidden className="option-check option-checked" />}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
