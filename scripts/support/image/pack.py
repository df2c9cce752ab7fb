#!/usr/bin/env python3
"""Packs an image from directories, without a daemon: an OCI layout in a tar file that "docker load" reads as well.

usage: pack.py PROGRAM REFERENCE VERSION DIRECTORY OUT.tar

DIRECTORY is what rootfs.py made. The same files make the same bytes: every time, owner and order is fixed. Prints the digest of
the manifest, by which a registry will know the image, and the compressed size.
"""
import gzip
import hashlib
import io
import json
import os
import platform
import sys
import tarfile
from pathlib import Path

LAYERS = ["runtime", "libraries", "application", "classes"]
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "1767225600"))  # 2026-01-01, as in the jars
CREATED = "2026-01-01T00:00:00Z"
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
COMMANDS = {"cluster-proxy": ["run"], "gateway": ["run", "--config", "/etc/culvert/gateway.yaml"]}
OCI = "application/vnd.oci.image."


def normal(info):
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mtime = EPOCH
    if info.isdir():
        info.mode = 0o1777 if info.name == "tmp" else 0o755
    elif info.isfile():
        info.mode = 0o755 if info.mode & 0o100 else 0o644
    return info


def tar(root):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(root.rglob("*")):
            archive.add(path, path.relative_to(root).as_posix(), recursive=False, filter=normal)
    return out.getvalue()


def compress(data):
    out = io.BytesIO()
    with gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=9, mtime=0) as stream:
        stream.write(data)
    return out.getvalue()


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


class Archive:
    def __init__(self):
        self.files = {}

    def add(self, media_type, data):
        """Keeps a blob and returns its descriptor."""
        self.files["blobs/" + digest(data).replace(":", "/")] = data
        return {"mediaType": OCI + media_type, "digest": digest(data), "size": len(data)}

    def write(self, path):
        with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as archive:
            for name in ["oci-layout", "index.json", "manifest.json", *sorted(n for n in self.files if n.startswith("blobs"))]:
                info = tarfile.TarInfo(name)
                info.size, info.mtime, info.mode = len(self.files[name]), EPOCH, 0o644
                archive.addfile(info, io.BytesIO(self.files[name]))


def config(program, version, diff_ids):
    return {
        "architecture": ARCHITECTURE,
        "os": "linux",
        "created": CREATED,
        "config": {
            "User": "65532:65532",
            "Env": ["PATH=/opt/java/bin"],
            "Entrypoint": ["/opt/java/bin/java", "@/opt/culvert/jvm.options"],
            "Cmd": COMMANDS[program],
            "WorkingDir": "/",
            "Labels": {"org.opencontainers.image.title": program, "org.opencontainers.image.version": version},
        },
        "rootfs": {"type": "layers", "diff_ids": diff_ids},
        "history": [{"created": CREATED, "comment": layer} for layer in LAYERS],
    }


def text(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def main(program, reference, version, directory, out):
    archive, layers, diff_ids = Archive(), [], []
    for name in LAYERS:
        data = tar(Path(directory, name))
        diff_ids.append(digest(data))
        layers.append(archive.add("layer.v1.tar+gzip", compress(data)))
    described = archive.add("config.v1+json", text(config(program, version, diff_ids)))
    manifest = archive.add("manifest.v1+json", text(
        {"schemaVersion": 2, "mediaType": OCI + "manifest.v1+json", "config": described, "layers": layers}))
    # containerd takes the name from its own annotation, others from the second.
    named = manifest | {"annotations": {
        "io.containerd.image.name": reference, "org.opencontainers.image.ref.name": reference.rpartition(":")[2]}}
    archive.files["oci-layout"] = text({"imageLayoutVersion": "1.0.0"})
    archive.files["index.json"] = text({"schemaVersion": 2, "mediaType": OCI + "index.v1+json", "manifests": [named]})
    archive.files["manifest.json"] = text([{
        "Config": "blobs/" + described["digest"].replace(":", "/"),
        "RepoTags": [reference],
        "Layers": ["blobs/" + layer["digest"].replace(":", "/") for layer in layers]}])
    archive.write(out)
    print(manifest["digest"], "%.1f MB" % (sum(layer["size"] for layer in layers) / 1e6))


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
