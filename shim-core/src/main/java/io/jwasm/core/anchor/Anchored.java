package io.jwasm.core.anchor;

import io.jwasm.linux.process.ProcessIdentity;
import java.util.List;

/// What of a container outlives this daemon, and has to be on record for that.
///
/// @param anchor the anchor process, whose id is the task's
/// @param cgroups directories of its control group
public record Anchored(ProcessIdentity anchor, List<String> cgroups) {

    /// Copies the list.
    public Anchored {
        cgroups = List.copyOf(cgroups);
    }
}
