package io.jwasm.core.container;

import io.jwasm.linux.process.ProcessIdentity;
import java.util.List;

/// What of a prepared workload outlives this daemon, and has to be on record for that.
///
/// @param anchor the anchor process, whose id is the task's
/// @param cgroups directories of its control group
record Anchored(ProcessIdentity anchor, List<String> cgroups) {

    Anchored {
        cgroups = List.copyOf(cgroups);
    }
}
