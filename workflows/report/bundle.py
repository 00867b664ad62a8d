"""Bundle: every form of a report in one ZIP, with a manifest and SHA256SUMS.

全部格式. The same files give the same bytes: the archive's own times are fixed, and files stand in
the order in which they are given.
"""

import io
import json
from collections.abc import Mapping
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from workflows.report.document import Report

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP knows."""
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"


def bundle(report: Report, files: Mapping[str, bytes], made_with: Mapping[str, str]) -> bytes:
    """Pack files by name, with what they are of and the SHA-256 of each."""
    hashes = {name: sha256(raw).hexdigest() for name, raw in files.items()}
    manifest = {
        "format": "hebao-bundle",
        "title": report.title,
        "quarter": str(report.quarter),
        "as_of": report.as_of.isoformat(),
        "edition": report.edition or None,
        "commit": report.commit,
        "committed_at": report.committed.isoformat(),
        "made_with": dict(made_with),
        "files": [
            {"name": name, "size": len(raw), "sha256": hashes[name]} for name, raw in files.items()
        ],
    }
    written = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    sums = "".join(f"{digest}  {name}\n" for name, digest in hashes.items())
    return _packed({**files, MANIFEST: written.encode(), SUMS: sums.encode()})


def _packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packing:
        for name, raw in files.items():
            told = ZipInfo(name, EPOCH)
            told.compress_type = ZIP_DEFLATED
            told.create_system = 3
            told.external_attr = 0o644 << 16
            packing.writestr(told, raw)
    return out.getvalue()
