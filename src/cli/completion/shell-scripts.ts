/** The supported shells. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** The completion script of each shell. It calls `connect-sync __complete` for the candidates. */
export const shellScripts: Readonly<Record<(typeof shells)[number], string>> = {
  // Bash completes only the part after the last = or : of a word. The script works with Bash 3.2, the one of macOS.
  bash: `# Completion of connect-sync in bash. In ~/.bashrc:  source <(connect-sync completion bash)
_connect_sync() {
  local words=() word glue= i line current apart
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ ($word == [:=]* || -n $glue) && \${#words[@]} -gt 0 ]]; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    glue=
    if [[ $word == *[:=] ]]; then glue=1; fi
  done
  current=\${words[\${#words[@]}-1]}
  apart=\${current%"\${current##*[:=]}"}
  COMPREPLY=()
  while IFS=$'\\t' read -r line _; do
    case $line in
      :files | :directories)
        compopt -o filenames 2>/dev/null
        local how=-f
        if [[ $line == :directories ]]; then how=-d; fi
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$how" -- "\${current#"$apart"}")
        ;;
      ?*) COMPREPLY+=("\${line#"$apart"}") ;;
    esac
  done < <("\${COMP_WORDS[0]}" __complete -- "\${words[@]}" 2>/dev/null)
}
complete -F _connect_sync connect-sync
`,
  zsh: `#compdef connect-sync
# Completion of connect-sync in zsh. In ~/.zshrc, behind compinit:  source <(connect-sync completion zsh)
_connect_sync() {
  local line
  local -a lines candidates
  lines=("\${(@f)$(\${(Q)words[1]} __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  for line in "\${lines[@]}"; do
    case $line in
      (:files) _files ;;
      (:directories) _files -/ ;;
      (?*) candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}") ;;
    esac
  done
  if (( \${#candidates} )); then _describe 'connect-sync' candidates; fi
}
if [[ \${funcstack[1]} == _connect_sync ]]; then _connect_sync "$@"; else compdef _connect_sync connect-sync; fi
`,
  fish: `# Completion of connect-sync in fish. Once:  connect-sync completion fish > ~/.config/fish/completions/connect-sync.fish
function __connect_sync_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    for line in ($before[1] __complete -- $before[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path "$current"
            case ':directories'
                __fish_complete_directories "$current"
            case '*'
                echo $line
        end
    end
end
complete -c connect-sync -f -a '(__connect_sync_complete)'
`,
};
