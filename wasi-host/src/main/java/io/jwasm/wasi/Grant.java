package io.jwasm.wasi;

import io.jwasm.linux.fs.HostFd;

/// One thing of the host that a guest may reach. The descriptor stays the giver's, who closes it
/// after the guest has ended.
public sealed interface Grant {

    /// Where the guest finds it: an absolute path without `.` or `..`.
    ///
    /// @return such as `/` or `/data`
    String guestPath();

    /// A directory and all below it, as one WASI preopen.
    ///
    /// @param guestPath where the guest finds it
    /// @param directory the open directory
    /// @param isReadOnly whether the host has to see to it that the guest only reads; not needed
    ///   where the kernel does, on a read-only mount
    /// @param isInRoot whether it lies in the tree of the directory granted as `/`, so that links
    ///   in it lead wherever they lead in there, as in a container
    record Directory(String guestPath, HostFd directory, boolean isReadOnly, boolean isInRoot)
            implements Grant {

        /// Grants a directory with nothing around it: links that lead out of it lead nowhere.
        ///
        /// @param guestPath where the guest finds it
        /// @param directory the open directory
        /// @param isReadOnly whether the guest may only read
        public Directory(String guestPath, HostFd directory, boolean isReadOnly) {
            this(guestPath, directory, isReadOnly, false);
        }
    }

    /// A single file laid over whatever is at its path, as a bind mount of a file is.
    ///
    /// @param guestPath where the guest finds it
    /// @param file the file, opened with `O_PATH`
    /// @param isReadOnly whether the guest may only read
    record File(String guestPath, HostFd file, boolean isReadOnly) implements Grant {}

    /// A socket that listens already; the guest accepts connections on it. Its descriptors follow
    /// those of the directories.
    ///
    /// @param guestPath what it is called in messages, such as `/tcp/8080`; the guest does not see
    ///   it
    /// @param socket the listening socket
    record Listener(String guestPath, HostFd socket) implements Grant {}
}
