package io.jwasm.core.capability;

import java.util.List;

/// Whom the kernel takes a guest for when it opens, makes or changes files. Immutable.
///
/// @param uid the user, 0 to 2³²−2
/// @param gid the group, 0 to 2³²−2
/// @param groups further groups
/// @param umask the permission bits that new files do not get
public record UserCapability(long uid, long gid, List<Long> groups, int umask) {

    /// What processes have that nobody told otherwise, as with the other runtimes.
    public static final int DEFAULT_UMASK = 0022;

    /// The one number that is no id: it tells setfsuid(2) to change nothing.
    private static final long NO_ID = 0xffff_ffffL;

    private static final int PERMISSION_BITS = 0777;

    /// Copies the list and checks the ranges.
    public UserCapability {
        groups = List.copyOf(groups);
        checkId("uid", uid);
        checkId("gid", gid);
        groups.forEach(group -> checkId("additional gid", group));
        umask &= PERMISSION_BITS;
    }

    private static void checkId(String name, long id) {
        if (id < 0 || id >= NO_ID) {
            throw new IllegalArgumentException(name + " " + id + " is out of range");
        }
    }

    /// Tells whether the guest has all rights of the daemon on files.
    ///
    /// @return true for user 0
    public boolean isRoot() {
        return uid == 0;
    }
}
