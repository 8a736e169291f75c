/** What people do with their plan; what their purchases do to it is among the events of purchases. */
export const planEvents = {
  'trial.started': {
    subject: 'person',
    outcome: 'done',
    security: false,
    means: 'The larger plan is tried for 14 days'
  }
} as const
