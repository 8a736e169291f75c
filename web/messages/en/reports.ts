import type { Messages } from '../message.ts'

export const reports = {
  'reports.title': 'Reports',
  'reports.year': 'Year',
  'reports.before': 'The year before',
  'reports.after': 'The year after',
  'reports.emptyTitle': 'Nothing done in {year}',
  'reports.emptyText': 'What is completed in this home is added up here: how much, how long, what it cost.',
  'reports.separate': 'Amounts in different currencies are not added together.',
  'reports.yearBefore': '{year}, to compare: {figures}',
  'reports.print': 'Save as PDF',
  'reports.done': 'Done',
  'reports.onTime': 'On time',
  'reports.time': 'Time',
  'reports.cost': 'Cost',
  'reports.costIn': 'Cost in {currency}',
  'reports.plotDone': 'Done in each month',
  'reports.byMonth': 'Month by month',
  'reports.byCategory': 'By category',
  'reports.inFigures': '{about}, in figures',
  'reports.month': 'Month',
  'reports.cardTitle': 'Reports',
  'reports.cardText': 'A year in figures: what was done, how long it took, what it cost. To look at, or as a PDF.',
  'reports.open': 'See the year',
  'reports.count': { one: '{count} thing done', other: '{count} things done' }
} as const satisfies Messages
