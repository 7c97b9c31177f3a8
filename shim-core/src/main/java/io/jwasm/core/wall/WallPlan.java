package io.jwasm.core.wall;

import io.jwasm.wasi.Grant;
import java.util.List;

/// What a guest's thread keeps. Immutable.
///
/// @param config which walls are to stand
/// @param files the files that it keeps
/// @param maySocket whether it keeps sockets of the Internet
/// @param privileges the capabilities that it keeps, a bit for each
public record WallPlan(WallConfig config, List<Grant> files, boolean maySocket, long privileges) {

    /// Copies the list.
    public WallPlan {
        files = List.copyOf(files);
    }
}
