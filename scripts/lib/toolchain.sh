# Sourced: finds a JDK 25 and Maven 3.8.7 or newer and sets JAVA_HOME and MVN; on Debian as root it installs what is
# missing, elsewhere it says what to install.

jdk_major() { # HOME
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

is_jdk() { # HOME
    [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ "$(jdk_major "$1")" = 25 ]
}

find_jdk() {
    local home javac
    javac=$(command -v javac || true)
    for home in "${JAVA_HOME:-}" ${javac:+"$(readlink -f "$javac" | sed 's|/bin/javac$||')"} /usr/lib/jvm/* /opt/java/* /opt/jdk*; do
        if [ -n "$home" ] && is_jdk "$home"; then
            JAVA_HOME=$home
            return 0
        fi
    done
    return 1
}

find_maven() {
    MVN=$(command -v mvn) || return 1
    local version
    version=$("$MVN" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1)
    [ "$(printf '%s\n' 3.8.7 "$version" | sort -V | head -n 1)" = 3.8.7 ]
}

can_install() {
    [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null
}

install_packages() { # PACKAGE...
    echo "installing $*" >&2
    apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 ||
        { apt-get update >/dev/null && apt-get install -y --no-install-recommends "$@" >/dev/null; }
}

need_toolchain() {
    find_jdk || { can_install && install_packages openjdk-25-jdk-headless && find_jdk; } || {
        echo "jwasm needs a JDK 25 with jlink: set JAVA_HOME to one, or install it below /usr/lib/jvm (for example Eclipse Temurin 25," \
            "or the package openjdk-25-jdk-headless or java-25-openjdk-devel of your distribution)." >&2
        exit 1
    }
    find_maven || { can_install && install_packages maven && find_maven; } || {
        echo "jwasm needs Maven 3.8.7 or newer as mvn on PATH (the package is called maven on most distributions)." >&2
        exit 1
    }
    export JAVA_HOME
}
