package io.jwasm.wasi.host;

/// What the host may keep in memory on behalf of one guest: buffers, tables, open files. It counts
/// against the guest's own limit. Confined to the guest's thread.
public interface HostBudget {

    /// Asks for memory before it is allocated.
    ///
    /// @param bytes how much, 0 or greater
    /// @return false when the guest is to do without; the function answers `nomem` or `mfile` then
    boolean tryReserve(long bytes);

    /// Gives memory back.
    ///
    /// @param bytes how much, reserved before
    void release(long bytes);

    /// Asks for memory without which there is no guest.
    ///
    /// @param bytes how much
    /// @param what what it is for
    /// @throws Refused when it cannot be had
    default void reserve(long bytes, String what) {
        if (!tryReserve(bytes)) {
            throw new Refused(what);
        }
    }

    /// A guest cannot be made for want of memory.
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Refused(String what) {
            super("no memory for " + what);
        }
    }
}
