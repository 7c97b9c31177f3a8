/// OCI bundles and images: the runtime specification, the root filesystem, the entrypoint.
module io.jwasm.bundle {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires transitive io.jwasm.linux;
    requires static transitive org.jspecify;

    exports io.jwasm.bundle;
    exports io.jwasm.bundle.error;
    exports io.jwasm.bundle.image;
    exports io.jwasm.bundle.rootfs;
    exports io.jwasm.bundle.spec;
    exports io.jwasm.bundle.user;
}
