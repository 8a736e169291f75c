import type { reports as original } from '../en/reports.ts'
import { translationOf } from '../message.ts'

export const reports = translationOf<typeof original>()({
  'reports.title': 'Berichte',
  'reports.year': 'Jahr',
  'reports.before': 'Das Jahr davor',
  'reports.after': 'Das Jahr danach',
  'reports.emptyTitle': '{year} ist nichts erledigt worden',
  'reports.emptyText':
    'Was in diesem Zuhause erledigt wird, steht hier zusammengezählt: wie viel, wie lange, was es gekostet hat.',
  'reports.separate': 'Beträge verschiedener Währungen werden nicht zusammengezählt.',
  'reports.yearBefore': '{year} zum Vergleich: {figures}',
  'reports.print': 'Als PDF sichern',
  'reports.done': 'Erledigt',
  'reports.onTime': 'Rechtzeitig',
  'reports.time': 'Zeit',
  'reports.cost': 'Kosten',
  'reports.costIn': 'Kosten in {currency}',
  'reports.plotDone': 'In jedem Monat erledigt',
  'reports.byMonth': 'Monat für Monat',
  'reports.byCategory': 'Nach Bereich',
  'reports.inFigures': '{about}, in Zahlen',
  'reports.month': 'Monat',
  'reports.cardTitle': 'Berichte',
  'reports.cardText':
    'Ein Jahr in Zahlen: was getan wurde, wie lange es gedauert und was es gekostet hat. Zum Ansehen oder als PDF.',
  'reports.open': 'Das Jahr ansehen',
  'reports.count': { one: '{count} Sache erledigt', other: '{count} Sachen erledigt' }
})
