#!/usr/bin/env bash
# kbq beside what one would use instead: from process start to the printed answer, side by side in
# one run, on the same files.
#
#     benches/whole_process.sh ARCHIVE
#
# ARCHIVE is an unpacked Knowledge Base archive with the folders kb (Markdown) and txt. Prints
# Markdown and writes it between the markers of docs/performance.md. RUNS sets the runs of a build
# (5), KBQ a binary that is measured instead of one built here, WORK a folder for what is built.
#
# Needs hyperfine, sqlite3, ripgrep and GNU time.
set -euo pipefail

archive=$(realpath "${1:?usage: benches/whole_process.sh ARCHIVE}")
cd "$(dirname "$0")/.."
runs=${RUNS:-5}
work=$(realpath "${WORK:-$(mktemp -d)}")
for tool in hyperfine sqlite3 rg /usr/bin/time; do
    command -v "$tool" > /dev/null || { echo "$tool is needed" >&2; exit 2; }
done
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
if [ -z "${KBQ:-}" ]; then
    cargo build --release --locked
    KBQ=$target/release/kbq
fi
[ -n "${EXAMPLES:-}" ] || cargo build --release --locked -p kbq-index --examples
examples=${EXAMPLES:-$target/release/examples}
export HOME=$work XDG_CONFIG_HOME=$work

index=$work/index
plain=$work/tantivy
fts=$work/fts5.sqlite
markdown=$archive/kb

rows=$work/rows
: > "$rows"

# measure NAME=COMMAND...: adds a row for each, of median and peak memory. RUNS, WARM, PREPARE and
# NO_SHELL say how; names are without commas.
measure() {
    local pair commands=()
    for pair in "$@"; do
        commands+=(-n "${pair%%=*}" "${pair#*=}")
    done
    hyperfine ${NO_SHELL:+-N} --style none --warmup "${WARM:-1}" --runs "$RUNS" --ignore-failure \
        ${PREPARE:+--prepare "$PREPARE"} --export-csv "$work/medians.csv" "${commands[@]}" > /dev/null 2>&1
    for pair in "$@"; do
        bash -c "${PREPARE:-true}" > /dev/null 2>&1
        echo "$(grep -F "${pair%%=*}," "$work/medians.csv" | cut -d, -f1,4),$(peak "${pair#*=}")" >> "$rows"
    done
}

# peak COMMAND: resident memory at its highest, in KiB.
peak() {
    /usr/bin/time -f %M -o "$work/peak" bash -c "exec $1" > /dev/null 2>&1 || true
    tail -1 "$work/peak"
}

# table TITLE: the rows so far as Markdown, each beside the first.
table() {
    printf '### %s\n\n| what | median | ratio | peak memory |\n| --- | ---: | ---: | ---: |\n' "$1"
    awk -F, '{
        if (NR == 1) first = $2
        shown = $2 < 1 ? sprintf("%.1f ms", $2 * 1000) : sprintf("%.2f s", $2)
        printf "| %s | %s | %.2f | %.0f MiB |\n", $1, shown, $2 / first, $3 / 1024 }' "$rows"
    echo
    : > "$rows"
}

build_times() {
    RUNS=$runs PREPARE="rm -rf $index $plain $fts" measure \
        "kbq index=$KBQ index -q --index $index $markdown" \
        "plain tantivy: title and body=$examples/plain_tantivy $markdown $plain" \
        "SQLite FTS5: title and body=$examples/plain_fts5 $markdown $fts" \
        "cat=find $markdown -type f -exec cat {} +" \
        "ripgrep: a word that none has=rg --no-ignore zyzzyva $markdown"
    table "Building from the Markdown half ($(find "$markdown" -type f | wc -l) files)"
    RUNS=$runs PREPARE="rm -rf $index" measure \
        "Markdown=$KBQ index -q --index $index $markdown" \
        "Markdown and text=$KBQ index -q --index $index $markdown $archive/txt"
    table "Building from both halves, twins merged"
}

sizes() {
    rm -rf "$index" "$plain" "$fts"
    "$KBQ" index -q --index "$index" "$markdown"
    "$examples/plain_tantivy" "$markdown" "$plain"
    "$examples/plain_fts5" "$markdown" "$fts"
    local text
    text=$(find "$markdown" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')
    printf '### Size\n\n| what | bytes | of the text |\n| --- | ---: | ---: |\n'
    for row in "the Markdown text:$markdown" "kbq, records included:$index" \
        "plain tantivy:$plain" "SQLite FTS5:$fts"; do
        find "${row#*:}" -type f -printf '%s\n' | awk -v name="${row%%:*}" -v text="$text" \
            '{ sum += $1 } END { printf "| %s | %.1f MB | %.2f |\n", name, sum / 1e6, sum / text }'
    done
    echo
}

# On a copy, whose files may be changed.
refreshes() {
    local copy=$work/copy kept=$work/kept index=$work/copy-index folder update
    rm -rf "$copy" "$index" "$kept" && cp -a "$markdown" "$copy"
    folder=$(find "$copy" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort | sed -n 100p)
    find "$copy" -name README.md | sort | awk 'NR % 400 == 1' | head -100 > "$work/changing"
    update="$KBQ index -q --index $index $copy"
    $update
    RUNS=$runs measure "nothing changed=$update"
    RUNS=$runs PREPARE="xargs -a $work/changing sed -i '\$a changed'" measure "100 files changed=$update"
    # Each run begins with the folder in the index and no longer on the disk.
    RUNS=$runs PREPARE="[ ! -d $kept ] || mv $kept $copy/$folder; $update; mv $copy/$folder $kept" \
        measure "a folder of $(find "$copy/$folder" -type f | wc -l) files removed=$update"
    table "Refreshing"
}

# one_shot TITLE KBQ-QUERY SQL PATTERN: kbq and sqlite3 often, ripgrep a few times.
one_shot() {
    NO_SHELL=1 WARM=10 RUNS=100 measure \
        "kbq=$KBQ search --index $index -- $2" "sqlite3 with FTS5=sqlite3 $fts \"$3\""
    NO_SHELL=1 RUNS=3 measure "ripgrep=rg -l -i --no-ignore $4 $markdown"
    table "$1"
}

one_shots() {
    local match="SELECT rowid, title FROM article WHERE article MATCH" best="ORDER BY rank LIMIT 10"
    local snippet="snippet(article, 1, '[', ']', '...', 20)"
    one_shot "One query: an exact code" 0xc00203e5 "$match '0xc00203e5' $best" 0xc00203e5
    one_shot "One query: an event" event:4058 \
        "$match '\\\"event id 4058\\\"' $best" "'Event ID: 4058'"
    one_shot "One query: an article by its number" Q263029 \
        "SELECT rowid, title, substr(body, 1, 400) FROM article WHERE rowid = 263029" "'Article: Q263029'"
    one_shot "One query: words, with snippets" "'cluster setup fails'" \
        "SELECT rowid, title, $snippet FROM article WHERE article MATCH 'cluster setup fails' $best" \
        "'cluster setup'"
    one_shot "One query: a common prefix" "'win*'" "$match 'win*' $best" "'\\bwin'"
}

report() {
    echo "Measured $(date -u +%F) on $(nproc) cores ($(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1)), load average $(cut -d' ' -f1 /proc/loadavg) at the start; medians, the page cache warm. $("$KBQ" --version), $(rg --version | head -1), SQLite $(sqlite3 --version | cut -d' ' -f1)."
    echo
    build_times
    sizes
    refreshes
    one_shots
}

# fill PAGE FILE: puts the file between the markers of the page.
fill() {
    awk -v new="$2" '
        /<!-- begin: whole_process.sh -->/ { print; while ((getline line < new) > 0) print line; skip = 1 }
        /<!-- end: whole_process.sh -->/ { skip = 0 }
        !skip' "$1" > "$work/page" && cp "$work/page" "$1"
}

report | tee "$work/report.md"
fill docs/performance.md "$work/report.md"
