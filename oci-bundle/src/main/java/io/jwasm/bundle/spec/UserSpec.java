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
public record UserSpec(long uid, long gid, @Nullable Integer umask, List<Long> additionalGids) {

    /// User 0, group 0, nothing else.
    public static final UserSpec ROOT = new UserSpec(0, 0, null, List.of());

    /// Copies the list.
    public UserSpec {
        additionalGids = List.copyOf(additionalGids);
    }
}
