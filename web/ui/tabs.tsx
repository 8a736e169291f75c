import './tabs.css'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'
import type { ReactNode } from 'react'

export type TabItem = { id: string; label: string; count?: number; content: ReactNode }

export type TabsProps = {
  label: string
  items: readonly TabItem[]
  selected?: string
  onSelect?: (id: string) => void
  className?: string
}

export function Tabs({ label, items, selected, onSelect, className = '' }: TabsProps) {
  return (
    <AriaTabs
      className={`tabs ${className}`}
      {...(selected === undefined ? {} : { selectedKey: selected })}
      {...(onSelect === undefined ? {} : { onSelectionChange: (key) => onSelect(String(key)) })}
    >
      <TabList aria-label={label} className="tab-list" items={items}>
        {(item) => (
          <Tab id={item.id} className="tab">
            {item.label}
            {item.count !== undefined && <span className="tab-count figures">{item.count}</span>}
          </Tab>
        )}
      </TabList>
      {items.map((item) => (
        <TabPanel key={item.id} id={item.id} className="tab-panel">
          {item.content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
