# shellcheck shell=bash
# Sourced by the launchers. launch MODULE JVM_OPTION... -- ARGUMENT...
#
# Becomes the JVM that runs MODULE's jar, so that a signal for the launcher reaches the program itself. CULVERT_JAVA_OPTS adds
# JVM options and wins over the ones given here; JAVA_HOME chooses the JVM. Where scripts/class-archives has made an archive of the
# module's classes, the JVM uses it.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

launch() {
  local module=$1 java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  local jar="$repository/$module/target/$module.jar"
  local -a jvm=()
  shift
  while [ "$1" != -- ]; do
    jvm+=("$1")
    shift
  done
  shift
  if ! command -v "$java" > /dev/null; then
    printf '%s: no %s: install a JDK, 17 or later\n' "$module" "$java" >&2
    exit 1
  fi
  if [ ! -f "$jar" ]; then
    printf '%s: not built yet: run "mvn -B -q package -pl %s -am -Dmaven.test.skip.exec" in %s\n' "$module" "$module" "$repository" >&2
    exit 1
  fi
  if [ -f "${jar%.jar}.jsa" ]; then
    # One of other jars or of another JVM is no use, and nothing to talk about.
    jvm+=("-XX:SharedArchiveFile=${jar%.jar}.jsa" -Xlog:cds=off)
  fi
  # Options are separated by blanks, as in JDK_JAVA_OPTIONS.
  # shellcheck disable=SC2206
  jvm+=(${CULVERT_JAVA_OPTS:-})
  exec "$java" "${jvm[@]}" -jar "$jar" "$@"
}
