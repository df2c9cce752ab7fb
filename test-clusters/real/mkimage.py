#!/usr/bin/env python3
"""Makes a container image of one layer, as a tar file in docker-archive form, without a daemon.

usage: mkimage.py OUT.tar REFERENCE[,REFERENCE...] ENTRYPOINT CMD [--busybox PROGRAM] [FILE:DESTINATION...]

ENTRYPOINT and CMD are JSON: a list of words, or null. --busybox puts a static busybox in, with a link for each of its applets
and the directories and files that a small system has.
"""
import hashlib
import io
import json
import platform
import subprocess
import sys
import tarfile

# Fixed, so that the same files make the same image.
CREATED = "2026-01-01T00:00:00Z"
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())


class Layer:
    """A tar file in memory that gets each directory once, before what is in it."""

    def __init__(self):
        self.buffer = io.BytesIO()
        self.tar = tarfile.open(fileobj=self.buffer, mode="w", format=tarfile.GNU_FORMAT)
        self.directories = {""}

    def directory(self, path, mode=0o755):
        if path in self.directories:
            return
        self.directory(path.rpartition("/")[0])
        self.directories.add(path)
        self._add(path, mode, tarfile.DIRTYPE)

    def file(self, path, data, mode=0o755):
        self.directory(path.rpartition("/")[0])
        self._add(path, mode, tarfile.REGTYPE, data)

    def link(self, path, target):
        self._add(path, 0o777, tarfile.SYMTYPE, target=target)

    def _add(self, path, mode, kind, data=b"", target=""):
        info = tarfile.TarInfo(path)
        info.mode, info.type, info.size, info.linkname = mode, kind, len(data), target
        self.tar.addfile(info, io.BytesIO(data))

    def bytes(self):
        self.tar.close()
        return self.buffer.getvalue()


def read(path):
    with open(path, "rb") as file:
        return file.read()


def add_busybox(layer, program):
    for path in "bin etc home proc root sbin sys dev usr usr/bin usr/sbin var www".split():
        layer.directory(path)
    layer.directory("tmp", 0o1777)
    layer.file("bin/busybox", read(program))
    for applet in sorted(set(subprocess.check_output([program, "--list"], text=True).split()) - {"busybox"}):
        layer.link("bin/" + applet, "/bin/busybox")
    layer.file("etc/passwd", b"root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n", 0o644)
    layer.file("etc/group", b"root:x:0:\nnobody:x:65534:\n", 0o644)
    layer.file("www/index.html", b"hello from busybox\n", 0o644)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def main(out, references, entrypoint, cmd, *contents):
    layer = Layer()
    if contents[:1] == ("--busybox",):
        add_busybox(layer, contents[1])
        contents = contents[2:]
    for content in contents:
        source, destination = content.split(":")
        layer.file(destination.lstrip("/"), read(source))
    data = layer.bytes()
    path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    config = json.dumps({
        "architecture": ARCHITECTURE,
        "os": "linux",
        "created": CREATED,
        "config": {"Env": [path], "Entrypoint": json.loads(entrypoint), "Cmd": json.loads(cmd), "WorkingDir": "/"},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + sha256(data)]},
        "history": [{"created": CREATED, "created_by": "mkimage.py"}],
    }).encode()
    config_name, layer_name = sha256(config) + ".json", sha256(data) + "/layer.tar"
    manifest = [{"Config": config_name, "RepoTags": references.split(","), "Layers": [layer_name]}]
    with tarfile.open(out, "w") as archive:
        for name, content in (config_name, config), (layer_name, data), ("manifest.json", json.dumps(manifest).encode()):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


if __name__ == "__main__":
    main(*sys.argv[1:])
