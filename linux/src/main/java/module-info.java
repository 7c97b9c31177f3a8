/// Linux system calls for the JVM; the one module that uses `java.lang.foreign`.
module io.jwasm.linux {
    requires static transitive org.jspecify;

    exports io.jwasm.linux;
    exports io.jwasm.linux.anchor;
    exports io.jwasm.linux.cgroup;
    exports io.jwasm.linux.ffi;
    exports io.jwasm.linux.fs;
    exports io.jwasm.linux.io;
    exports io.jwasm.linux.landlock;
    exports io.jwasm.linux.mount;
    exports io.jwasm.linux.namespace;
    exports io.jwasm.linux.process;
    exports io.jwasm.linux.seccomp;
    exports io.jwasm.linux.socket;
    exports io.jwasm.linux.terminal;
}
