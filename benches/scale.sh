#!/usr/bin/env bash
# What grows how when the archive does: build time, size, memory and latency on copies of it three
# and ten times as large, made by crates/index/examples/multiply.rs.
#
#     benches/scale.sh ARCHIVE [FACTOR...]
#
# Prints Markdown. Ten times the public archive takes 4 GB in WORK (a folder of its own by default).
set -euo pipefail

archive=$(realpath "${1:?usage: benches/scale.sh ARCHIVE [FACTOR...]}")
shift
factors=("$@")
[ ${#factors[@]} -gt 0 ] || factors=(1 3 10)
cd "$(dirname "$0")/.."
work=$(realpath "${WORK:-$(mktemp -d)}")
trap 'rm -rf "$work/copies" "$work/index"' EXIT
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
if [ -z "${KBQ:-}" ]; then
    cargo build --release --locked
    KBQ=$target/release/kbq
fi
[ -n "${EXAMPLES:-}" ] || cargo build --release --locked -p kbq-index --examples
multiply=${EXAMPLES:-$target/release/examples}/multiply
# kbq is to find nobody's settings; cargo needs its own.
home=$HOME
export HOME=$work XDG_CONFIG_HOME=$work

sum() { find "$1" -type f -printf '%s\n' | awk '{ sum += $1 } END { printf "%.0f", sum / 1e6 }'; }

# one_shot QUERY: the median of a process, in ms.
one_shot() {
    hyperfine -N --style none --warmup 5 --runs 50 --export-csv "$work/once.csv" \
        "$KBQ search --index $work/index -- $1" > /dev/null
    tail -1 "$work/once.csv" | awk -F, '{ printf "%.1f", $4 * 1000 }'
}

for factor in "${factors[@]}"; do
    rm -rf "$work/copies" "$work/index"
    "$multiply" "$archive/kb" "$factor" "$work/copies"
    # Twice: the first reads what was just written from the disk.
    find "$work/copies" -type f -exec cat {} + > /dev/null
    /usr/bin/time -f '%e %M' -o "$work/built" "$KBQ" index -q --index "$work/index" "$work/copies"
    read -r seconds peak < "$work/built"
    printf '\n### %s times: %s files\n\n' "$factor" "$(find "$work/copies" -type f | wc -l)"
    printf '| measure | |\n| --- | ---: |\n'
    printf '| text | %s MB |\n| build | %s s |\n' "$(sum "$work/copies")" "$seconds"
    printf '| peak memory of the build | %s MiB |\n' "$((peak / 1024))"
    printf '| index | %s MB |\n' "$(sum "$work/index")"
    for query in 0xc00203e5 event:4058 Q263029 "'cluster setup fails'" "'win*'"; do
        printf '| one process: `%s` | %s ms |\n' "${query//\'/}" "$(one_shot "$query")"
    done
    /usr/bin/time -f %M -o "$work/peak" "$KBQ" search --index "$work/index" -- cluster setup fails > /dev/null
    printf '| peak memory of that for words | %s MiB |\n\n' "$(($(tail -1 "$work/peak") / 1024))"
    # Only the percentiles: no sample has this name.
    HOME=$home KBQ_BENCH_INDEX="$work/index" \
        cargo bench -q -p kbq-index --bench search -- none 2>&1 | grep '^|'
done
