import type { Messages } from '../message.ts'

export const factors = {
  'factors.totpCode': 'Code of your app',
  'factors.totpCodeHint': 'The six digits your authenticator app shows now.',
  'factors.totpRequired': 'Six digits are needed here.',
  'factors.recoveryCode': 'Recovery code',
  'factors.recoveryCodeHint': 'One of the ten you kept. Each works once.',
  'factors.recoveryCodeRequired': 'A recovery code has twelve letters and digits.',
  'factors.usePasskey': 'Use a passkey',
  'factors.passkeyUnused': 'No passkey was used. Try it again, or take another way.'
} as const satisfies Messages
