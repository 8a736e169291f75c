import type { Language } from '#contract/values.ts'

const texts: Readonly<Record<Language, string>> = {
  en: `Your data in honeyDue

profile.json           what honeyDue knows of you
account/sessions.*     where you are signed in, for programs (json) and for spreadsheets (csv)
account/identities.*   the providers you sign in with
account/passkeys.*     your passkeys by name
account/phones.*       the phones that get reminders
account/calendar-feeds.* what your calendar reads of your homes
account/plan.json      your plan, where there are plans
account/purchases.*    what you bought in a store, and when it was yours
account/plan-history.* what became of it
account/plan-news.*    what you were told of it by mail
account/stores.json    what stores have told us of it
account/marks.*        what staff have said of your account, and why
account/transfers.*    purchases that staff gave to your account or took from it, or were to
account/refused.*      purchases that you showed and that belong to another account
account/events.*       what you did and what was done to your account
homes/…/home.json      the home, who lives there, and which ideas are not for it
homes/…/tasks.*        its tasks
homes/…/rooms.json     its rooms
homes/…/appliances.*   its appliances and systems
homes/…/meters.json    its meters
homes/…/readings.*     what they showed, when, and who read them
homes/…/history.*      what was done, when, by whom and for how much
homes/…/papers.*       what is noted of your papers: warranties, receipts, insurances and others
homes/…/files/         its photos and papers; history.json and papers.json name them
homes/…/files.*        what they are; one that is missing got lost, or was taken away while this was made
elsewhere/             photos and papers that you added to homes you have left

A cell of a csv file that a spreadsheet would take for a formula has an apostrophe before it.
`,
  de: `Deine Daten in honeyDue

profile.json           was honeyDue über dich weiß
account/sessions.*     wo du angemeldet bist, für Programme (json) und für Tabellen (csv)
account/identities.*   die Dienste, mit denen du dich anmeldest
account/passkeys.*     deine Passkeys mit ihren Namen
account/phones.*       die Telefone, die Erinnerungen bekommen
account/calendar-feeds.* was dein Kalender von deinen Zuhausen liest
account/plan.json      dein Tarif, wo es Tarife gibt
account/purchases.*    was du in einem Store gekauft hast, und wann es dir gehörte
account/plan-history.* was daraus wurde
account/plan-news.*    was dir davon gemailt wurde
account/stores.json    was Stores uns davon gesagt haben
account/marks.*        was das Team zu deinem Konto festgelegt hat, und warum
account/transfers.*    Käufe, die das Team deinem Konto gab oder nahm, oder es vorhatte
account/refused.*      Käufe, die du gezeigt hast und die zu einem anderen Konto gehören
account/events.*       was du getan hast und was mit deinem Konto geschah
homes/…/home.json      das Zuhause, wer dort wohnt und welche Ideen nichts für es sind
homes/…/tasks.*        seine Aufgaben
homes/…/rooms.json     seine Räume
homes/…/appliances.*   seine Geräte und Anlagen
homes/…/meters.json    seine Zähler
homes/…/readings.*     was sie zeigten, wann, und wer sie abgelesen hat
homes/…/history.*      was getan wurde, wann, von wem und für wie viel
homes/…/papers.*       was zu deinen Unterlagen notiert ist: Garantien, Belege, Versicherungen und andere
homes/…/files/         seine Fotos und Papiere; history.json und papers.json nennen sie
homes/…/files.*        was sie sind; was fehlt, ging verloren oder wurde inzwischen weggenommen
elsewhere/             Fotos und Papiere, die du in ein Zuhause gestellt hast, in dem du nicht mehr bist

Vor einer Zelle, die eine Tabelle für eine Formel hielte, steht in den csv-Dateien ein Apostroph.
`
}

export function readMe(language: Language): string {
  return texts[language]
}
