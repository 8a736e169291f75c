import type { Command } from 'commander'
import { catalogue } from '../secrets/catalogue.ts'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** Made from the commands as they are declared and the secrets of the catalogue, so that it cannot be behind them. */
export function completion(program: Command, shell: Shell): string {
  const places = placesIn(program)
  const files = program.commands
    .flatMap(optionsBelow)
    .filter((flag) => flag.takesFile)
    .map(({ long }) => long)
  return scripts[shell](places, [...new Set(files)].toSorted())
}

/** One command, as the words that lead to it, and what may come next there. */
type Place = { readonly path: string; readonly words: readonly string[] }

function placesIn(command: Command, path: readonly string[] = []): Place[] {
  const below = command.commands.map((each) => each.name())
  const names = command.registeredArguments.some((argument) => argument.name() === 'name')
    ? catalogue.map(({ name }) => name)
    : []
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? [])
  const options = [...command.options.map(({ long }) => long ?? ''), '--help']
  const words = [...below, ...names, ...choices, ...options]
  return [
    { path: path.join(' '), words },
    ...command.commands.flatMap((each) => placesIn(each, [...path, each.name()]))
  ]
}

function optionsBelow(command: Command): { long: string; takesFile: boolean }[] {
  const own = command.options.map(({ long, flags }) => ({ long: long ?? '', takesFile: /<(file|folder)>/.test(flags) }))
  return [...own, ...command.commands.flatMap(optionsBelow)]
}

const hint = (
  shell: Shell
) => `# honeydue is: alias honeydue='npm run --silent --prefix <the folder of honeyDue> ops --'
# Made by: honeydue completion ${shell}
`

const scripts: Record<Shell, (places: readonly Place[], files: readonly string[]) => string> = {
  bash: (places, files) => `${hint('bash')}_honeydue() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} path='' words='' word
  COMPREPLY=()
  case "$previous" in
    ${files.join('|')}) mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
  esac
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
      ${known(places)}) path="$path $word" ;;
    esac
  done
  case "$path" in
${places.map(({ path, words }) => `    '${spaced(path)}') words='${words.join(' ')}' ;;`).join('\n')}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _honeydue honeydue
`,
  zsh: (places, files) => `#compdef honeydue
${hint('zsh')}_honeydue() {
  local place='' word
  case "\${words[CURRENT-1]}" in
    (${files.join('|')}) _files; return ;;
  esac
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$place $word" in
      (${known(places)}) place="$place $word" ;;
    esac
  done
  case "$place" in
${places.map(({ path, words }) => `    ('${spaced(path)}') compadd -- ${words.join(' ')} ;;`).join('\n')}
  esac
}
compdef _honeydue honeydue
`,
  fish: (places, files) => `${hint('fish')}function __honeydue_at
  set -l place ''
  for word in (commandline -opc)[2..-1]
    switch "$place $word"
      case ${places
        .filter(({ path }) => path !== '')
        .map(({ path }) => `'${spaced(path)}'`)
        .join(' ')}
        set place "$place $word"
    end
  end
  test "$place" = "$argv[1]"
end
complete -c honeydue -f
${places.map(({ path, words }) => `complete -c honeydue -n "__honeydue_at '${spaced(path)}'" -a '${words.join(' ')}'`).join('\n')}
${files.map((long) => `complete -c honeydue -l ${long.slice(2)} -r -F`).join('\n')}
`
}

/** As the scripts put words together: each with a space before it. */
const spaced = (path: string) => (path === '' ? '' : ` ${path}`)
const known = (places: readonly Place[]) =>
  places
    .filter(({ path }) => path !== '')
    .map(({ path }) => `'${spaced(path)}'`)
    .join('|')
