import type { factors as original } from '../en/factors.ts'
import { translationOf } from '../message.ts'

export const factors = translationOf<typeof original>()({
  'factors.totpCode': 'Code aus deiner App',
  'factors.totpCodeHint': 'Die sechs Ziffern, die deine Authenticator-App gerade zeigt.',
  'factors.totpRequired': 'Hier gehören sechs Ziffern hin.',
  'factors.recoveryCode': 'Wiederherstellungscode',
  'factors.recoveryCodeHint': 'Einer der zehn, die du aufbewahrt hast. Jeder gilt einmal.',
  'factors.recoveryCodeRequired': 'Ein Wiederherstellungscode hat zwölf Buchstaben und Ziffern.',
  'factors.usePasskey': 'Passkey benutzen',
  'factors.passkeyUnused': 'Es wurde kein Passkey benutzt. Versuch es noch einmal oder nimm einen anderen Weg.'
})
