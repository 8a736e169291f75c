/** A text with `{name}` places, or one per plural category where `{count}` decides. */
export type Plural = { readonly one: string; readonly other: string }
export type Message = string | Plural
export type Messages = Readonly<Record<string, Message>>

type Places<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Places<Rest> : never

/** The parameters of a message, read from its text. */
export type ParameterOf<M> = M extends Plural
  ? Places<M['one']> | Places<M['other']> | 'count'
  : M extends string
    ? Places<M>
    : never

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

/** `Theirs`, with a compile error at each message whose parameters differ from the original's. */
type Matching<Ours extends Messages, Theirs> = {
  [K in keyof Theirs]: K extends keyof Ours
    ? Same<ParameterOf<Ours[K]>, ParameterOf<Theirs[K]>> extends true
      ? Theirs[K]
      : `parameters differ: ${ParameterOf<Ours[K]>}`
    : 'no such message in the original'
}

/** Checks a translation against its original while compiling: the same keys, the same parameters. */
export function translationOf<Ours extends Messages>() {
  return <const Theirs extends { readonly [K in keyof Ours]: Message }>(
    messages: Theirs & Matching<Ours, Theirs>
  ): Theirs => messages
}

/** Puts values in their places; numbers as the language writes them. */
export function fill(message: Message, values: Readonly<Record<string, string | number>>, locale: string): string {
  const text = typeof message === 'string' ? message : chooseForm(message, Number(values['count']), locale)
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => {
    const value = values[name]
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : (value ?? place)
  })
}

function chooseForm(message: Plural, count: number, locale: string): string {
  return new Intl.PluralRules(locale).select(count) === 'one' ? message.one : message.other
}
