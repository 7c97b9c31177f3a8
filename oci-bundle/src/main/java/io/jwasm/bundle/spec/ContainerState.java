package io.jwasm.bundle.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jwasm.bundle.json.Json;
import java.util.Locale;
import java.util.Map;

/// The state of a container as hooks get it on their standard input,
/// [state](https://github.com/opencontainers/runtime-spec/blob/main/runtime.md#state).
///
/// @param ociVersion the version of the specification, as config.json has it
/// @param id the container
/// @param status where in its life it is
/// @param pid the init process, as the host numbers it; 0 when there is none any more
/// @param bundle the bundle's directory, absolute
/// @param annotations those of config.json
public record ContainerState(
        String ociVersion,
        String id,
        Status status,
        int pid,
        String bundle,
        Map<String, String> annotations) {

    /// Where in its life a container is.
    public enum Status {
        /// Create has not answered yet.
        CREATING,
        /// Created and not started.
        CREATED,
        /// Started.
        RUNNING,
        /// Ended.
        STOPPED
    }

    /// Copies the map.
    public ContainerState {
        annotations = Map.copyOf(annotations);
    }

    /// Writes the document.
    ///
    /// @return the JSON in UTF-8
    public byte[] toJson() {
        ObjectNode state = Json.object();
        state.put("ociVersion", ociVersion.isEmpty() ? SpecWriter.OCI_VERSION : ociVersion);
        state.put("id", id);
        state.put("status", status.name().toLowerCase(Locale.ROOT));
        if (pid != 0) {
            state.put("pid", pid);
        }
        state.put("bundle", bundle);
        if (!annotations.isEmpty()) {
            annotations.forEach(state.putObject("annotations")::put);
        }
        return Json.write(state);
    }
}
