package io.jwasm.bundle.spec;

import java.util.List;

/// The capability sets of a process, names as in
/// [capabilities(7)](https://man7.org/linux/man-pages/man7/capabilities.7.html).
///
/// @param bounding the bounding set
/// @param effective the effective set
/// @param inheritable the inheritable set
/// @param permitted the permitted set
/// @param ambient the ambient set
public record Capabilities(
        List<String> bounding,
        List<String> effective,
        List<String> inheritable,
        List<String> permitted,
        List<String> ambient) {

    /// No capability in any set.
    public static final Capabilities NONE =
            new Capabilities(List.of(), List.of(), List.of(), List.of(), List.of());

    /// Copies the lists.
    public Capabilities {
        bounding = List.copyOf(bounding);
        effective = List.copyOf(effective);
        inheritable = List.copyOf(inheritable);
        permitted = List.copyOf(permitted);
        ambient = List.copyOf(ambient);
    }
}
