package io.jwasm.linux.process;

import io.jwasm.linux.ErrnoException;
import io.jwasm.linux.ffi.Native;
import io.jwasm.linux.ffi.NativeBuffer;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// What a spawned child does to its descriptors before it executes; freed by its owner.
final class SpawnFileActions implements AutoCloseable {

    private static final MemorySegment INIT = Native.find("posix_spawn_file_actions_init");
    private static final MemorySegment DESTROY = Native.find("posix_spawn_file_actions_destroy");
    private static final MemorySegment DUPLICATE = Native.find("posix_spawn_file_actions_adddup2");
    private static final Optional<MemorySegment> CLOSE_FROM =
            Native.findOptional("posix_spawn_file_actions_addclosefrom_np");

    private static final int BYTES = 256; // glibc and musl need 80

    private final NativeBuffer memory = NativeBuffer.allocate(BYTES);

    SpawnFileActions() throws ErrnoException {
        check("posix_spawn_file_actions_init", call(INIT, 0, 0));
    }

    void duplicate(int source, int target) throws ErrnoException {
        check("posix_spawn_file_actions_adddup2", call(DUPLICATE, source, target));
    }

    void closeFrom(int lowest) throws ErrnoException {
        if (CLOSE_FROM.isPresent()) {
            check("posix_spawn_file_actions_addclosefrom_np", call(CLOSE_FROM.get(), lowest, 0));
        }
    }

    long address() {
        return memory.address();
    }

    private int call(MemorySegment function, long first, long second) {
        return (int) Native.call(function, memory.address(), first, second, 0, 0, 0, 0);
    }

    private static void check(String call, int error) throws ErrnoException {
        ErrnoException.check(call, -error, "file actions");
    }

    @Override
    public void close() {
        call(DESTROY, 0, 0);
        memory.close();
    }
}
