#!/usr/bin/env python3
"""Writes seeds for the fuzz targets into fuzz/corpus: the bundled articles, queries and codes."""

import gzip
import hashlib
import io
import json
import pathlib
import tarfile
import zipfile

FUZZ = pathlib.Path(__file__).resolve().parent
ROOT = FUZZ.parent


def write(target, seed):
    folder = FUZZ / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)


articles = [path for form in ("kb", "txt", "web") for path in (ROOT / "corpus" / form).rglob("*")]
articles = sorted(path for path in articles if path.is_file())
fixtures = sorted((ROOT / "crates/parse/tests/fixtures").iterdir())
for path in articles + [path for path in fixtures if path.is_file()]:
    article = path.read_bytes()
    write("parse", article)
    if article.startswith(b"---"):
        write("front_matter", article[3:].split(b"---")[0].strip())

for line in (ROOT / "tests/quality/queries.jsonl").read_text().splitlines():
    row = json.loads(line)
    write("diagnose" if row["style"] == "paste" else "query", row["query"].encode())
    for word in row["query"].split():
        if any(character.isdigit() for character in word) and len(word) < 20:
            write("decode", word.encode())

few = sorted(articles, key=lambda path: (path.stat().st_size, path))[:3]
for count in range(1, 1 + len(few)):
    packed_tar, packed_zip = io.BytesIO(), io.BytesIO()
    with tarfile.open(fileobj=packed_tar, mode="w", bufsize=512) as tar:
        for path in few[:count]:
            member = tarfile.TarInfo(path.relative_to(ROOT).as_posix())
            member.size = path.stat().st_size
            tar.addfile(member, io.BytesIO(path.read_bytes()))
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        with zipfile.ZipFile(packed_zip, "w", method) as archive:
            for path in few[:count]:
                archive.writestr(path.relative_to(ROOT).as_posix(), path.read_bytes())
        write("archive", packed_zip.getvalue())
        packed_zip = io.BytesIO()
    write("archive", packed_tar.getvalue())
    write("archive", gzip.compress(packed_tar.getvalue(), mtime=0))
