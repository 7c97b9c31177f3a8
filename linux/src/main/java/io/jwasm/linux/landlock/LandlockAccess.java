package io.jwasm.linux.landlock;

/// What a rule allows on the files below a directory. Executing a file, making a device and control
/// of a device are never allowed.
public enum LandlockAccess {
    /// Read files and list directories.
    READ(Landlock.ACCESS_FS_READ_FILE | Landlock.ACCESS_FS_READ_DIR),

    /// Read and change what there is, make and remove files and directories.
    READ_WRITE(
            READ.rights
                    | Landlock.ACCESS_FS_WRITE_FILE
                    | Landlock.ACCESS_FS_TRUNCATE
                    | Landlock.ACCESS_FS_REMOVE_DIR
                    | Landlock.ACCESS_FS_REMOVE_FILE
                    | Landlock.ACCESS_FS_MAKE_DIR
                    | Landlock.ACCESS_FS_MAKE_REG
                    // An image may hold these, and a guest may rename what there is.
                    | Landlock.ACCESS_FS_MAKE_SOCK
                    | Landlock.ACCESS_FS_MAKE_FIFO
                    | Landlock.ACCESS_FS_MAKE_SYM
                    | Landlock.ACCESS_FS_REFER);

    /// The rights that mean something for a file that is no directory; others are an error there.
    private static final long FILE_RIGHTS =
            Landlock.ACCESS_FS_EXECUTE
                    | Landlock.ACCESS_FS_WRITE_FILE
                    | Landlock.ACCESS_FS_READ_FILE
                    | Landlock.ACCESS_FS_TRUNCATE;

    private final long rights;

    LandlockAccess(long rights) {
        this.rights = rights;
    }

    long onTree(long known) {
        return rights & known;
    }

    long onFile(long known) {
        return rights & FILE_RIGHTS & known;
    }
}
