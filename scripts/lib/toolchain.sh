# shellcheck shell=bash
# Sourced: need_toolchain finds a JDK of 25 or newer and Maven of 3.8.7 or newer and sets JAVA_HOME and MVN. On Debian, as
# root, it installs what is missing with apt-get; elsewhere it says what to install.

readonly JDK_WANTED=25
readonly MAVEN_WANTED=3.8.7

jdk_major() { # HOME
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# A JDK, not only a runtime: it compiles, and jlink makes the runtime of the distribution.
is_jdk() { # HOME
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ -n "$(jdk_major "$1")" ]
}

jdk_candidates() {
    local javac
    printf '%s\n' "${JAVA_HOME:-}"
    javac=$(command -v javac || true)
    if [ -n "$javac" ]; then
        javac=$(readlink -f "$javac")
        printf '%s\n' "${javac%/bin/javac}"
    fi
    printf '%s\n' /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-/root}"/.sdkman/candidates/java/*
}

# JAVA_HOME first, then PATH, then the usual places; version 25 itself before a newer one.
find_jdk() {
    local home newer=''
    while IFS= read -r home; do
        if [ -z "$home" ] || ! is_jdk "$home"; then continue; fi
        if [ "$(jdk_major "$home")" -eq $JDK_WANTED ]; then
            JAVA_HOME=$home
            return 0
        fi
        if [ -z "$newer" ] && [ "$(jdk_major "$home")" -gt $JDK_WANTED ]; then newer=$home; fi
    done < <(jdk_candidates)
    [ -n "$newer" ] && JAVA_HOME=$newer
}

# Maven's own start script needs a Java, for which the JDK that was found serves.
find_maven() {
    local version
    MVN=$(command -v mvn) || return 1
    version=$(JAVA_HOME=$JAVA_HOME "$MVN" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
    [ "$(printf '%s\n' "$MAVEN_WANTED" "${version:-0}" | sort -V | head -n 1)" = "$MAVEN_WANTED" ]
}

# Installs a package where that is possible; says why when it is not.
install_package() { # PACKAGE
    if [ "$(id -u)" != 0 ] || [ ! -e /etc/debian_version ] || ! command -v apt-get >/dev/null; then
        echo "$1 can only be installed here by root on Debian or Ubuntu" >&2
        return 1
    fi
    echo "installing $1" >&2
    if [ -z "$(apt-cache madison "$1" 2>/dev/null)" ]; then apt-get -qq update >&2 || true; fi
    if [ -z "$(apt-cache madison "$1" 2>/dev/null)" ]; then
        echo "this release's package sources have no $1" >&2
        return 1
    fi
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$1" </dev/null >&2
}

need_toolchain() {
    find_jdk || { install_package openjdk-25-jdk-headless && find_jdk; } || {
        cat >&2 <<TEXT
jwasm needs a JDK $JDK_WANTED or newer, with jlink. Any of these will do; then run this again:
  Debian 13 or newer, Ubuntu 24.04 or newer:  apt-get install openjdk-25-jdk-headless
  Fedora 43 or newer:                         dnf install java-25-openjdk-devel java-25-openjdk-jmods
  elsewhere:                                  unpack a build of JDK 25, such as Eclipse Temurin's, below /usr/lib/jvm
                                              or anywhere and export JAVA_HOME=/path/to/it
TEXT
        exit 1
    }
    find_maven || { install_package maven && find_maven; } || {
        cat >&2 <<TEXT
jwasm needs Maven $MAVEN_WANTED or newer, as mvn on PATH: package maven of Debian 12, Ubuntu 24.04, Fedora 39 and newer, or
the binary archive of Apache Maven, unpacked anywhere.
TEXT
        exit 1
    }
    export JAVA_HOME
    echo "JDK $(jdk_major "$JAVA_HOME") in $JAVA_HOME, Maven in $MVN" >&2
}
