#!/usr/bin/env python3
"""Makes the file system of an image, as a directory for each of its layers.

usage: rootfs.py PROGRAM REPOSITORY OUT [without-class-archive]

PROGRAM is cluster-proxy or gateway, built in REPOSITORY. OUT/runtime gets a Java runtime (jlink's, of $JAVA_HOME or of the Java on
PATH) and the C library that it needs, of this machine; OUT/libraries the jars of others; OUT/application ours; OUT/classes an
archive of all their classes. There is no shell and no other program.
"""
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "classes"))
from classes import ArchiveError, archive, class_lists  # noqa: E402
from pack import EPOCH  # noqa: E402

# How jars of native code call the architecture of this machine.
NATIVE = {"x86_64": "x86_64", "aarch64": "aarch_64"}[platform.machine()]
# Where jars have it: Netty's, and that of SQLite's driver.
WITH_NATIVE_CODE = ("META-INF/native/", f"org/sqlite/native/Linux/{platform.machine()}/")
FILES = {
    "etc/passwd": "root:x:0:0:root:/:/sbin/nologin\nculvert:x:65532:65532:culvert:/:/sbin/nologin\n",
    "etc/group": "root:x:0:\nculvert:x:65532:\n",
    "etc/nsswitch.conf": "hosts: files dns\n",
}
# Vert.x would make a directory for what it unpacks from jars, which is nothing here.
NO_FILES = (
    "-Djava.library.path=/opt/culvert/native -Dorg.sqlite.lib.path=/opt/culvert/native"
    " -Dvertx.disableFileCPResolving=true -XX:-UsePerfData"
)
ARCHIVE = "opt/culvert/classes.jsa"
# What glibc loads by name where it is older than 2.34, and so not seen by ldd.
BY_NAME = ["libnss_dns.so.2", "libnss_files.so.2", "libresolv.so.2"]


def tool(name):
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin", name)) if home else name


def copy(source, destination):
    destination.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, destination)
    destination.chmod(0o755 if os.access(source, os.X_OK) else 0o644)


def java(root):
    modules = re.sub(r"#.*", "", (HERE / "modules").read_text()).split()
    home = root / "opt/java"
    home.parent.mkdir(parents=True)
    subprocess.run(
        [tool("jlink"), "--add-modules", ",".join(modules), "--strip-java-debug-attributes", "--no-header-files",
         "--no-man-pages", "--vm=server", "--output", home],
        check=True)
    for program in (home / "bin").iterdir():
        if program.name != "java":
            program.unlink()


def native_libraries(root, jars):
    """Unpacked, so that nothing has to be at the start: the root file system can be read-only, and no /tmp is needed."""
    for jar in jars:
        with zipfile.ZipFile(jar) as content:
            for name in content.namelist():
                if name.startswith(WITH_NATIVE_CODE) and name.endswith(".so"):
                    target = root / "opt/culvert/native" / name.rpartition("/")[2]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content.read(name))


def c_library(root, *trees):
    """What the dynamic loader would load here, at the same paths."""
    wanted = set()
    for tree in trees:
        for file in [tree / "opt/java/bin/java", *tree.rglob("*.so")]:
            if file.exists():
                listing = subprocess.run(["ldd", file], check=True, capture_output=True, text=True).stdout
                wanted.update(re.findall(r"(/\S+) \(0x", listing))
    wanted = {path for path in wanted if not any(path.startswith(str(tree.resolve())) for tree in trees)}
    for path in sorted(wanted):
        copy(path, root / path.lstrip("/"))
        if path.endswith("/libc.so.6"):
            for name in BY_NAME:
                if Path(path).with_name(name).exists():
                    copy(Path(path).with_name(name), root / path.lstrip("/").replace("libc.so.6", name))


def foreign(jar):
    """Whether a jar holds nothing but native code for other machines."""
    found = re.search(r"-(linux|osx|windows)-([a-z0-9_]+)\.jar$", jar.name)
    return found is not None and found.groups() != ("linux", NATIVE)


def same(root):
    """A name for all that is there, the same for the same files."""
    found = hashlib.sha256()
    for file in sorted(path for path in root.rglob("*") if path.is_file()):
        found.update(f"{file.relative_to(root)} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def class_archive(classes, layers, program, kept):
    """An archive for the JVM in the image, made by it and in its place: paths, sizes and times of all jars have to be the same.

    No two JVMs write the same bytes, so it is kept beside the build for the next image of these files.
    """
    with tempfile.TemporaryDirectory(dir=layers[0].parent, prefix=".root") as directory:
        root = Path(directory)
        for layer in layers[:-1]:
            shutil.copytree(layer, root, copy_function=os.link, dirs_exist_ok=True)
        shutil.copyfile(classes, root / "list")
        before = kept / f"{program}-image-{same(root)[:16]}.jsa"
        if not before.exists():
            change_root = ["chroot", root] if os.getuid() == 0 else ["unshare", "--map-root-user", "chroot", root]
            # Without /proc the launcher does not find its own libraries.
            archive("/list", f"/opt/culvert/{program}.jar", "/archive", [*change_root, "/opt/java/bin/java"],
                    env={**os.environ, "LD_LIBRARY_PATH": "/opt/java/lib"})
            for old in kept.glob(f"{program}-image-*.jsa"):
                old.unlink()
            copy(root / "archive", before)
        copy(before, layers[-1] / ARCHIVE)


def main(program, repository, out, archived):
    out.mkdir(parents=True)
    runtime, libraries, application, classes = layers = [
        out / layer for layer in ("runtime", "libraries", "application", "classes")]
    java(runtime)
    for name, text in FILES.items():
        (runtime / name).parent.mkdir(exist_ok=True)
        (runtime / name).write_text(text)
    (runtime / "tmp").mkdir()
    classes.mkdir()

    module = repository / program
    ours = re.compile(r"(tunnel-protocol|cluster-proxy|gateway)[-.]")
    jars = [jar for jar in sorted((module / "target/lib").glob("*.jar")) if not foreign(jar)]
    for jar in jars:
        layer = application if ours.match(jar.name) else libraries
        copy(jar, layer / "opt/culvert/lib" / jar.name)
    native_libraries(libraries, jars)
    copy(module / "target" / (program + ".jar"), application / "opt/culvert" / (program + ".jar"))
    c_library(runtime, runtime, libraries)
    for layer in (libraries, application):
        for jar in layer.rglob("*.jar"):
            os.utime(jar, (EPOCH, EPOCH))
    options = (HERE.parent / "jvm" / program).read_text() + NO_FILES
    if archived:
        try:
            class_archive(class_lists(repository)[program], layers, program, module / "target")
            options += f" -XX:SharedArchiveFile=/{ARCHIVE} -Xlog:cds=off"
        except ArchiveError as error:
            print(f"image: {program} has no archive of its classes, and will start slower: {error}", file=sys.stderr)
    (application / "opt/culvert/jvm.options").write_text(f"{options}\n-jar /opt/culvert/{program}.jar\n")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5) or sys.argv[4:] not in ([], ["without-class-archive"]):
        sys.exit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), len(sys.argv) == 4)
