package io.jwasm.bundle.unpack;

import io.jwasm.bundle.tar.TarEntry;

/// What a file has beside its content.
///
/// @param mode the permission bits, without set-user-ID and set-group-ID: an unpacked image lies
///   where other users of the host may reach it
/// @param uid the owner
/// @param gid the group
/// @param seconds when it was modified, in seconds since 1970
record Attributes(int mode, long uid, long gid, long seconds) {

    private static final int KEPT_MODE = 01777;

    Attributes {
        mode &= KEPT_MODE;
    }

    static Attributes of(TarEntry entry) {
        return new Attributes(entry.mode(), entry.uid(), entry.gid(), entry.modifiedSeconds());
    }

    Attributes withMode(int replacement) {
        return new Attributes(replacement, uid, gid, seconds);
    }
}
