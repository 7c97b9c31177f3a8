package io.jwasm.ttrpc;

/// Writes failures to a System.Logger, found late because loading the logging machinery costs a
/// starting server time.
enum LoggedFailures implements FailureListener {
    INSTANCE;

    @Override
    public void failed(String what, Throwable cause) {
        System.getLogger("io.jwasm.ttrpc").log(System.Logger.Level.WARNING, what, cause);
    }
}
