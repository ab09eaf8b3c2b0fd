//! Disks that are full, and disks that one may only read.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::lab::{Lab, State, amount};
use crate::support::text;

/// Runs a shell script that may mount; none where the system does not permit that.
fn with_mounts(script: &str, arguments: &[&Path]) -> Option<Output> {
    let ways: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];
    let permitted = |way: &&&[&str]| {
        let probe = "mount -t tmpfs -o size=64k none /mnt";
        let tried = Command::new("unshare").args(**way).args(["sh", "-c", probe]).output();
        tried.is_ok_and(|done| done.status.success())
    };
    let Some(way) = ways.iter().find(permitted) else {
        println!("skipped: this system permits no mounting (unshare --mount)");
        return None;
    };
    let mut command = Command::new("unshare");
    command.args(*way).args(["sh", "-c", script, "sh"]).args(arguments);
    command.env("KBQ", env!("CARGO_BIN_EXE_kbq"));
    Some(command.output().expect("runs"))
}

/// `$1` is the folder of a lab with `articles` and `new`, `$2` a folder to mount on, `$3` a file
/// with a way to build and how many kilobytes stay free a line. Prints four lines for each.
const FULL_DISK: &str = r#"
cd "$1" && mount -t tmpfs -o size=16m none "$2" || exit 9
export HOME="$1"
count() { "$KBQ" search -l "$1" -n 9999 --index "$2/ix" 2> /dev/null | wc -l; }
while read -r way free; do
    case $way in
        first) rm -rf "$2/ix" ;;
        *) "$KBQ" index -q articles --index "$2/ix" || exit 8 ;;
    esac
    case $way in rebuild) how=--rebuild ;; *) how= ;; esac
    mv articles old && mv new articles
    room=$(df -k --output=avail "$2" | tail -1)
    head -c "$(((room - free) * 1024))" /dev/zero > "$2/ballast"
    "$KBQ" index $how articles --index "$2/ix" 2> said
    echo "$way with $free: exit $?, $(tr '\n' ' ' < said)"
    echo "old $(count heliotrope "$2")"
    echo "new $(count nasturtium "$2")"
    "$KBQ" check --index "$2/ix" 2> /dev/null
    echo "check $?"
    rm "$2/ballast"
    "$KBQ" index -q articles --index "$2/ix" && "$KBQ" check --index "$2/ix" 2> /dev/null || exit 7
    test "$(count nasturtium "$2")" = "$4" || exit 6
    mv articles new && mv old articles
done < "$3"
"#;

#[test]
fn a_full_disk_is_told_and_leaves_what_was_there() {
    const WAYS: [&str; 3] = ["first", "update", "rebuild"];
    let count = amount(60, 400);
    let lab = Lab::new(count, State::Nasturtium);
    fs::rename(lab.path().join("articles"), lab.path().join("new")).expect("renames");
    // File systems tell times in steps of milliseconds, and the states have equal sizes.
    std::thread::sleep(std::time::Duration::from_millis(50));
    lab.write(State::Heliotrope);
    let (disk, rooms) = (lab.path().join("disk"), lab.path().join("rooms"));
    fs::create_dir(&disk).expect("creates");
    let steps = amount(5, 40);
    let tries = WAYS.iter().flat_map(|way| {
        (0..steps).map(move |step| format!("{way} {}\n", step * amount(240, 480) / steps))
    });
    fs::write(&rooms, tries.collect::<String>()).expect("writes");

    let number = count.to_string();
    let Some(done) = with_mounts(FULL_DISK, &[lab.path(), &disk, &rooms, Path::new(&number)])
    else {
        return;
    };
    let told = text(&done.stdout);
    assert_eq!(done.status.code(), Some(0), "{told}{}", text(&done.stderr));
    let lines: Vec<_> = told.lines().collect();
    assert_eq!(lines.len(), 4 * steps * WAYS.len(), "{told}");
    for (way, tries) in WAYS.iter().zip(lines.chunks(4 * steps)) {
        let failed = tries.chunks(4).filter(|lines| !is_built(lines, way, count)).count();
        println!("{failed} of {steps} builds of the kind `{way}` met a full disk");
        assert!(0 < failed && failed < steps, "{way}: {failed} of {steps} failed: {told}");
    }
}

/// Whether a build succeeded; what it left must be whole in either case.
fn is_built(lines: &[&str], way: &str, count: usize) -> bool {
    let told = lines.first().expect("the build's line");
    assert!(told.starts_with(&format!("{way} with ")), "{lines:?}");
    let built = told.contains("exit 0");
    assert!(built || (told.contains("exit 2") && told.contains("No space left")), "{lines:?}");
    let (old, new, check) = match (built, way) {
        (true, _) => (0, count, 0),
        (false, "first") => (0, 0, 2),
        (false, _) => (count, 0, 0),
    };
    let expected = [format!("old {old}"), format!("new {new}"), format!("check {check}")];
    assert_eq!(lines[1..], expected, "{told}");
    built
}

/// A file or folder as `stat` shows it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    path: PathBuf,
    is_dir: bool,
    inode: u64,
    mode: u32,
    bytes: u64,
    /// Seconds and nanoseconds.
    modified: (i64, i64),
    /// Of the entry itself, not of its bytes: nothing can set this time back.
    changed: (i64, i64),
}

/// A folder and everything below it.
fn listing(folder: &Path) -> Vec<Entry> {
    let about = fs::metadata(folder).expect("exists");
    let mut found = vec![Entry {
        path: folder.to_owned(),
        is_dir: about.is_dir(),
        inode: about.ino(),
        mode: about.mode(),
        bytes: about.len(),
        modified: (about.mtime(), about.mtime_nsec()),
        changed: (about.ctime(), about.ctime_nsec()),
    }];
    if about.is_dir() {
        let entries = fs::read_dir(folder).expect("reads").flatten();
        found.extend(entries.flat_map(|entry| listing(&entry.path())));
    }
    found.sort();
    found
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("changes modes");
}

/// What a reader does, one command a line, each of which must find something; `PASTE` is a file.
const READS: [&str; 9] = [
    "search heliotrope",
    "search --json event:1003",
    "show Q100003",
    "links Q100003",
    "diagnose PASTE",
    "export -q --format jsonl",
    "check",
    "stats",
    "status",
];

/// The reads, and a copy of the program that everybody may run, in a lab that everybody may enter.
fn reads(lab: &Lab) -> (Vec<String>, PathBuf) {
    let program = lab.path().join("program");
    fs::copy(env!("CARGO_BIN_EXE_kbq"), &program).expect("copies");
    chmod(&program, 0o755);
    chmod(lab.path(), 0o755);
    let paste = lab.paste();
    chmod(&paste, 0o644);
    (READS.map(|read| read.replace("PASTE", &paste.display().to_string())).into(), program)
}

/// The program, run by somebody else where we are root: root passes modes by.
fn by_another_user(program: &Path) -> Command {
    if !fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0) {
        println!("not root: the owner reads, without permission to write");
        return Command::new(program);
    }
    let probe = Command::new("setpriv").arg("--version").output();
    if probe.is_err() {
        println!("no setpriv to become another user: root reads");
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
    command
}

#[test]
fn an_index_of_another_user_in_a_folder_without_write_permission_is_read() {
    let lab = Lab::built(20, State::Heliotrope);
    let (reads, program) = reads(&lab);
    for entry in listing(&lab.index_path()) {
        chmod(&entry.path, entry.mode & !0o222);
    }
    chmod(&lab.index_path(), 0o555);
    let before = listing(&lab.index_path());
    for read in reads {
        let mut command = by_another_user(&program);
        command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").current_dir("/");
        command.args(read.split(' ')).arg("--index").arg(lab.index_path());
        let done = command.output().expect("runs");
        assert_eq!(done.status.code(), Some(0), "{read}: {}", text(&done.stderr));
    }
    assert_eq!(listing(&lab.index_path()), before, "a reader wrote");
    for entry in before.iter().filter(|entry| entry.is_dir) {
        chmod(&entry.path, 0o755);
    }
}

/// `$1` is the index, on a medium that nothing can write, `$2` a program, `$3` a file with the
/// commands. They are run by another user where that is permitted.
const READ_ONLY: &str = r#"
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" "$1" || exit 9
touch "$1/x" 2> /dev/null && exit 8
cd / && unset HOME
other='setpriv --reuid=65534 --regid=65534 --clear-groups'
$other true 2> /dev/null && echo "as another user" || other=
while read -r command; do
    $other "$2" $command --index "$1" || { echo "failed: $command" >&2; exit 7; }
done < "$3"
"#;

#[test]
fn an_index_on_read_only_media_is_read() {
    let lab = Lab::built(20, State::Heliotrope);
    let (reads, program) = reads(&lab);
    let commands = lab.path().join("commands");
    fs::write(&commands, reads.join("\n") + "\n").expect("writes");
    let before = listing(&lab.index_path());
    let Some(done) = with_mounts(READ_ONLY, &[&lab.index_path(), &program, &commands]) else {
        return;
    };
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let told = text(&done.stdout);
    assert!(told.contains("Q100003"));
    if !told.starts_with("as another user") {
        println!("the read-only medium was read by its owner: no other user is permitted here");
    }
    assert_eq!(listing(&lab.index_path()), before, "a reader wrote");
}
