package io.jwasm.linux.namespace;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.process.CurrentThread;
import java.nio.charset.StandardCharsets;

/// The host name of a UTS namespace.
public final class HostName {

    private HostName() {}

    /// Sets the name in the calling thread's UTS namespace, which should be one of its own.
    ///
    /// @param name at most 64 bytes
    /// @throws ErrnoException when sethostname(2) fails: EINVAL when it is too long, EPERM
    /// @throws IllegalStateException on a virtual thread
    public static void set(String name) throws ErrnoException {
        CurrentThread.requirePlatform("sethostname");
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        try (NativeBuffer text = NativeBuffer.ofCString(name)) {
            long result = Native.syscall(SyscallNumber.SETHOSTNAME, text.address(), length, 0);
            ErrnoException.check("sethostname", result, name);
        }
    }
}
