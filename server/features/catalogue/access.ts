/** What other features may use of the catalogue. */
export { dismissedTemplates } from './queries.ts'
