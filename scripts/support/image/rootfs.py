#!/usr/bin/env python3
"""Makes the file system of an image, as a directory for each of its layers.

usage: rootfs.py PROGRAM MODULE_DIRECTORY OUT

PROGRAM is cluster-proxy or gateway, built in MODULE_DIRECTORY/target. OUT/runtime gets a Java runtime (jlink's, of $JAVA_HOME or
of the Java on PATH) and the C library that it needs, of this machine; OUT/libraries the jars of others; OUT/application ours.
There is no shell and no other program.
"""
import os
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# How jars of native code call the architecture of this machine.
NATIVE = {"x86_64": "x86_64", "aarch64": "aarch_64"}[platform.machine()]
# Where jars have it: Netty's, and that of SQLite's driver.
WITH_NATIVE_CODE = ("META-INF/native/", f"org/sqlite/native/Linux/{platform.machine()}/")
FILES = {
    "etc/passwd": "root:x:0:0:root:/:/sbin/nologin\nculvert:x:65532:65532:culvert:/:/sbin/nologin\n",
    "etc/group": "root:x:0:\nculvert:x:65532:\n",
    "etc/nsswitch.conf": "hosts: files dns\n",
}
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


def main(program, module, out):
    out.mkdir(parents=True)
    runtime, libraries, application = (out / layer for layer in ("runtime", "libraries", "application"))
    java(runtime)
    for name, text in FILES.items():
        (runtime / name).parent.mkdir(exist_ok=True)
        (runtime / name).write_text(text)
    (runtime / "tmp").mkdir()

    ours = re.compile(r"(tunnel-protocol|cluster-proxy|gateway)[-.]")
    jars = [jar for jar in sorted((module / "target/lib").glob("*.jar")) if not foreign(jar)]
    for jar in jars:
        layer = application if ours.match(jar.name) else libraries
        copy(jar, layer / "opt/culvert/lib" / jar.name)
    native_libraries(libraries, jars)
    copy(module / "target" / (program + ".jar"), application / "opt/culvert" / (program + ".jar"))
    # Vert.x would make a directory for what it unpacks from jars, which is nothing here.
    no_files = (
        "-Djava.library.path=/opt/culvert/native -Dorg.sqlite.lib.path=/opt/culvert/native"
        " -Dvertx.disableFileCPResolving=true -XX:-UsePerfData"
    )
    options = (HERE.parent / "jvm" / program).read_text()
    (application / "opt/culvert/jvm.options").write_text(
        f"{options}{no_files}\n-jar /opt/culvert/{program}.jar\n")
    c_library(runtime, runtime, libraries)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
