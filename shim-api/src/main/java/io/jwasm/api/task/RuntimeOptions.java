package io.jwasm.api.task;

/// The options a client gives for one container: documents of jwasm's own configuration.
///
/// @param configPath a document's path on the host, or empty
/// @param configBody a document's text, or empty; what it says goes before the other
public record RuntimeOptions(String configPath, String configBody) {

    /// No options.
    public static final RuntimeOptions NONE = new RuntimeOptions("", "");
}
