package io.jwasm.linux.mount;

import io.jwasm.linux.Errno;
import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import io.jwasm.linux.ffi.SyscallNumber;
import io.jwasm.linux.fs.HostFd;
import io.jwasm.linux.io.IoBuffer;
import java.nio.charset.StandardCharsets;

/// A file system being set up by [fsopen(2)](https://man7.org/linux/man-pages/man2/fsopen.2.html),
/// which ends as a detached mount. Confined to one thread; closed by its owner.
final class FilesystemContext implements AutoCloseable {

    /// The longest value that the kernel takes (`strndup_user(_value, 256)` in `fs/fsopen.c`).
    static final int MAX_VALUE_BYTES = 255;

    private static final int FSOPEN_CLOEXEC = 1;
    private static final int FSMOUNT_CLOEXEC = 1;
    private static final int FSCONFIG_SET_FLAG = 0;
    private static final int FSCONFIG_SET_STRING = 1;
    private static final int FSCONFIG_CMD_CREATE = 6;
    private static final int MESSAGE_BYTES = 1024;

    private final String type;
    private final HostFd fd;

    private FilesystemContext(String type, HostFd fd) {
        this.type = type;
        this.fd = fd;
    }

    static FilesystemContext open(String type) throws ErrnoException {
        try (NativeBuffer name = NativeBuffer.ofCString(type)) {
            long result = Native.syscall(SyscallNumber.FSOPEN, name.address(), FSOPEN_CLOEXEC, 0);
            HostFd fd = new HostFd((int) ErrnoException.check("fsopen", result, type));
            return new FilesystemContext(type, fd);
        }
    }

    void set(String key, String value) throws ErrnoException {
        check(setRaw(key, value), key + "=" + value);
    }

    /// Sets a value; answers 0 or the negated error number.
    long setRaw(String key, String value) {
        try (NativeBuffer name = NativeBuffer.ofCString(key);
                NativeBuffer text = NativeBuffer.ofCString(value)) {
            return configure(FSCONFIG_SET_STRING, name.address(), text.address());
        }
    }

    void set(String flag) throws ErrnoException {
        try (NativeBuffer name = NativeBuffer.ofCString(flag)) {
            check(configure(FSCONFIG_SET_FLAG, name.address(), 0), flag);
        }
    }

    /// Creates the file system and mounts it nowhere.
    HostFd mount(long attributes) throws ErrnoException {
        check(configure(FSCONFIG_CMD_CREATE, 0, 0), "");
        long result =
                Native.syscall(SyscallNumber.FSMOUNT, fd.number(), FSMOUNT_CLOEXEC, attributes);
        return new HostFd((int) ErrnoException.check("fsmount", result, type));
    }

    private long configure(int command, long key, long value) {
        return Native.syscall(SyscallNumber.FSCONFIG, fd.number(), command, key, value, 0, 0);
    }

    private void check(long result, String option) throws ErrnoException {
        if (result < 0) {
            StringBuilder subject = new StringBuilder(type);
            if (!option.isEmpty()) {
                subject.append(" option ").append(option);
            }
            String reasons = messages();
            if (!reasons.isEmpty()) {
                subject.append(" (").append(reasons).append(')');
            }
            throw new ErrnoException("fsconfig", (int) -result, subject.toString());
        }
    }

    /// What the file system says of a failure: one message a read, each with a letter before it.
    private String messages() {
        StringBuilder text = new StringBuilder();
        byte[] bytes = new byte[MESSAGE_BYTES];
        try (IoBuffer buffer = new IoBuffer(MESSAGE_BYTES)) {
            long length = buffer.readRaw(fd.number(), bytes, 0, bytes.length);
            while (length > 0 || length == -Errno.EINTR) {
                if (length > 0) {
                    text.append(text.isEmpty() ? "" : "; ");
                    String line = new String(bytes, 0, (int) length, StandardCharsets.UTF_8);
                    text.append(line.replaceFirst("^[ewi] ", "").strip());
                }
                length = buffer.readRaw(fd.number(), bytes, 0, bytes.length);
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        fd.close();
    }
}
