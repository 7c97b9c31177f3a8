package io.jwasm.wasi.preview1;

import io.jwasm.linux.fs.FileCalls;
import io.jwasm.linux.fs.TransferBuffer;
import io.jwasm.wasi.errno.Errno;
import io.jwasm.wasi.fd.DirectoryDescriptor;
import io.jwasm.wasi.fd.FileDescriptor;
import io.jwasm.wasi.fd.FileOnDisk;
import io.jwasm.wasi.fd.Rights;
import io.jwasm.wasi.fs.FileType;
import io.jwasm.wasi.host.GuestMemory;
import io.jwasm.wasi.preview1.call.Family;
import io.jwasm.wasi.preview1.call.HostState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `fd_read`, `fd_write`, `fd_pread`, `fd_pwrite`, `fd_seek` and `fd_tell`.
///
/// Bytes pass through the guest's transfer buffer, so that what a guest asks for is never
/// allocated.
final class FdIoFunctions implements Family {

    private final HostState state;
    private final Abi abi;

    FdIoFunctions(HostState state, Abi abi) {
        this.state = state;
        this.abi = abi;
    }

    @Override
    public List<Offer> find(String name) {
        return switch (name) {
            case "fd_read" -> Family.offer("iiii", this::read);
            case "fd_write" -> Family.offer("iiii", this::write);
            case "fd_pread" -> Family.offer("iiiIi", this::pread);
            case "fd_pwrite" -> Family.offer("iiiIi", this::pwrite);
            case "fd_seek" -> Family.offer("iIii", this::seek);
            case "fd_tell" -> Family.offer("ii", this::tell);
            default -> List.of();
        };
    }

    /// How a descriptor moves bytes once.
    @FunctionalInterface
    private interface Transfer {
        long move(FileDescriptor fd, int length, long done);
    }

    private Errno read(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        int resultAt = (int) args[3];
        Errno begun = begin(memory, args, refusal(fd, Rights.FD_READ), resultAt);
        return fd == null || begun != Errno.SUCCESS
                ? begun
                : readAll(memory, fd, resultAt, (f, length, _) -> f.read(state.io(), length));
    }

    private Errno pread(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        int resultAt = (int) args[4];
        Errno begun = begin(memory, args, refusalAtOffset(fd, Rights.FD_READ), resultAt);
        if (fd == null || begun != Errno.SUCCESS) {
            return begun;
        }
        long offset = args[3];
        TransferBuffer buffer = state.io().buffer();
        return readAll(
                memory,
                fd,
                resultAt,
                (f, length, done) -> buffer.pread(f.hostFd(), length, offset + done));
    }

    private Errno write(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        int resultAt = (int) args[3];
        Errno begun = begin(memory, args, refusal(fd, Rights.FD_WRITE), resultAt);
        return fd == null || begun != Errno.SUCCESS
                ? begun
                : writeAll(memory, fd, resultAt, (f, length, _) -> f.write(state.io(), length));
    }

    private Errno pwrite(GuestMemory memory, long[] args) {
        FileDescriptor fd = state.fd(args[0]);
        int resultAt = (int) args[4];
        Errno begun = begin(memory, args, refusalAtOffset(fd, Rights.FD_WRITE), resultAt);
        if (fd == null || begun != Errno.SUCCESS) {
            return begun;
        }
        long offset = args[3];
        TransferBuffer buffer = state.io().buffer();
        return writeAll(
                memory,
                fd,
                resultAt,
                (f, length, done) -> buffer.pwrite(f.hostFd(), length, offset + done));
    }

    /// Reads the vectors of a call that is not refused.
    private Errno begin(GuestMemory memory, long[] args, Errno refusal, int resultAt) {
        if (refusal != Errno.SUCCESS) {
            return refusal;
        }
        memory.check(resultAt, Integer.BYTES);
        return state.vectors().load(memory, (int) args[1], (int) args[2]);
    }

    private static Errno refusal(@Nullable FileDescriptor fd, long right) {
        if (fd == null) {
            return Errno.BADF;
        }
        if (fd instanceof DirectoryDescriptor) {
            return Errno.ISDIR;
        }
        return fd.may(right) ? Errno.SUCCESS : Errno.NOTCAPABLE;
    }

    private static Errno refusalAtOffset(@Nullable FileDescriptor fd, long right) {
        Errno refusal = refusal(fd, right);
        if (fd == null || refusal != Errno.SUCCESS) {
            return refusal;
        }
        if (!(fd instanceof FileOnDisk)) {
            return Errno.SPIPE;
        }
        return fd.may(Rights.FD_SEEK) ? Errno.SUCCESS : Errno.NOTCAPABLE;
    }

    /// Reads until the vectors are full, the file has ended, or a stream has given what it had.
    private Errno readAll(GuestMemory memory, FileDescriptor fd, int resultAt, Transfer transfer) {
        TransferBuffer buffer = state.io().buffer();
        long total = state.vectors().total();
        long done = 0;
        while (done < total) {
            int part = (int) Math.min(total - done, buffer.sizeBytes());
            long result = transfer.move(fd, part, done);
            if (result < 0 && done == 0) {
                return Errno.ofResult(result);
            }
            if (result <= 0) {
                break;
            }
            state.vectors().scatter(memory, buffer.memory(), (int) result);
            done += result;
            if (result < part || !fd.readsToTheEnd()) {
                break;
            }
            state.io().control().checkpoint();
        }
        memory.putInt(resultAt, (int) done);
        return Errno.SUCCESS;
    }

    /// Writes until all is written, as write(2) on a blocking descriptor does; a non-blocking one
    /// stops when there is no more room.
    private Errno writeAll(GuestMemory memory, FileDescriptor fd, int resultAt, Transfer transfer) {
        TransferBuffer buffer = state.io().buffer();
        long total = state.vectors().total();
        if (fd.type() == FileType.SOCKET_DGRAM && total > buffer.sizeBytes()) {
            return Errno.MSGSIZE; // it would become several
        }
        long done = 0;
        while (done < total) {
            int part = state.vectors().gather(memory, buffer.memory(), buffer.sizeBytes());
            long result = transfer.move(fd, part, done);
            if (result < 0 && done == 0) {
                return Errno.ofResult(result);
            }
            if (result <= 0) {
                break;
            }
            state.vectors().advance(result);
            done += result;
            if (done < total) {
                state.io().control().checkpoint();
            }
        }
        memory.putInt(resultAt, (int) done);
        return Errno.SUCCESS;
    }

    private Errno seek(GuestMemory memory, long[] args) {
        int whence = abi.toLinuxWhence((int) args[2]);
        boolean isTell = args[1] == 0 && whence == FileCalls.SEEK_CUR;
        return whence < 0
                ? Errno.INVAL
                : seek(memory, state.fd(args[0]), args[1], whence, isTell, (int) args[3]);
    }

    private Errno tell(GuestMemory memory, long[] args) {
        return seek(memory, state.fd(args[0]), 0, FileCalls.SEEK_CUR, true, (int) args[1]);
    }

    private static Errno seek(
            GuestMemory memory,
            @Nullable FileDescriptor fd,
            long offset,
            int whence,
            boolean isTell,
            int resultAt) {
        // The right to seek includes the right to tell.
        boolean mayTell = isTell && fd != null && fd.may(Rights.FD_TELL);
        Errno refusal = refusal(fd, mayTell ? Rights.FD_TELL : Rights.FD_SEEK);
        if (fd != null && !(fd instanceof FileOnDisk) && refusal != Errno.ISDIR) {
            return Errno.SPIPE;
        }
        if (fd == null || refusal != Errno.SUCCESS) {
            return refusal;
        }
        memory.check(resultAt, Long.BYTES);
        long result = FileCalls.lseek(fd.hostFd(), offset, whence);
        if (result < 0) {
            return Errno.ofResult(result);
        }
        memory.putLong(resultAt, result);
        return Errno.SUCCESS;
    }
}
