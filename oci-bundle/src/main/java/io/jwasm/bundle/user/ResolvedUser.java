package io.jwasm.bundle.user;

import java.util.List;

/// A user with its groups, by number. Immutable.
///
/// @param uid the user
/// @param gid the group
/// @param groups further groups
public record ResolvedUser(long uid, long gid, List<Long> groups) {

    /// Copies the list.
    public ResolvedUser {
        groups = List.copyOf(groups);
    }
}
