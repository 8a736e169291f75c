import type { Language } from '#contract/values.ts'

/** What a pack proves and what it does not; in its README and at the end of its paper. */
const statements: Readonly<Record<Language, { proves: readonly string[]; provesNot: readonly string[] }>> = {
  en: {
    proves: [
      'What the people of this home noted in honeyDue as done, for which day, and when honeyDue recorded it (“recorded”: the clock of the server, not of a phone).',
      'Which photos they added to it.',
      'That no file of this pack was changed since it was made, as long as SHA256SUMS is the one it was made with: hand that list, or its own hash, to the other side at once.'
    ],
    provesNot: [
      'That the work was really done, or done well: people write down what they say they did, and may note a day that has passed.',
      'When a photo was taken: honeyDue draws every photo anew and keeps neither time nor place of the camera.',
      'Who made the pack: it bears no signature, and no office has stamped the time.'
    ]
  },
  de: {
    proves: [
      'Was die Menschen in diesem Zuhause in honeyDue als erledigt vermerkt haben, für welchen Tag, und wann honeyDue es aufgezeichnet hat („aufgezeichnet“: nach der Uhr des Servers, nicht eines Telefons).',
      'Welche Fotos sie dazu hinzugefügt haben.',
      'Dass keine Datei dieser Mappe verändert wurde, seit sie erstellt ist, solange SHA256SUMS die Liste von damals ist: Gib der anderen Seite diese Liste oder ihre eigene Prüfsumme gleich in die Hand.'
    ],
    provesNot: [
      'Dass die Arbeit wirklich oder gut getan wurde: Menschen schreiben auf, was sie getan haben wollen, und können einen vergangenen Tag vermerken.',
      'Wann ein Foto aufgenommen wurde: honeyDue zeichnet jedes Foto neu und behält weder Zeit noch Ort der Kamera.',
      'Wer die Mappe erstellt hat: Sie trägt keine Unterschrift, und kein Amt hat die Zeit beglaubigt.'
    ]
  }
}

const heads: Readonly<Record<Language, { title: string; proves: string; provesNot: string; files: string }>> = {
  en: {
    title: 'Proof pack of honeyDue',
    proves: 'What this pack proves',
    provesNot: 'What it does not prove',
    files: `proof.pdf          everything to read and to print
completions.json   the same for programs
photos/            the photos as honeyDue keeps them
papers/            warranties, receipts, invoices, manuals and permits, and papers.json: what is noted of them
SHA256SUMS         the hash of every file; to check them all: sha256sum -c SHA256SUMS`
  },
  de: {
    title: 'Beweismappe aus honeyDue',
    proves: 'Was diese Mappe beweist',
    provesNot: 'Was sie nicht beweist',
    files: `proof.pdf          alles zum Lesen und Drucken
completions.json   dasselbe für Programme
photos/            die Fotos, wie honeyDue sie aufbewahrt
papers/            Garantien, Belege, Rechnungen, Anleitungen und Genehmigungen; papers.json: was dazu vermerkt ist
SHA256SUMS         die Prüfsumme jeder Datei; um alle zu prüfen: sha256sum -c SHA256SUMS`
  }
}

export function sayings(language: Language) {
  const { proves, provesNot: not } = statements[language]
  return { ...heads[language], provesTexts: proves, notTexts: not }
}

export function statementOf(language: Language): string {
  const { title, files, proves, provesTexts, provesNot, notTexts } = sayings(language)
  return `${title}\n\n${files}\n\n${proves}\n${list(provesTexts)}\n${provesNot}\n${list(notTexts)}`
}

function list(texts: readonly string[]): string {
  return texts.map((text) => `- ${text}\n`).join('')
}
