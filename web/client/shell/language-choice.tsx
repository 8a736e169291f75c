import { activeLanguage, speak, type Language } from '../../messages/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { rememberLanguage } from '../preferences.ts'

/** Each language under its own name, which is why these words are in no catalogue. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' }

/** Switches to the other language before one is signed in. */
export function LanguageChoice() {
  const other: Language = activeLanguage() === 'de' ? 'en' : 'de'
  return (
    <Button
      variant="quiet"
      lang={other}
      onPress={() => {
        rememberLanguage(other)
        void speak(other, navigator.languages)
      }}
    >
      {languageNames[other]}
    </Button>
  )
}
