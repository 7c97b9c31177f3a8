package io.jwasm.core.capability;

import io.jwasm.api.error.ShimException;
import io.jwasm.wasi.GuestNetwork;
import java.util.Map;

/// The annotations `jwasm.io/…` of a container. Immutable.
///
/// An annotation can take away, never add: whoever writes it, in a pod's specification, may be
/// somebody else than who runs the node.
///
/// @param network the network that is left
record Annotations(GuestNetwork network) {

    static final String PREFIX = "jwasm.io/";
    static final String NETWORK = PREFIX + "network";

    /// Reads those of jwasm and refuses those that it does not know.
    static Annotations parse(Map<String, String> annotations) {
        GuestNetwork network = GuestNetwork.NAMESPACE;
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            if (annotation.getKey().equals(NETWORK)) {
                network = network(annotation.getValue());
            } else if (annotation.getKey().startsWith(PREFIX)) {
                throw new ShimException.InvalidArgument(
                        "annotation \"%s\" is not known; jwasm has \"%s\""
                                .formatted(annotation.getKey(), NETWORK));
            }
        }
        return new Annotations(network);
    }

    private static GuestNetwork network(String value) {
        return switch (value) {
            case "none" -> GuestNetwork.NONE;
            case "namespace" -> GuestNetwork.NAMESPACE;
            default ->
                    throw new ShimException.InvalidArgument(
                            "annotation \"%s\" is \"%s\", neither \"none\" nor \"namespace\""
                                    .formatted(NETWORK, value));
        };
    }
}
