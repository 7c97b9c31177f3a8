package io.jwasm.bundle.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom a process runs as,
/// [user](https://github.com/opencontainers/runtime-spec/blob/main/config.md#user).
///
/// @param uid the user id, 0 to 2³²−1
/// @param gid the group id, 0 to 2³²−1
/// @param umask the mask for new files' modes, or null when none is given
/// @param additionalGids further groups
/// @param username `USER[:GROUP]` by name or number, to be looked up in the root file system; empty
///   where the ids are given
public record UserSpec(
        long uid, long gid, @Nullable Integer umask, List<Long> additionalGids, String username) {

    /// User 0, group 0, nothing else.
    public static final UserSpec ROOT = new UserSpec(0, 0, null, List.of());

    /// Copies the list.
    public UserSpec {
        additionalGids = List.copyOf(additionalGids);
    }

    /// Makes a user of ids.
    ///
    /// @param uid the user id
    /// @param gid the group id
    /// @param umask the mask for new files' modes, or null when none is given
    /// @param additionalGids further groups
    public UserSpec(long uid, long gid, @Nullable Integer umask, List<Long> additionalGids) {
        this(uid, gid, umask, additionalGids, "");
    }

    /// Makes a user whose ids are not known yet.
    ///
    /// @param username `USER[:GROUP]` by name or number
    /// @return the user
    public static UserSpec named(String username) {
        return new UserSpec(0, 0, null, List.of(), username);
    }
}
