package io.jwasm.core.config;

/// What containerd is to speak to a daemon.
///
/// The launcher decides by it, from the same file in its own words (`read_word`), what the daemon's
/// JVM has on its class path.
public enum Protocol {
    /// What every containerd speaks to shims.
    TTRPC,
    /// What containerd 1.7 speaks as well when it is asked to.
    GRPC
}
